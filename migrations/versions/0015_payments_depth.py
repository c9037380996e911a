"""payments_depth"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what a bank wrote or was told.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER bank_statements_no_update BEFORE UPDATE ON bank_statements BEGIN SELECT RAISE(ABORT, 'bank_statements is append-only'); END",
        "CREATE TRIGGER bank_statements_no_delete BEFORE DELETE ON bank_statements BEGIN SELECT RAISE(ABORT, 'bank_statements is append-only'); END",
        "CREATE TRIGGER custody_confirmations_no_update BEFORE UPDATE ON custody_confirmations BEGIN SELECT RAISE(ABORT, 'custody_confirmations is append-only'); END",
        "CREATE TRIGGER custody_confirmations_no_delete BEFORE DELETE ON custody_confirmations BEGIN SELECT RAISE(ABORT, 'custody_confirmations is append-only'); END",
        "CREATE TRIGGER bank_rows_fixed BEFORE UPDATE OF organization_id, identity, value_day, amount_fen, payer, payer_account, reference, purpose ON bank_rows WHEN ((1 = 1) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.identity IS DISTINCT FROM OLD.identity OR NEW.value_day IS DISTINCT FROM OLD.value_day OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.payer IS DISTINCT FROM OLD.payer OR NEW.payer_account IS DISTINCT FROM OLD.payer_account OR NEW.reference IS DISTINCT FROM OLD.reference OR NEW.purpose IS DISTINCT FROM OLD.purpose)) BEGIN SELECT RAISE(ABORT, 'bank_rows: terms are fixed'); END",
        "CREATE TRIGGER custodies_fixed BEFORE UPDATE OF agreement_id, bank, bank_reference, amount_fen, release_rule, milestone, release_on, return_on, conditions ON custodies WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.bank IS DISTINCT FROM OLD.bank OR NEW.bank_reference IS DISTINCT FROM OLD.bank_reference OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.release_rule IS DISTINCT FROM OLD.release_rule OR NEW.milestone IS DISTINCT FROM OLD.milestone OR NEW.release_on IS DISTINCT FROM OLD.release_on OR NEW.return_on IS DISTINCT FROM OLD.return_on OR NEW.conditions IS DISTINCT FROM OLD.conditions)) BEGIN SELECT RAISE(ABORT, 'custodies: terms are fixed'); END",
        "CREATE TRIGGER custody_instructions_fixed BEFORE UPDATE OF custody_id, kind, amount_fen, by_rule, reason ON custody_instructions WHEN ((1 = 1) AND (NEW.custody_id IS DISTINCT FROM OLD.custody_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.by_rule IS DISTINCT FROM OLD.by_rule OR NEW.reason IS DISTINCT FROM OLD.reason)) BEGIN SELECT RAISE(ABORT, 'custody_instructions: terms are fixed'); END",
        "CREATE TRIGGER refunds_fixed BEFORE UPDATE OF payment_id, kind, amount_fen ON refunds WHEN ((1 = 1) AND (NEW.payment_id IS DISTINCT FROM OLD.payment_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen)) BEGIN SELECT RAISE(ABORT, 'refunds: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER bank_statements_no_change BEFORE UPDATE OR DELETE ON bank_statements FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER bank_statements_no_truncate BEFORE TRUNCATE ON bank_statements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER custody_confirmations_no_change BEFORE UPDATE OR DELETE ON custody_confirmations FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER custody_confirmations_no_truncate BEFORE TRUNCATE ON custody_confirmations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE OR REPLACE FUNCTION refuse_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%: terms are fixed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER bank_rows_fixed BEFORE UPDATE OF organization_id, identity, value_day, amount_fen, payer, payer_account, reference, purpose ON bank_rows FOR EACH ROW WHEN ((1 = 1) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.identity IS DISTINCT FROM OLD.identity OR NEW.value_day IS DISTINCT FROM OLD.value_day OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.payer IS DISTINCT FROM OLD.payer OR NEW.payer_account IS DISTINCT FROM OLD.payer_account OR NEW.reference IS DISTINCT FROM OLD.reference OR NEW.purpose IS DISTINCT FROM OLD.purpose)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER custodies_fixed BEFORE UPDATE OF agreement_id, bank, bank_reference, amount_fen, release_rule, milestone, release_on, return_on, conditions ON custodies FOR EACH ROW WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.bank IS DISTINCT FROM OLD.bank OR NEW.bank_reference IS DISTINCT FROM OLD.bank_reference OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.release_rule IS DISTINCT FROM OLD.release_rule OR NEW.milestone IS DISTINCT FROM OLD.milestone OR NEW.release_on IS DISTINCT FROM OLD.release_on OR NEW.return_on IS DISTINCT FROM OLD.return_on OR NEW.conditions IS DISTINCT FROM OLD.conditions)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER custody_instructions_fixed BEFORE UPDATE OF custody_id, kind, amount_fen, by_rule, reason ON custody_instructions FOR EACH ROW WHEN ((1 = 1) AND (NEW.custody_id IS DISTINCT FROM OLD.custody_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.by_rule IS DISTINCT FROM OLD.by_rule OR NEW.reason IS DISTINCT FROM OLD.reason)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER refunds_fixed BEFORE UPDATE OF payment_id, kind, amount_fen ON refunds FOR EACH ROW WHEN ((1 = 1) AND (NEW.payment_id IS DISTINCT FROM OLD.payment_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen)) EXECUTE FUNCTION refuse_fixed()",
    ],
}


def upgrade():
    op.create_table(
        "bank_statements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_added", sa.Integer(), nullable=False),
        sa.Column("rows_known", sa.Integer(), nullable=False),
        sa.Column("rows_outgoing", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column(
            "imported_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["users.id"], name=op.f("fk_bank_statements_imported_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_bank_statements_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statements")),
        sa.UniqueConstraint(
            "organization_id",
            "file_sha256",
            name=op.f("uq_bank_statements_organization_id_file_sha256"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_bank_statements_public_id")),
    )
    with op.batch_alter_table("bank_statements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bank_statements_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "custodies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("bank_reference", sa.String(length=120), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column(
            "release_rule",
            sa.Enum(
                "decision",
                "effect",
                "milestone",
                "day",
                name="releaserule",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("milestone", sa.String(length=200), nullable=False),
        sa.Column("release_on", sa.Date(), nullable=True),
        sa.Column("return_on", sa.Date(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "arranged",
                "held",
                "ended",
                "dropped",
                name="custodystatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "agreed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("arranged_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_custodies_something")),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["users.id"], name=op.f("fk_custodies_agreed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_custodies_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_custodies_proposed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custodies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_custodies_public_id")),
    )
    with op.batch_alter_table("custodies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_custodies_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_custodies_status"), ["status"], unique=False)

    op.create_table(
        "bank_rows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value_day", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.String(length=300), nullable=False),
        sa.Column("payer_account", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "undecided",
                "booked",
                "unrelated",
                "reversed",
                name="bankrowstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("doubt", sa.String(length=40), nullable=False),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_bank_rows_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_bank_rows_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_bank_rows_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["bank_statements.id"],
            name=op.f("fk_bank_rows_statement_id_bank_statements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_rows")),
        sa.UniqueConstraint(
            "organization_id", "identity", name=op.f("uq_bank_rows_organization_id_identity")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_bank_rows_public_id")),
    )
    with op.batch_alter_table("bank_rows", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bank_rows_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bank_rows_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bank_rows_statement_id"), ["statement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bank_rows_status"), ["status"], unique=False)

    op.create_table(
        "custody_instructions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "custody_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum("release", "return", name="instructionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "issued",
                "carried_out",
                "withdrawn",
                name="instructionstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("carried_out_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_custody_instructions_something")),
        sa.ForeignKeyConstraint(
            ["custody_id"],
            ["custodies.id"],
            name=op.f("fk_custody_instructions_custody_id_custodies"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["users.id"],
            name=op.f("fk_custody_instructions_decided_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["users.id"],
            name=op.f("fk_custody_instructions_proposed_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_instructions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_custody_instructions_public_id")),
    )
    with op.batch_alter_table("custody_instructions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_custody_instructions_custody_id"), ["custody_id"], unique=False
        )

    op.create_table(
        "refunds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "refund", "chargeback", "transfer", name="refundkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("provider_reference", sa.String(length=120), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("value_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "asked",
                "pending",
                "done",
                "failed",
                "reinstated",
                name="refundstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_refunds_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint(
            "payment_id",
            "provider_reference",
            name=op.f("uq_refunds_payment_id_provider_reference"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_refunds_public_id")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refunds_payment_id"), ["payment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refunds_status"), ["status"], unique=False)

    op.create_table(
        "custody_confirmations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "custody_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "instruction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "received",
                "released",
                "returned",
                name="confirmationkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("value_day", sa.Date(), nullable=False),
        sa.Column("bank_reference", sa.String(length=120), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["custody_id"],
            ["custodies.id"],
            name=op.f("fk_custody_confirmations_custody_id_custodies"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["users.id"],
            name=op.f("fk_custody_confirmations_entered_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["instruction_id"],
            ["custody_instructions.id"],
            name=op.f("fk_custody_confirmations_instruction_id_custody_instructions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_confirmations")),
        sa.UniqueConstraint(
            "custody_id",
            "kind",
            "bank_reference",
            name=op.f("uq_custody_confirmations_custody_id_kind_bank_reference"),
        ),
        sa.UniqueConstraint("instruction_id", name=op.f("uq_custody_confirmations_instruction_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_custody_confirmations_public_id")),
    )
    with op.batch_alter_table("custody_confirmations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_custody_confirmations_custody_id"), ["custody_id"], unique=False
        )

    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stripe_account", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("payment_intent", sa.String(length=120), nullable=True))
        batch_op.add_column(
            sa.Column("returned_fen", sa.BigInteger(), server_default="0", nullable=False)
        )

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_column("returned_fen")
        batch_op.drop_column("payment_intent")
        batch_op.drop_column("stripe_account")

    with op.batch_alter_table("custody_confirmations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_confirmations_custody_id"))

    op.drop_table("custody_confirmations")
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refunds_status"))
        batch_op.drop_index(batch_op.f("ix_refunds_payment_id"))

    op.drop_table("refunds")
    with op.batch_alter_table("custody_instructions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_instructions_custody_id"))

    op.drop_table("custody_instructions")
    with op.batch_alter_table("bank_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_rows_status"))
        batch_op.drop_index(batch_op.f("ix_bank_rows_statement_id"))
        batch_op.drop_index(batch_op.f("ix_bank_rows_payment_id"))
        batch_op.drop_index(batch_op.f("ix_bank_rows_organization_id"))

    op.drop_table("bank_rows")
    with op.batch_alter_table("custodies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custodies_status"))
        batch_op.drop_index(batch_op.f("ix_custodies_agreement_id"))

    op.drop_table("custodies")
    with op.batch_alter_table("bank_statements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_statements_organization_id"))

    op.drop_table("bank_statements")
