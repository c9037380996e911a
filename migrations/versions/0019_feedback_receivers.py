"""feedback receivers: pinned host key, secret that is being replaced; a filing's number once"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    empty = sa.text("''")
    op.add_column("feedback_connectors", sa.Column("host_key", sa.Text(), server_default=empty, nullable=False))
    op.add_column("feedback_connectors", sa.Column("previous_secret", sa.String(80), server_default=empty, nullable=False))
    op.add_column("feedback_connectors", sa.Column("previous_until", sa.Date(), nullable=True))
    op.create_index("uq_filings_number", "filings", ["kind", "number"], unique=True)


def downgrade():
    op.drop_index("uq_filings_number", "filings")
    op.drop_column("feedback_connectors", "previous_until")
    op.drop_column("feedback_connectors", "previous_secret")
    op.drop_column("feedback_connectors", "host_key")
