"""listing batches"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('listing_batches',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('organization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('status', sa.Enum('draft', 'prepared', 'submitted', 'returned', 'finished', 'dropped', name='batchstatus', native_enum=False, length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('route', sa.Enum('open', 'ordinary', 'open_source', 'transfer', name='route', native_enum=False, length=40), nullable=True),
    sa.Column('fee_mode', sa.Enum('free', 'lump_sum', 'instalments', 'royalty', 'entry_royalty', 'limited_free', 'pay_later', 'trial_then_convert', 'mixed', 'price', 'shares', 'negotiable', name='feemode', native_enum=False, length=40), nullable=True),
    sa.Column('terms', sa.Text(), nullable=True),
    sa.Column('fee_source', sa.Enum('preset', 'inventory_or_preset', 'inventory', name='feesource', native_enum=False, length=40), nullable=False),
    sa.Column('designates_inbox', sa.Boolean(), nullable=False),
    sa.Column('report', sa.Text(), nullable=True),
    sa.Column('drafted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['users.id'], name=op.f('fk_listing_batches_drafted_by_id_users')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_listing_batches_organization_id_organizations')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['users.id'], name=op.f('fk_listing_batches_submitted_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_batches')),
    sa.UniqueConstraint('public_id', name=op.f('uq_listing_batches_public_id'))
    )
    with op.batch_alter_table('listing_batches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_batches_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_batches_status'), ['status'], unique=False)
        batch_op.create_index(batch_op.f('ix_listing_batches_submitted_at'), ['submitted_at'], unique=False)

    op.create_table('batch_entries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('batch_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('patent_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('left_out', sa.Boolean(), nullable=False),
    sa.Column('differences', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('summary', sa.Text(), nullable=True),
    sa.Column('uses', sa.Text(), nullable=True),
    sa.Column('made_sha256', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['listing_batches.id'], name=op.f('fk_batch_entries_batch_id_listing_batches')),
    sa.ForeignKeyConstraint(['listing_id'], ['listings.id'], name=op.f('fk_batch_entries_listing_id_listings')),
    sa.ForeignKeyConstraint(['patent_id'], ['patents.id'], name=op.f('fk_batch_entries_patent_id_patents')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch_entries')),
    sa.UniqueConstraint('batch_id', 'patent_id', name=op.f('uq_batch_entries_batch_id_patent_id')),
    sa.UniqueConstraint('listing_id', name=op.f('uq_batch_entries_listing_id'))
    )
    with op.batch_alter_table('batch_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batch_entries_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_batch_entries_patent_id'), ['patent_id'], unique=False)



def downgrade():
    with op.batch_alter_table('batch_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_batch_entries_patent_id'))
        batch_op.drop_index(batch_op.f('ix_batch_entries_batch_id'))

    op.drop_table('batch_entries')
    with op.batch_alter_table('listing_batches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_batches_submitted_at'))
        batch_op.drop_index(batch_op.f('ix_listing_batches_status'))
        batch_op.drop_index(batch_op.f('ix_listing_batches_organization_id'))

    op.drop_table('listing_batches')
