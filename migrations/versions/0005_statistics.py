"""Groups of prices that are published only together, and what was published each quarter"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER fee_groups_no_update BEFORE UPDATE ON fee_groups BEGIN SELECT RAISE(ABORT, 'fee_groups is append-only'); END",
        "CREATE TRIGGER fee_groups_no_delete BEFORE DELETE ON fee_groups BEGIN SELECT RAISE(ABORT, 'fee_groups is append-only'); END",
        "CREATE TRIGGER fee_group_members_no_update BEFORE UPDATE ON fee_group_members BEGIN SELECT RAISE(ABORT, 'fee_group_members is append-only'); END",
        "CREATE TRIGGER fee_group_members_no_delete BEFORE DELETE ON fee_group_members BEGIN SELECT RAISE(ABORT, 'fee_group_members is append-only'); END",
        "CREATE TRIGGER statistics_releases_no_update BEFORE UPDATE ON statistics_releases BEGIN SELECT RAISE(ABORT, 'statistics_releases is append-only'); END",
        "CREATE TRIGGER statistics_releases_no_delete BEFORE DELETE ON statistics_releases BEGIN SELECT RAISE(ABORT, 'statistics_releases is append-only'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER fee_groups_no_change BEFORE UPDATE OR DELETE ON fee_groups FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fee_groups_no_truncate BEFORE TRUNCATE ON fee_groups FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fee_group_members_no_change BEFORE UPDATE OR DELETE ON fee_group_members FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fee_group_members_no_truncate BEFORE TRUNCATE ON fee_group_members FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER statistics_releases_no_change BEFORE UPDATE OR DELETE ON statistics_releases FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER statistics_releases_no_truncate BEFORE TRUNCATE ON statistics_releases FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ],
}


def upgrade():
    op.create_table('fee_groups',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('stage', sa.Enum('declared', 'contracted', 'received', name='pricestage', native_enum=False, length=40), nullable=False),
    sa.Column('closed_through', sa.Date(), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fee_groups')),
    sa.UniqueConstraint('public_id', name=op.f('uq_fee_groups_public_id'))
    )
    with op.batch_alter_table('fee_groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fee_groups_closed_through'), ['closed_through'], unique=False)

    op.create_table('statistics_releases',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('through', sa.Date(), nullable=False),
    sa.Column('method', sa.String(length=20), nullable=False),
    sa.Column('ranking_method', sa.String(length=20), nullable=False),
    sa.Column('prices', sa.Text(), nullable=False),
    sa.Column('ranking', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statistics_releases')),
    sa.UniqueConstraint('public_id', name=op.f('uq_statistics_releases_public_id')),
    sa.UniqueConstraint('through', name=op.f('uq_statistics_releases_through'))
    )
    op.create_table('fee_group_members',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stage', sa.Enum('declared', 'contracted', 'received', name='pricestage', native_enum=False, length=40), nullable=False),
    sa.Column('observation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('received_fen', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['fee_groups.id'], name=op.f('fk_fee_group_members_group_id_fee_groups')),
    sa.ForeignKeyConstraint(['observation_id'], ['fee_observations.id'], name=op.f('fk_fee_group_members_observation_id_fee_observations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fee_group_members')),
    sa.UniqueConstraint('stage', 'observation_id', name=op.f('uq_fee_group_members_stage_observation_id'))
    )
    with op.batch_alter_table('fee_group_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fee_group_members_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fee_group_members_observation_id'), ['observation_id'], unique=False)

    op.add_column("fee_observations", sa.Column('fee_mode', sa.Enum('free', 'lump_sum', 'instalments', 'royalty', 'entry_royalty', 'limited_free', 'pay_later', 'trial_then_convert', 'mixed', 'price', 'shares', 'negotiable', name='feemode', native_enum=False, length=40), nullable=True))
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))


def downgrade():
    op.drop_table("fee_group_members")
    op.drop_table("statistics_releases")
    op.drop_table("fee_groups")
    op.drop_column("fee_observations", "fee_mode")
