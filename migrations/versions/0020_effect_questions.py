"""whether a license took effect: the question, and what was said to it"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# What the database itself refuses: another word in place of what was said, another question.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER effect_entries_no_update BEFORE UPDATE ON effect_entries BEGIN SELECT RAISE(ABORT, 'effect_entries is append-only'); END",
        "CREATE TRIGGER effect_entries_no_delete BEFORE DELETE ON effect_entries BEGIN SELECT RAISE(ABORT, 'effect_entries is append-only'); END",
        "CREATE TRIGGER effect_questions_fixed BEFORE UPDATE OF agreement_id, cause, closed_on, asked_at ON effect_questions WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.closed_on IS DISTINCT FROM OLD.closed_on OR NEW.asked_at IS DISTINCT FROM OLD.asked_at)) BEGIN SELECT RAISE(ABORT, 'effect_questions: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER effect_entries_no_change BEFORE UPDATE OR DELETE ON effect_entries FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER effect_entries_no_truncate BEFORE TRUNCATE ON effect_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER effect_questions_fixed BEFORE UPDATE OF agreement_id, cause, closed_on, asked_at ON effect_questions FOR EACH ROW WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.closed_on IS DISTINCT FROM OLD.closed_on OR NEW.asked_at IS DISTINCT FROM OLD.asked_at)) EXECUTE FUNCTION refuse_fixed()",
    ],
}

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _enum(name, *values):
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade():
    op.create_table(
        "effect_questions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column(
            "cause",
            _enum("questioncause", "closed_before", "payment_reversed", "voucher_false"),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            _enum("questionstatus", "asked", "found", "decided", "overtaken"),
            nullable=False,
        ),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_effect_questions_agreement_id_agreements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_questions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_effect_questions_public_id")),
    )
    op.create_index("ix_effect_questions_agreement_id", "effect_questions", ["agreement_id"])
    op.create_index("ix_effect_questions_status", "effect_questions", ["status"])
    undecided = sa.text("status IN ('asked', 'found')")
    op.create_index(
        "uq_effect_questions_open",
        "effect_questions",
        ["agreement_id"],
        unique=True,
        sqlite_where=undecided,
        postgresql_where=undecided,
    )
    op.create_table(
        "effect_entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column(
            "kind",
            _enum("effectentrykind", "found", "sent_back", "confirmed", "stated"),
            nullable=False,
        ),
        sa.Column("finding", _enum("effectfinding", "never", "stands"), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["effect_questions.id"],
            name=op.f("fk_effect_entries_question_id_effect_questions"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_effect_entries_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_entries")),
        sa.UniqueConstraint("public_id", name=op.f("uq_effect_entries_public_id")),
    )
    op.create_index("ix_effect_entries_question_id", "effect_entries", ["question_id"])
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    op.drop_table("effect_entries")
    op.drop_table("effect_questions")
