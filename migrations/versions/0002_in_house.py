"""in house: approval chains, in-house notices, guidance as seen"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of facts and of fixed columns.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER approval_chains_no_update BEFORE UPDATE ON approval_chains BEGIN SELECT RAISE(ABORT, 'approval_chains is append-only'); END",
        "CREATE TRIGGER approval_chains_no_delete BEFORE DELETE ON approval_chains BEGIN SELECT RAISE(ABORT, 'approval_chains is append-only'); END",
        "CREATE TRIGGER approval_decisions_no_update BEFORE UPDATE ON approval_decisions BEGIN SELECT RAISE(ABORT, 'approval_decisions is append-only'); END",
        "CREATE TRIGGER approval_decisions_no_delete BEFORE DELETE ON approval_decisions BEGIN SELECT RAISE(ABORT, 'approval_decisions is append-only'); END",
        "CREATE TRIGGER notice_objections_no_update BEFORE UPDATE ON notice_objections BEGIN SELECT RAISE(ABORT, 'notice_objections is append-only'); END",
        "CREATE TRIGGER notice_objections_no_delete BEFORE DELETE ON notice_objections BEGIN SELECT RAISE(ABORT, 'notice_objections is append-only'); END",
        "CREATE TRIGGER objection_rulings_no_update BEFORE UPDATE ON objection_rulings BEGIN SELECT RAISE(ABORT, 'objection_rulings is append-only'); END",
        "CREATE TRIGGER objection_rulings_no_delete BEFORE DELETE ON objection_rulings BEGIN SELECT RAISE(ABORT, 'objection_rulings is append-only'); END",
        "CREATE TRIGGER notice_evidence_no_update BEFORE UPDATE ON notice_evidence BEGIN SELECT RAISE(ABORT, 'notice_evidence is append-only'); END",
        "CREATE TRIGGER notice_evidence_no_delete BEFORE DELETE ON notice_evidence BEGIN SELECT RAISE(ABORT, 'notice_evidence is append-only'); END",
        "CREATE TRIGGER guidance_seen_no_update BEFORE UPDATE ON guidance_seen BEGIN SELECT RAISE(ABORT, 'guidance_seen is append-only'); END",
        "CREATE TRIGGER guidance_seen_no_delete BEFORE DELETE ON guidance_seen BEGIN SELECT RAISE(ABORT, 'guidance_seen is append-only'); END",
        "CREATE TRIGGER approval_requests_fixed BEFORE UPDATE OF subject_type, subject_id, round, name, price, steps, asked_by_id ON approval_requests WHEN ((1 = 1) AND (NEW.subject_type IS DISTINCT FROM OLD.subject_type OR NEW.subject_id IS DISTINCT FROM OLD.subject_id OR NEW.round IS DISTINCT FROM OLD.round OR NEW.name IS DISTINCT FROM OLD.name OR NEW.price IS DISTINCT FROM OLD.price OR NEW.steps IS DISTINCT FROM OLD.steps OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id)) BEGIN SELECT RAISE(ABORT, 'approval_requests: terms are fixed'); END",
        "CREATE TRIGGER in_house_notices_fixed BEFORE UPDATE OF organization_id, title, place, related_party, opened_on, days, opened_by_id ON in_house_notices WHEN ((1 = 1) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.title IS DISTINCT FROM OLD.title OR NEW.place IS DISTINCT FROM OLD.place OR NEW.related_party IS DISTINCT FROM OLD.related_party OR NEW.opened_on IS DISTINCT FROM OLD.opened_on OR NEW.days IS DISTINCT FROM OLD.days OR NEW.opened_by_id IS DISTINCT FROM OLD.opened_by_id)) BEGIN SELECT RAISE(ABORT, 'in_house_notices: terms are fixed'); END",
        "CREATE TRIGGER notice_subjects_fixed BEFORE UPDATE OF notice_id, subject_type, subject_id, name, price ON notice_subjects WHEN ((1 = 1) AND (NEW.notice_id IS DISTINCT FROM OLD.notice_id OR NEW.subject_type IS DISTINCT FROM OLD.subject_type OR NEW.subject_id IS DISTINCT FROM OLD.subject_id OR NEW.name IS DISTINCT FROM OLD.name OR NEW.price IS DISTINCT FROM OLD.price)) BEGIN SELECT RAISE(ABORT, 'notice_subjects: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER approval_chains_no_change BEFORE UPDATE OR DELETE ON approval_chains FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER approval_chains_no_truncate BEFORE TRUNCATE ON approval_chains FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER approval_decisions_no_change BEFORE UPDATE OR DELETE ON approval_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER approval_decisions_no_truncate BEFORE TRUNCATE ON approval_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER notice_objections_no_change BEFORE UPDATE OR DELETE ON notice_objections FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER notice_objections_no_truncate BEFORE TRUNCATE ON notice_objections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER objection_rulings_no_change BEFORE UPDATE OR DELETE ON objection_rulings FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER objection_rulings_no_truncate BEFORE TRUNCATE ON objection_rulings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER notice_evidence_no_change BEFORE UPDATE OR DELETE ON notice_evidence FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER notice_evidence_no_truncate BEFORE TRUNCATE ON notice_evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER guidance_seen_no_change BEFORE UPDATE OR DELETE ON guidance_seen FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER guidance_seen_no_truncate BEFORE TRUNCATE ON guidance_seen FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER approval_requests_fixed BEFORE UPDATE OF subject_type, subject_id, round, name, price, steps, asked_by_id ON approval_requests FOR EACH ROW WHEN ((1 = 1) AND (NEW.subject_type IS DISTINCT FROM OLD.subject_type OR NEW.subject_id IS DISTINCT FROM OLD.subject_id OR NEW.round IS DISTINCT FROM OLD.round OR NEW.name IS DISTINCT FROM OLD.name OR NEW.price IS DISTINCT FROM OLD.price OR NEW.steps IS DISTINCT FROM OLD.steps OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER in_house_notices_fixed BEFORE UPDATE OF organization_id, title, place, related_party, opened_on, days, opened_by_id ON in_house_notices FOR EACH ROW WHEN ((1 = 1) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.title IS DISTINCT FROM OLD.title OR NEW.place IS DISTINCT FROM OLD.place OR NEW.related_party IS DISTINCT FROM OLD.related_party OR NEW.opened_on IS DISTINCT FROM OLD.opened_on OR NEW.days IS DISTINCT FROM OLD.days OR NEW.opened_by_id IS DISTINCT FROM OLD.opened_by_id)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER notice_subjects_fixed BEFORE UPDATE OF notice_id, subject_type, subject_id, name, price ON notice_subjects FOR EACH ROW WHEN ((1 = 1) AND (NEW.notice_id IS DISTINCT FROM OLD.notice_id OR NEW.subject_type IS DISTINCT FROM OLD.subject_type OR NEW.subject_id IS DISTINCT FROM OLD.subject_id OR NEW.name IS DISTINCT FROM OLD.name OR NEW.price IS DISTINCT FROM OLD.price)) EXECUTE FUNCTION refuse_fixed()",
    ],
}

MOVED = ("in_house_opened_on", "in_house_days", "in_house_place")
SINGLE_STEP = '[{"members":[],"name":"","roles":["owner","manager"]}]'


def upgrade():
    op.create_table(
        "approval_chains",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column(
            "set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_approval_chains_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_approval_chains_set_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_chains")),
        sa.UniqueConstraint("public_id", name=op.f("uq_approval_chains_public_id")),
    )
    with op.batch_alter_table("approval_chains", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_approval_chains_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "approval_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price", sa.Text(), nullable=False),
        sa.Column(
            "pricing",
            sa.Enum("own", "negotiated", "market", name="pricing", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("needs_notice", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "approved",
                "returned",
                "recalled",
                name="approvalstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_approval_requests_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_approval_requests_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_approval_requests_public_id")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "round",
            name=op.f("uq_approval_requests_subject_type_subject_id_round"),
        ),
    )
    with op.batch_alter_table("approval_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_approval_requests_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_approval_requests_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_approval_requests_pending",
            ["subject_type", "subject_id"],
            unique=True,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )

    op.create_table(
        "guidance_seen",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "seen_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_guidance_seen_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["users.id"], name=op.f("fk_guidance_seen_seen_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_seen")),
        sa.UniqueConstraint("public_id", name=op.f("uq_guidance_seen_public_id")),
    )
    with op.batch_alter_table("guidance_seen", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_guidance_seen_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            "ix_guidance_seen_subject", ["subject_type", "subject_id"], unique=False
        )

    op.create_table(
        "in_house_notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("rules", sa.String(length=300), nullable=False),
        sa.Column("related_party", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "objected",
                "passed",
                "stopped",
                name="noticestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["users.id"], name=op.f("fk_in_house_notices_opened_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_in_house_notices_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_in_house_notices")),
        sa.UniqueConstraint("public_id", name=op.f("uq_in_house_notices_public_id")),
    )
    with op.batch_alter_table("in_house_notices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_in_house_notices_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_in_house_notices_status"), ["status"], unique=False)

    op.create_table(
        "approval_decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step_name", sa.String(length=80), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("approve", "return", name="verdict", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_approval_decisions_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["approval_requests.id"],
            name=op.f("fk_approval_decisions_request_id_approval_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_decisions")),
        sa.UniqueConstraint(
            "request_id", "position", name=op.f("uq_approval_decisions_request_id_position")
        ),
    )
    with op.batch_alter_table("approval_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_approval_decisions_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "notice_evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column(
            "added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_notice_evidence_added_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["in_house_notices.id"],
            name=op.f("fk_notice_evidence_notice_id_in_house_notices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_evidence")),
    )
    with op.batch_alter_table("notice_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_evidence_notice_id"), ["notice_id"], unique=False
        )

    op.create_table(
        "notice_subjects",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("price", sa.Text(), nullable=False),
        sa.Column(
            "pricing",
            sa.Enum("own", "negotiated", "market", name="pricing", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("taken_out_on", sa.Date(), nullable=True),
        sa.Column("taken_out_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["in_house_notices.id"],
            name=op.f("fk_notice_subjects_notice_id_in_house_notices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_subjects")),
        sa.UniqueConstraint(
            "notice_id",
            "subject_type",
            "subject_id",
            name=op.f("uq_notice_subjects_notice_id_subject_type_subject_id"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_subjects_public_id")),
    )
    with op.batch_alter_table("notice_subjects", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_subjects_notice_id"), ["notice_id"], unique=False
        )
        batch_op.create_index(
            "uq_notice_subjects_standing",
            ["subject_type", "subject_id"],
            unique=True,
            sqlite_where=sa.text("is_standing = 1"),
            postgresql_where=sa.text("is_standing"),
        )

    op.create_table(
        "notice_objections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("raised_by", sa.String(length=120), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["in_house_notices.id"],
            name=op.f("fk_notice_objections_notice_id_in_house_notices"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_notice_objections_recorded_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["notice_subjects.id"],
            name=op.f("fk_notice_objections_subject_id_notice_subjects"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_objections")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_objections_public_id")),
    )
    with op.batch_alter_table("notice_objections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_objections_notice_id"), ["notice_id"], unique=False
        )

    op.create_table(
        "objection_rulings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "objection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "result",
            sa.Enum(
                "upheld",
                "not_upheld",
                "withdrawn",
                name="objectionresult",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("handling", sa.Text(), nullable=False),
        sa.Column(
            "ruled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("ruled_on", sa.Date(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["notice_objections.id"],
            name=op.f("fk_objection_rulings_objection_id_notice_objections"),
        ),
        sa.ForeignKeyConstraint(
            ["ruled_by_id"], ["users.id"], name=op.f("fk_objection_rulings_ruled_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_rulings")),
        sa.UniqueConstraint("objection_id", name=op.f("uq_objection_rulings_objection_id")),
    )
    _move_approvals()
    _move_notices()
    for column in MOVED:
        op.drop_column("declarations", column)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


_PAPERS = """
    SELECT d.public_id AS key, d.organization_id, d.approval_asked_by_id AS asked_by,
           d.approval_asked_at AS asked_at, d.approved_by_id AS approved_by,
           d.approved_at, d.in_house_opened_on AS opened_on, d.in_house_days AS days,
           d.in_house_place AS place, d.in_house_passed_on AS passed_on, d.status,
           d.fee_statement AS price, p.title, p.number, o.is_state_institution AS is_state
    FROM declarations d JOIN patents p ON p.id = d.patent_id
    JOIN organizations o ON o.id = d.organization_id
"""


def _public_id():
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    return "".join(secrets.choice(alphabet) for _ in range(16))


def _about(row):
    return {
        "subject_type": "declarations",
        "subject_id": row.key,
        "name": f"{row.title} ({row.number})",
        "price": row.price,
        "pricing": "own",
        "link": f"/declarations/{row.key}",
    }


def _rows(condition):
    return op.get_bind().execute(sa.text(_PAPERS + condition)).all()


def _insert(table, values):
    columns, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"
    op.get_bind().execute(sa.text(statement), values)


def _move_approvals():
    """Every declaration that was put forward has its first round, under the single step."""
    for row in _rows("WHERE d.approval_asked_by_id IS NOT NULL AND d.status <> 'preparing'"):
        approved = row.approved_at is not None
        key = _public_id()
        _insert(
            "approval_requests",
            {
                "public_id": key,
                "organization_id": row.organization_id,
                **_about(row),
                "round": 1,
                "needs_notice": bool(row.is_state),
                "steps": SINGLE_STEP,
                "position": 0,
                "status": "approved" if approved else "pending",
                "asked_by_id": row.asked_by,
                "asked_at": row.asked_at,
                "closed_at": row.approved_at,
                "version": 1,
            },
        )
        if approved:
            request = sa.text("SELECT id FROM approval_requests WHERE public_id = :key")
            _insert(
                "approval_decisions",
                {
                    "request_id": op.get_bind().execute(request, {"key": key}).scalar(),
                    "position": 0,
                    "step_name": "",
                    "verdict": "approve",
                    "note": "",
                    "decided_by_id": row.approved_by,
                    "decided_at": row.approved_at,
                },
            )


def _move_notices():
    """Every notice that was kept in the declaration becomes a record of its own."""
    for row in _rows("WHERE d.in_house_opened_on IS NOT NULL AND d.status <> 'preparing'"):
        key = _public_id()
        _insert(
            "in_house_notices",
            {
                "public_id": key,
                "organization_id": row.organization_id,
                "title": row.title[:200],
                "place": row.place,
                "rules": "",
                "related_party": "",
                "opened_on": row.opened_on,
                "days": row.days,
                "status": "passed" if row.passed_on else "open",
                "opened_by_id": row.approved_by,
                "opened_at": row.approved_at,
                "passed_on": row.passed_on,
                "version": 1,
            },
        )
        notice = sa.text("SELECT id FROM in_house_notices WHERE public_id = :key")
        _insert(
            "notice_subjects",
            {
                "public_id": _public_id(),
                "notice_id": op.get_bind().execute(notice, {"key": key}).scalar(),
                **_about(row),
                "is_standing": True,
                "taken_out_reason": "",
            },
        )


def downgrade():
    op.add_column("declarations", sa.Column("in_house_opened_on", sa.Date(), nullable=True))
    op.add_column("declarations", sa.Column("in_house_days", sa.Integer(), nullable=True))
    op.add_column(
        "declarations", sa.Column("in_house_place", sa.Text(), nullable=False, server_default="")
    )
    op.drop_table("objection_rulings")
    with op.batch_alter_table("notice_objections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_objections_notice_id"))

    op.drop_table("notice_objections")
    with op.batch_alter_table("notice_subjects", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_notice_subjects_standing",
            sqlite_where=sa.text("is_standing = 1"),
            postgresql_where=sa.text("is_standing"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_subjects_notice_id"))

    op.drop_table("notice_subjects")
    with op.batch_alter_table("notice_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_evidence_notice_id"))

    op.drop_table("notice_evidence")
    with op.batch_alter_table("approval_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_decisions_request_id"))

    op.drop_table("approval_decisions")
    with op.batch_alter_table("in_house_notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_in_house_notices_status"))
        batch_op.drop_index(batch_op.f("ix_in_house_notices_organization_id"))

    op.drop_table("in_house_notices")
    with op.batch_alter_table("guidance_seen", schema=None) as batch_op:
        batch_op.drop_index("ix_guidance_seen_subject")
        batch_op.drop_index(batch_op.f("ix_guidance_seen_organization_id"))

    op.drop_table("guidance_seen")
    with op.batch_alter_table("approval_requests", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_approval_requests_pending",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index(batch_op.f("ix_approval_requests_status"))
        batch_op.drop_index(batch_op.f("ix_approval_requests_organization_id"))

    op.drop_table("approval_requests")
    with op.batch_alter_table("approval_chains", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_chains_organization_id"))

    op.drop_table("approval_chains")
