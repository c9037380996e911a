"""enquiries"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what was said.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER enquiry_messages_no_update BEFORE UPDATE ON enquiry_messages BEGIN SELECT RAISE(ABORT, 'enquiry_messages is append-only'); END",
        "CREATE TRIGGER enquiry_messages_no_delete BEFORE DELETE ON enquiry_messages BEGIN SELECT RAISE(ABORT, 'enquiry_messages is append-only'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER enquiry_messages_no_change BEFORE UPDATE OR DELETE ON enquiry_messages FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER enquiry_messages_no_truncate BEFORE TRUNCATE ON enquiry_messages FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ],
}


def upgrade():
    op.create_table('enquiries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('organization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('may_publish', sa.Boolean(), nullable=False),
    sa.Column('status', sa.Enum('open', 'answered', 'closed', 'hidden', name='enquirystatus', native_enum=False, length=40), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_question', sa.Text(), nullable=False),
    sa.Column('published_answer', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reported_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('report_reason', sa.Text(), nullable=False),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('hide_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_enquiries_asked_by_id_users')),
    sa.ForeignKeyConstraint(['hidden_by_id'], ['users.id'], name=op.f('fk_enquiries_hidden_by_id_users')),
    sa.ForeignKeyConstraint(['listing_id'], ['listings.id'], name=op.f('fk_enquiries_listing_id_listings')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_enquiries_organization_id_organizations')),
    sa.ForeignKeyConstraint(['published_by_id'], ['users.id'], name=op.f('fk_enquiries_published_by_id_users')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['users.id'], name=op.f('fk_enquiries_reported_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiries')),
    sa.UniqueConstraint('public_id', name=op.f('uq_enquiries_public_id'))
    )
    with op.batch_alter_table('enquiries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enquiries_listing_id'), ['listing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enquiries_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index('ix_enquiries_waiting', ['status', 'waiting_since'], unique=False)

    op.create_table('enquiry_drafts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('may_publish', sa.Boolean(), nullable=False),
    sa.Column('typed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['listing_id'], ['listings.id'], name=op.f('fk_enquiry_drafts_listing_id_listings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiry_drafts')),
    sa.UniqueConstraint('public_id', name=op.f('uq_enquiry_drafts_public_id'))
    )
    with op.batch_alter_table('enquiry_drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enquiry_drafts_listing_id'), ['listing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enquiry_drafts_typed_at'), ['typed_at'], unique=False)

    op.create_table('enquiry_messages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('enquiry_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('side', sa.Enum('asker', 'patentee', name='enquiryside', native_enum=False, length=40), nullable=False),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_enquiry_messages_author_id_users')),
    sa.ForeignKeyConstraint(['enquiry_id'], ['enquiries.id'], name=op.f('fk_enquiry_messages_enquiry_id_enquiries')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enquiry_messages')),
    sa.UniqueConstraint('public_id', name=op.f('uq_enquiry_messages_public_id'))
    )
    with op.batch_alter_table('enquiry_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enquiry_messages_enquiry_id'), ['enquiry_id'], unique=False)

    with op.batch_alter_table('listings', schema=None) as batch_op:
        batch_op.add_column(sa.Column('benefit', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('economics', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('stage', sa.Enum('sample', 'pilot', 'small_batch', 'mass_production', name='maturity', native_enum=False, length=40), nullable=True))
        batch_op.add_column(sa.Column('handover', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('standards', sa.Text(), server_default='', nullable=False))

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    with op.batch_alter_table('listings', schema=None) as batch_op:
        batch_op.drop_column('standards')
        batch_op.drop_column('handover')
        batch_op.drop_column('stage')
        batch_op.drop_column('economics')
        batch_op.drop_column('benefit')

    with op.batch_alter_table('enquiry_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enquiry_messages_enquiry_id'))

    op.drop_table('enquiry_messages')
    with op.batch_alter_table('enquiry_drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enquiry_drafts_typed_at'))
        batch_op.drop_index(batch_op.f('ix_enquiry_drafts_listing_id'))

    op.drop_table('enquiry_drafts')
    with op.batch_alter_table('enquiries', schema=None) as batch_op:
        batch_op.drop_index('ix_enquiries_waiting')
        batch_op.drop_index(batch_op.f('ix_enquiries_organization_id'))
        batch_op.drop_index(batch_op.f('ix_enquiries_listing_id'))

    op.drop_table('enquiries')
