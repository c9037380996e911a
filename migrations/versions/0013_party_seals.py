"""party_seals"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what a party's service answered.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER party_seals_no_update BEFORE UPDATE ON party_seals BEGIN SELECT RAISE(ABORT, 'party_seals is append-only'); END",
        "CREATE TRIGGER party_seals_no_delete BEFORE DELETE ON party_seals BEGIN SELECT RAISE(ABORT, 'party_seals is append-only'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER party_seals_no_change BEFORE UPDATE OR DELETE ON party_seals FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER party_seals_no_truncate BEFORE TRUNCATE ON party_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ],
}


def upgrade():
    op.create_table(
        "party_seals",
        sa.Column("id", _key(), nullable=False),
        sa.Column("document_id", _key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=40), nullable=False),
        sa.Column("party_name", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
        sa.Column("certificate_sha256", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_party_seals_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_seals")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_party_seals_document_id_position")
        ),
    )
    with op.batch_alter_table("party_seals") as batch:
        batch.create_index(op.f("ix_party_seals_document_id"), ["document_id"])
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade():
    op.drop_table("party_seals")


def _key():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
