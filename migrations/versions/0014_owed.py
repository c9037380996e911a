"""owed"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


# What the database itself refuses. SQLite makes the table of facts anew and forgets its triggers.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER agreement_facts_no_update BEFORE UPDATE ON agreement_facts BEGIN SELECT RAISE(ABORT, 'agreement_facts is append-only'); END",
        "CREATE TRIGGER agreement_facts_no_delete BEFORE DELETE ON agreement_facts BEGIN SELECT RAISE(ABORT, 'agreement_facts is append-only'); END",
        "CREATE TRIGGER fact_answers_no_update BEFORE UPDATE ON fact_answers BEGIN SELECT RAISE(ABORT, 'fact_answers is append-only'); END",
        "CREATE TRIGGER fact_answers_no_delete BEFORE DELETE ON fact_answers BEGIN SELECT RAISE(ABORT, 'fact_answers is append-only'); END",
        "CREATE TRIGGER guarantees_no_update BEFORE UPDATE ON guarantees BEGIN SELECT RAISE(ABORT, 'guarantees is append-only'); END",
        "CREATE TRIGGER guarantees_no_delete BEFORE DELETE ON guarantees BEGIN SELECT RAISE(ABORT, 'guarantees is append-only'); END",
        "CREATE TRIGGER obligation_credits_no_update BEFORE UPDATE ON obligation_credits BEGIN SELECT RAISE(ABORT, 'obligation_credits is append-only'); END",
        "CREATE TRIGGER obligation_credits_no_delete BEFORE DELETE ON obligation_credits BEGIN SELECT RAISE(ABORT, 'obligation_credits is append-only'); END",
        "CREATE TRIGGER obligation_decisions_no_update BEFORE UPDATE ON obligation_decisions BEGIN SELECT RAISE(ABORT, 'obligation_decisions is append-only'); END",
        "CREATE TRIGGER obligation_decisions_no_delete BEFORE DELETE ON obligation_decisions BEGIN SELECT RAISE(ABORT, 'obligation_decisions is append-only'); END",
        "CREATE TRIGGER royalty_bills_no_update BEFORE UPDATE ON royalty_bills BEGIN SELECT RAISE(ABORT, 'royalty_bills is append-only'); END",
        "CREATE TRIGGER royalty_bills_no_delete BEFORE DELETE ON royalty_bills BEGIN SELECT RAISE(ABORT, 'royalty_bills is append-only'); END",
        "CREATE TRIGGER royalty_estimates_no_update BEFORE UPDATE ON royalty_estimates BEGIN SELECT RAISE(ABORT, 'royalty_estimates is append-only'); END",
        "CREATE TRIGGER royalty_estimates_no_delete BEFORE DELETE ON royalty_estimates BEGIN SELECT RAISE(ABORT, 'royalty_estimates is append-only'); END",
        "CREATE TRIGGER payment_demands_fixed BEFORE UPDATE OF agreement_id, ordinal, lines, amount_fen, late_fen, served_on, deadline_on ON payment_demands WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.ordinal IS DISTINCT FROM OLD.ordinal OR NEW.lines IS DISTINCT FROM OLD.lines OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.late_fen IS DISTINCT FROM OLD.late_fen OR NEW.served_on IS DISTINCT FROM OLD.served_on OR NEW.deadline_on IS DISTINCT FROM OLD.deadline_on)) BEGIN SELECT RAISE(ABORT, 'payment_demands: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER fact_answers_no_change BEFORE UPDATE OR DELETE ON fact_answers FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fact_answers_no_truncate BEFORE TRUNCATE ON fact_answers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER guarantees_no_change BEFORE UPDATE OR DELETE ON guarantees FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER guarantees_no_truncate BEFORE TRUNCATE ON guarantees FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER obligation_credits_no_change BEFORE UPDATE OR DELETE ON obligation_credits FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER obligation_credits_no_truncate BEFORE TRUNCATE ON obligation_credits FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER obligation_decisions_no_change BEFORE UPDATE OR DELETE ON obligation_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER obligation_decisions_no_truncate BEFORE TRUNCATE ON obligation_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER royalty_bills_no_change BEFORE UPDATE OR DELETE ON royalty_bills FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER royalty_bills_no_truncate BEFORE TRUNCATE ON royalty_bills FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER royalty_estimates_no_change BEFORE UPDATE OR DELETE ON royalty_estimates FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER royalty_estimates_no_truncate BEFORE TRUNCATE ON royalty_estimates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER payment_demands_fixed BEFORE UPDATE OF agreement_id, ordinal, lines, amount_fen, late_fen, served_on, deadline_on ON payment_demands FOR EACH ROW WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.ordinal IS DISTINCT FROM OLD.ordinal OR NEW.lines IS DISTINCT FROM OLD.lines OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.late_fen IS DISTINCT FROM OLD.late_fen OR NEW.served_on IS DISTINCT FROM OLD.served_on OR NEW.deadline_on IS DISTINCT FROM OLD.deadline_on)) EXECUTE FUNCTION refuse_fixed()",
    ],
}
# What stood before: the next step of open amounts, their grace, what was counted on them.
CARRIED_OVER = {
    "sqlite": [
        "UPDATE obligations SET clock_step = 'overdue', clock_on = date(due_on, '+1 day') WHERE status IN ('due', 'part_paid') AND amount_fen > paid_fen AND due_on IS NOT NULL AND (reminded_on IS NULL OR reminded_on <= due_on)",
        "UPDATE obligations SET grace_days = coalesce((SELECT json_extract(a.terms, '$.deferral.grace_days') FROM agreements a WHERE a.id = obligations.agreement_id), 0)",
    ],
    "postgresql": [
        "UPDATE obligations SET clock_step = 'overdue', clock_on = due_on + 1 WHERE status IN ('due', 'part_paid') AND amount_fen > paid_fen AND due_on IS NOT NULL AND (reminded_on IS NULL OR reminded_on <= due_on)",
        "UPDATE obligations SET grace_days = coalesce((SELECT (a.terms::json #>> '{deferral,grace_days}')::integer FROM agreements a WHERE a.id = obligations.agreement_id), 0)",
    ],
    "both": [
        "UPDATE obligations SET clock_step = 'fall_due', clock_on = due_on WHERE status = 'scheduled' AND amount_fen > paid_fen AND due_on IS NOT NULL",
        "INSERT INTO obligation_credits (obligation_id, amount_fen, on_day, at) SELECT a.obligation_id, a.amount_fen, p.value_day, p.entered_at FROM payment_allocations a JOIN payments p ON p.id = a.payment_id WHERE p.value_day IS NOT NULL ORDER BY a.id",
    ],
}


def upgrade():
    op.create_table(
        "agreement_deadlines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "free_window",
                "trial",
                "payment_start",
                "report",
                name="deadlinekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_agreement_deadlines_agreement_id_agreements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_deadlines")),
        sa.UniqueConstraint(
            "agreement_id", "kind", "key", name=op.f("uq_agreement_deadlines_agreement_id_kind_key")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_agreement_deadlines_public_id")),
    )
    with op.batch_alter_table("agreement_deadlines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_deadlines_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_deadlines_next_on"), ["next_on"], unique=False
        )

    op.create_table(
        "guarantees",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum("insurance", "guarantee", name="guaranteekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("through_day", sa.Date(), nullable=True),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_guarantees_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_guarantees_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantees")),
        sa.UniqueConstraint("public_id", name=op.f("uq_guarantees_public_id")),
    )
    with op.batch_alter_table("guarantees", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_guarantees_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "inspections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "opened",
                "closed",
                name="inspectionstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("wished_on", sa.Date(), nullable=False),
        sa.Column(
            "requested_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_inspections_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_inspections_requested_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
        sa.UniqueConstraint("agreement_id", "year", name=op.f("uq_inspections_agreement_id_year")),
        sa.UniqueConstraint("public_id", name=op.f("uq_inspections_public_id")),
    )
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inspections_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "payment_demands",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "served",
                "met",
                "use_stopped",
                "cured",
                "over",
                name="demandstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("late_fen", sa.BigInteger(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column(
            "served_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_payment_demands_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["served_by_id"], ["users.id"], name=op.f("fk_payment_demands_served_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_demands")),
        sa.UniqueConstraint(
            "agreement_id", "ordinal", name=op.f("uq_payment_demands_agreement_id_ordinal")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_demands_public_id")),
    )
    with op.batch_alter_table("payment_demands", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_demands_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "fact_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("fact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "confirm",
                "dispute",
                "withdraw",
                "settle",
                name="answerkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_fact_answers_by_id_users")),
        sa.ForeignKeyConstraint(
            ["fact_id"],
            ["agreement_facts.id"],
            name=op.f("fk_fact_answers_fact_id_agreement_facts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_answers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fact_answers_public_id")),
    )
    with op.batch_alter_table("fact_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_answers_fact_id"), ["fact_id"], unique=False)

    op.create_table(
        "obligation_credits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligations.id"],
            name=op.f("fk_obligation_credits_obligation_id_obligations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation_credits")),
    )
    with op.batch_alter_table("obligation_credits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_obligation_credits_obligation_id"), ["obligation_id"], unique=False
        )

    op.create_table(
        "obligation_decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "hold",
                "release",
                "keep",
                "waive",
                name="decisionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_obligation_decisions_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligations.id"],
            name=op.f("fk_obligation_decisions_obligation_id_obligations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation_decisions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_obligation_decisions_public_id")),
    )
    with op.batch_alter_table("obligation_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_obligation_decisions_obligation_id"), ["obligation_id"], unique=False
        )

    op.create_table(
        "royalty_bills",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("bill", "credit_note", name="billkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column(
            "corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["royalty_bills.id"],
            name=op.f("fk_royalty_bills_corrects_id_royalty_bills"),
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligations.id"],
            name=op.f("fk_royalty_bills_obligation_id_obligations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_royalty_bills")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_royalty_bills_corrects_id")),
        sa.UniqueConstraint(
            "obligation_id", "ordinal", name=op.f("uq_royalty_bills_obligation_id_ordinal")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_royalty_bills_public_id")),
    )
    with op.batch_alter_table("royalty_bills", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_royalty_bills_obligation_id"), ["obligation_id"], unique=False
        )

    op.create_table(
        "royalty_estimates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligations.id"],
            name=op.f("fk_royalty_estimates_obligation_id_obligations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_royalty_estimates")),
        sa.UniqueConstraint("obligation_id", name=op.f("uq_royalty_estimates_obligation_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_royalty_estimates_public_id")),
    )
    with op.batch_alter_table("agreement_facts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ordinal", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column(
                "side",
                sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
                nullable=True,
            )
        )
        batch_op.drop_constraint(
            batch_op.f("uq_agreement_facts_agreement_id_kind_name"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_agreement_facts_agreement_id_kind_name_ordinal"),
            ["agreement_id", "kind", "name", "ordinal"],
        )
    op.add_column(
        "obligations", sa.Column("grace_days", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "obligations",
        sa.Column(
            "clock_step",
            sa.Enum(
                "remind",
                "fall_due",
                "overdue",
                "default",
                name="clockstep",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("obligations", sa.Column("clock_on", sa.Date(), nullable=True))
    op.add_column("royalty_statements", sa.Column("answer_by", sa.Date(), nullable=True))
    op.add_column(
        "royalty_statements",
        sa.Column("accepted_by_time", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    dialect = op.get_bind().dialect.name
    for statement in (*CARRIED_OVER[dialect], *CARRIED_OVER["both"]):
        op.execute(sa.text(statement.replace(":", "\\:")))
    op.drop_column("obligations", "reminded_on")
    op.create_index(
        "ix_obligations_clock",
        "obligations",
        ["clock_on", "id"],
        unique=False,
        sqlite_where=sa.text("clock_on IS NOT NULL"),
        postgresql_where=sa.text("clock_on IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_royalty_statements_answer_by"), "royalty_statements", ["answer_by"], unique=False
    )
    for statement in TRIGGERS[dialect]:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade():
    for name in (
        "royalty_estimates",
        "royalty_bills",
        "obligation_decisions",
        "obligation_credits",
        "fact_answers",
        "payment_demands",
        "inspections",
        "guarantees",
        "agreement_deadlines",
    ):
        op.drop_table(name)
    op.drop_index("ix_obligations_clock", table_name="obligations")
    op.drop_index(op.f("ix_royalty_statements_answer_by"), table_name="royalty_statements")
    for table, column in (
        ("royalty_statements", "accepted_by_time"),
        ("royalty_statements", "answer_by"),
        ("obligations", "clock_on"),
        ("obligations", "clock_step"),
        ("obligations", "grace_days"),
    ):
        op.drop_column(table, column)
    op.add_column("obligations", sa.Column("reminded_on", sa.Date(), nullable=True))
