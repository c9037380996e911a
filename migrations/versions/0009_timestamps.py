"""timestamps"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what was sealed.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER document_timestamps_no_update BEFORE UPDATE ON document_timestamps BEGIN SELECT RAISE(ABORT, 'document_timestamps is append-only'); END",
        "CREATE TRIGGER document_timestamps_no_delete BEFORE DELETE ON document_timestamps BEGIN SELECT RAISE(ABORT, 'document_timestamps is append-only'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER document_timestamps_no_change BEFORE UPDATE OR DELETE ON document_timestamps FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_timestamps_no_truncate BEFORE TRUNCATE ON document_timestamps FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ],
}


def upgrade():
    op.create_table(
        "document_timestamps",
        sa.Column("id", _key(), nullable=False),
        sa.Column("document_id", _key(), nullable=False),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=False),
        sa.Column("timestamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("certificate_sha256", sa.String(length=64), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_timestamps_document_id_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_timestamps")),
        sa.UniqueConstraint("document_id", name=op.f("uq_document_timestamps_document_id")),
        sa.UniqueConstraint("sealed_sha256", name=op.f("uq_document_timestamps_sealed_sha256")),
    )
    op.create_table(
        "timestamp_jobs",
        sa.Column("id", _key(), nullable=False),
        sa.Column("document_id", _key(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_timestamp_jobs_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timestamp_jobs")),
        sa.UniqueConstraint("document_id", name=op.f("uq_timestamp_jobs_document_id")),
    )
    with op.batch_alter_table("timestamp_jobs") as batch:
        batch.create_index(op.f("ix_timestamp_jobs_is_done"), ["is_done"])
        batch.create_index(op.f("ix_timestamp_jobs_next_attempt_at"), ["next_attempt_at"])
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade():
    op.drop_table("timestamp_jobs")
    op.drop_table("document_timestamps")


def _key():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
