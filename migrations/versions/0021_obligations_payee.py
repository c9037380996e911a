"""what is owed to a later holder of a patent is looked up by that holder"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

SOME = sa.text("payee IS NOT NULL")


def upgrade():
    op.create_index(
        "ix_obligations_payee",
        "obligations",
        ["payee"],
        sqlite_where=SOME,
        postgresql_where=SOME,
    )


def downgrade():
    op.drop_index("ix_obligations_payee", "obligations")
