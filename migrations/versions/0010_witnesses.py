"""witnesses, acknowledgements, the public register, what comes after a license"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what was confirmed or noted, and of a witness's key.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER acknowledgements_no_update BEFORE UPDATE ON acknowledgements BEGIN SELECT RAISE(ABORT, 'acknowledgements is append-only'); END",
        "CREATE TRIGGER acknowledgements_no_delete BEFORE DELETE ON acknowledgements BEGIN SELECT RAISE(ABORT, 'acknowledgements is append-only'); END",
        "CREATE TRIGGER witness_receipts_no_update BEFORE UPDATE ON witness_receipts BEGIN SELECT RAISE(ABORT, 'witness_receipts is append-only'); END",
        "CREATE TRIGGER witness_receipts_no_delete BEFORE DELETE ON witness_receipts BEGIN SELECT RAISE(ABORT, 'witness_receipts is append-only'); END",
        "CREATE TRIGGER aftercare_entries_no_update BEFORE UPDATE ON aftercare_entries BEGIN SELECT RAISE(ABORT, 'aftercare_entries is append-only'); END",
        "CREATE TRIGGER aftercare_entries_no_delete BEFORE DELETE ON aftercare_entries BEGIN SELECT RAISE(ABORT, 'aftercare_entries is append-only'); END",
        "CREATE TRIGGER witnesses_fixed BEFORE UPDATE OF kind, public_key ON witnesses WHEN ((OLD.id IS NOT NULL) AND (NEW.kind IS DISTINCT FROM OLD.kind OR NEW.public_key IS DISTINCT FROM OLD.public_key)) BEGIN SELECT RAISE(ABORT, 'witnesses: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER acknowledgements_no_change BEFORE UPDATE OR DELETE ON acknowledgements FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER acknowledgements_no_truncate BEFORE TRUNCATE ON acknowledgements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER witness_receipts_no_change BEFORE UPDATE OR DELETE ON witness_receipts FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER witness_receipts_no_truncate BEFORE TRUNCATE ON witness_receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER aftercare_entries_no_change BEFORE UPDATE OR DELETE ON aftercare_entries FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER aftercare_entries_no_truncate BEFORE TRUNCATE ON aftercare_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER witnesses_fixed BEFORE UPDATE OF kind, public_key ON witnesses FOR EACH ROW WHEN ((OLD.id IS NOT NULL) AND (NEW.kind IS DISTINCT FROM OLD.kind OR NEW.public_key IS DISTINCT FROM OLD.public_key)) EXECUTE FUNCTION refuse_fixed()",
    ],
}


def upgrade():
    op.create_table('acknowledgements',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('subject_type', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=40), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('actor_id', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acknowledgements')),
    sa.UniqueConstraint('public_id', name=op.f('uq_acknowledgements_public_id')),
    sa.UniqueConstraint('subject_type', 'subject_id', 'position', name=op.f('uq_acknowledgements_subject_type_subject_id_position'))
    )
    op.create_table('witnesses',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('mail', 'webhook', 'file', name='witnesskind', native_enum=False, length=40), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('secret', sa.String(length=80), nullable=False),
    sa.Column('public_key', sa.String(length=64), nullable=True),
    sa.Column('status', sa.Enum('active', 'ended', name='witnessstatus', native_enum=False, length=40), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['users.id'], name=op.f('fk_witnesses_added_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_witnesses')),
    sa.UniqueConstraint('public_id', name=op.f('uq_witnesses_public_id'))
    )
    with op.batch_alter_table('witnesses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_witnesses_status'), ['status'], unique=False)

    op.create_table('witness_progress',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('witness_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_success_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['witness_id'], ['witnesses.id'], name=op.f('fk_witness_progress_witness_id_witnesses')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_witness_progress')),
    sa.UniqueConstraint('witness_id', name=op.f('uq_witness_progress_witness_id'))
    )
    op.create_table('witness_receipts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('witness_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('checkpoint_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('signature', sa.String(length=128), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['checkpoint_id'], ['checkpoints.id'], name=op.f('fk_witness_receipts_checkpoint_id_checkpoints')),
    sa.ForeignKeyConstraint(['witness_id'], ['witnesses.id'], name=op.f('fk_witness_receipts_witness_id_witnesses')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_witness_receipts')),
    sa.UniqueConstraint('witness_id', 'checkpoint_id', name=op.f('uq_witness_receipts_witness_id_checkpoint_id'))
    )
    with op.batch_alter_table('witness_receipts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_witness_receipts_checkpoint_id'), ['checkpoint_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_witness_receipts_witness_id'), ['witness_id'], unique=False)

    op.create_table('aftercare_entries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('agreement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('side', sa.Enum('licensor', 'licensee', name='side', native_enum=False, length=40), nullable=False),
    sa.Column('kind', sa.Enum('item', 'next_step', 'handed_over', 'received', 'done', 'progress', 'product', 'contact', name='entrykind', native_enum=False, length=40), nullable=False),
    sa.Column('about_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('author_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['about_id'], ['aftercare_entries.id'], name=op.f('fk_aftercare_entries_about_id_aftercare_entries')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreements.id'], name=op.f('fk_aftercare_entries_agreement_id_agreements')),
    sa.ForeignKeyConstraint(['author_id'], ['users.id'], name=op.f('fk_aftercare_entries_author_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aftercare_entries')),
    sa.UniqueConstraint('about_id', 'kind', name=op.f('uq_aftercare_entries_about_id_kind')),
    sa.UniqueConstraint('public_id', name=op.f('uq_aftercare_entries_public_id'))
    )
    with op.batch_alter_table('aftercare_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_aftercare_entries_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('register_choices',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('agreement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('side', sa.Enum('licensor', 'licensee', name='side', native_enum=False, length=40), nullable=False),
    sa.Column('shown', sa.Enum('nothing', 'region_and_kind', 'name', name='shown', native_enum=False, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreements.id'], name=op.f('fk_register_choices_agreement_id_agreements')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_choices')),
    sa.UniqueConstraint('agreement_id', 'side', name=op.f('uq_register_choices_agreement_id_side')),
    sa.UniqueConstraint('public_id', name=op.f('uq_register_choices_public_id'))
    )
    with op.batch_alter_table('register_choices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_choices_agreement_id'), ['agreement_id'], unique=False)

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)



def downgrade():
    with op.batch_alter_table('register_choices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_choices_agreement_id'))

    op.drop_table('register_choices')
    with op.batch_alter_table('aftercare_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_aftercare_entries_agreement_id'))

    op.drop_table('aftercare_entries')
    with op.batch_alter_table('witness_receipts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_witness_receipts_witness_id'))
        batch_op.drop_index(batch_op.f('ix_witness_receipts_checkpoint_id'))

    op.drop_table('witness_receipts')
    op.drop_table('witness_progress')
    with op.batch_alter_table('witnesses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_witnesses_status'))

    op.drop_table('witnesses')
    op.drop_table('acknowledgements')
