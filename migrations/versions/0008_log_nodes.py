"""log nodes"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WIDTH, STEP = 256, 8

# What the database itself refuses: changes of what the log says.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER log_nodes_no_update BEFORE UPDATE ON log_nodes BEGIN SELECT RAISE(ABORT, 'log_nodes is append-only'); END",
        "CREATE TRIGGER log_nodes_no_delete BEFORE DELETE ON log_nodes BEGIN SELECT RAISE(ABORT, 'log_nodes is append-only'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER log_nodes_no_change BEFORE UPDATE OR DELETE ON log_nodes FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER log_nodes_no_truncate BEFORE TRUNCATE ON log_nodes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ],
}


def upgrade():
    table = op.create_table(
        "log_nodes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_nodes")),
        sa.UniqueConstraint("level", "place", name=op.f("uq_log_nodes_level_place")),
    )
    _fill(table)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade():
    op.drop_table("log_nodes")


def _fill(table):
    """The nodes of a log that was there before: 256 of a row make one of the next."""
    leaves = sa.text("SELECT leaf_hash FROM log_leaves ORDER BY position")
    row = [bytes.fromhex(each) for (each,) in op.get_bind().execute(leaves)]
    level = STEP
    while len(row) >= WIDTH:
        row = [_root(row[at : at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)]
        nodes = [
            {"level": level, "place": place, "hash": node.hex()} for place, node in enumerate(row)
        ]
        op.bulk_insert(table, nodes)
        level += STEP


def _root(nodes):
    while len(nodes) > 1:
        pairs = zip(nodes[::2], nodes[1::2], strict=True)
        nodes = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return nodes[0]
