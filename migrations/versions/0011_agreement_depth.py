"""agreement_depth"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what was proposed or signed.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER agreement_proposals_no_update BEFORE UPDATE ON agreement_proposals BEGIN SELECT RAISE(ABORT, 'agreement_proposals is append-only'); END",
        "CREATE TRIGGER agreement_proposals_no_delete BEFORE DELETE ON agreement_proposals BEGIN SELECT RAISE(ABORT, 'agreement_proposals is append-only'); END",
        "CREATE TRIGGER deed_signatures_no_update BEFORE UPDATE ON deed_signatures BEGIN SELECT RAISE(ABORT, 'deed_signatures is append-only'); END",
        "CREATE TRIGGER deed_signatures_no_delete BEFORE DELETE ON deed_signatures BEGIN SELECT RAISE(ABORT, 'deed_signatures is append-only'); END",
        "CREATE TRIGGER deeds_fixed BEFORE UPDATE OF agreement_id, ordinal, kind, side, ground, words, base_sha256, terms, terms_sha256, text_record, text_sha256 ON deeds WHEN ((OLD.first_signed_at IS NOT NULL) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.ordinal IS DISTINCT FROM OLD.ordinal OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.side IS DISTINCT FROM OLD.side OR NEW.ground IS DISTINCT FROM OLD.ground OR NEW.words IS DISTINCT FROM OLD.words OR NEW.base_sha256 IS DISTINCT FROM OLD.base_sha256 OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.text_record IS DISTINCT FROM OLD.text_record OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) BEGIN SELECT RAISE(ABORT, 'deeds: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER agreement_proposals_no_change BEFORE UPDATE OR DELETE ON agreement_proposals FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER agreement_proposals_no_truncate BEFORE TRUNCATE ON agreement_proposals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER deed_signatures_no_change BEFORE UPDATE OR DELETE ON deed_signatures FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER deed_signatures_no_truncate BEFORE TRUNCATE ON deed_signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE OR REPLACE FUNCTION refuse_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%: terms are fixed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER deeds_fixed BEFORE UPDATE OF agreement_id, ordinal, kind, side, ground, words, base_sha256, terms, terms_sha256, text_record, text_sha256 ON deeds FOR EACH ROW WHEN ((OLD.first_signed_at IS NOT NULL) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.ordinal IS DISTINCT FROM OLD.ordinal OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.side IS DISTINCT FROM OLD.side OR NEW.ground IS DISTINCT FROM OLD.ground OR NEW.words IS DISTINCT FROM OLD.words OR NEW.base_sha256 IS DISTINCT FROM OLD.base_sha256 OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.text_record IS DISTINCT FROM OLD.text_record OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) EXECUTE FUNCTION refuse_fixed()",
    ],
}


def upgrade():
    op.create_table(
        "agreement_proposals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_agreement_proposals_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_agreement_proposals_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_proposals")),
        sa.UniqueConstraint(
            "agreement_id", "ordinal", name=op.f("uq_agreement_proposals_agreement_id_ordinal")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_agreement_proposals_public_id")),
    )
    with op.batch_alter_table("agreement_proposals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_proposals_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "deeds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "amendment",
                "termination_agreement",
                "termination_notice",
                name="deedkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "signed_by_one",
                "in_force",
                "refused",
                "withdrawn",
                "expired",
                name="deedstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "agreement",
                "unpaid_after_demand",
                "breach",
                "force_majeure",
                "right_lost",
                name="ground",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("base_sha256", sa.String(length=64), nullable=False),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("terms_sha256", sa.String(length=64), nullable=True),
        sa.Column("text_version", sa.String(length=40), nullable=True),
        sa.Column("text_record", sa.Text(), nullable=True),
        sa.Column("text_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invitation_ends_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("over_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_deeds_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_deeds_proposed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deeds")),
        sa.UniqueConstraint("agreement_id", "ordinal", name=op.f("uq_deeds_agreement_id_ordinal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deeds_public_id")),
    )
    with op.batch_alter_table("deeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deeds_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deeds_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_deeds_open",
            ["agreement_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('proposed', 'signed_by_one')"),
            postgresql_where=sa.text("status IN ('proposed', 'signed_by_one')"),
        )

    op.create_table(
        "deed_signatures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("deed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signer_name", sa.String(length=80), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_version", sa.String(length=40), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["deed_id"], ["deeds.id"], name=op.f("fk_deed_signatures_deed_id_deeds")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_deed_signatures_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_deed_signatures_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed_signatures")),
        sa.UniqueConstraint("deed_id", "side", name=op.f("uq_deed_signatures_deed_id_side")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deed_signatures_public_id")),
    )
    with op.batch_alter_table("deed_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deed_signatures_deed_id"), ["deed_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade():
    for name in ("deed_signatures", "deeds", "agreement_proposals"):
        op.drop_table(name)
