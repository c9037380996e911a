"""feedback of transaction data: receivers, messages, deliveries, comparisons"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what was written or compared, and of an entitlement.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER feedback_messages_no_update BEFORE UPDATE ON feedback_messages BEGIN SELECT RAISE(ABORT, 'feedback_messages is append-only'); END",
        "CREATE TRIGGER feedback_messages_no_delete BEFORE DELETE ON feedback_messages BEGIN SELECT RAISE(ABORT, 'feedback_messages is append-only'); END",
        "CREATE TRIGGER feedback_reconciliations_no_update BEFORE UPDATE ON feedback_reconciliations BEGIN SELECT RAISE(ABORT, 'feedback_reconciliations is append-only'); END",
        "CREATE TRIGGER feedback_reconciliations_no_delete BEFORE DELETE ON feedback_reconciliations BEGIN SELECT RAISE(ABORT, 'feedback_reconciliations is append-only'); END",
        "CREATE TRIGGER feedback_connectors_fixed BEFORE UPDATE OF kind, subjects, confidential, persons, basis ON feedback_connectors WHEN ((OLD.id IS NOT NULL) AND (NEW.kind IS DISTINCT FROM OLD.kind OR NEW.subjects IS DISTINCT FROM OLD.subjects OR NEW.confidential IS DISTINCT FROM OLD.confidential OR NEW.persons IS DISTINCT FROM OLD.persons OR NEW.basis IS DISTINCT FROM OLD.basis)) BEGIN SELECT RAISE(ABORT, 'feedback_connectors: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER feedback_messages_no_change BEFORE UPDATE OR DELETE ON feedback_messages FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER feedback_messages_no_truncate BEFORE TRUNCATE ON feedback_messages FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER feedback_reconciliations_no_change BEFORE UPDATE OR DELETE ON feedback_reconciliations FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER feedback_reconciliations_no_truncate BEFORE TRUNCATE ON feedback_reconciliations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER feedback_connectors_fixed BEFORE UPDATE OF kind, subjects, confidential, persons, basis ON feedback_connectors FOR EACH ROW WHEN ((OLD.id IS NOT NULL) AND (NEW.kind IS DISTINCT FROM OLD.kind OR NEW.subjects IS DISTINCT FROM OLD.subjects OR NEW.confidential IS DISTINCT FROM OLD.confidential OR NEW.persons IS DISTINCT FROM OLD.persons OR NEW.basis IS DISTINCT FROM OLD.basis)) EXECUTE FUNCTION refuse_fixed()",
    ],
}


def upgrade():
    op.create_table('feedback_connectors',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('https', 'folder', 'mail', name='connectorkind', native_enum=False, length=40), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('secret', sa.String(length=80), nullable=False),
    sa.Column('rhythm', sa.Enum('event', 'daily', name='rhythm', native_enum=False, length=40), nullable=False),
    sa.Column('subjects', sa.Text(), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('persons', sa.Boolean(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('active', 'ended', name='connectorstatus', native_enum=False, length=40), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['users.id'], name=op.f('fk_feedback_connectors_added_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_connectors')),
    sa.UniqueConstraint('public_id', name=op.f('uq_feedback_connectors_public_id'))
    )
    with op.batch_alter_table('feedback_connectors', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feedback_connectors_status'), ['status'], unique=False)

    op.create_table('feedback_messages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message_id', sa.String(length=40), nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('subject_kind', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('change', sa.Enum('new', 'changed', 'corrected', 'cancelled', name='change', native_enum=False, length=40), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('data_sha256', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['audit_events.id'], name=op.f('fk_feedback_messages_event_id_audit_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_messages')),
    sa.UniqueConstraint('message_id', name=op.f('uq_feedback_messages_message_id')),
    sa.UniqueConstraint('subject_kind', 'subject_id', 'version', name=op.f('uq_feedback_messages_subject_kind_subject_id_version'))
    )
    with op.batch_alter_table('feedback_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feedback_messages_event_id'), ['event_id'], unique=False)

    op.create_table('feedback_connector_health',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('connector_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('failing_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_success_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['connector_id'], ['feedback_connectors.id'], name=op.f('fk_feedback_connector_health_connector_id_feedback_connectors')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_connector_health')),
    sa.UniqueConstraint('connector_id', name=op.f('uq_feedback_connector_health_connector_id'))
    )
    op.create_table('feedback_deliveries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('connector_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Enum('waiting', 'handed_over', 'acknowledged', 'parked', 'set_aside', name='deliverystatus', native_enum=False, length=40), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['connector_id'], ['feedback_connectors.id'], name=op.f('fk_feedback_deliveries_connector_id_feedback_connectors')),
    sa.ForeignKeyConstraint(['message_id'], ['feedback_messages.id'], name=op.f('fk_feedback_deliveries_message_id_feedback_messages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_deliveries')),
    sa.UniqueConstraint('connector_id', 'message_id', name=op.f('uq_feedback_deliveries_connector_id_message_id'))
    )
    with op.batch_alter_table('feedback_deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_feedback_deliveries_due', ['connector_id', 'status', 'message_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_feedback_deliveries_message_id'), ['message_id'], unique=False)
        batch_op.create_index('ix_feedback_deliveries_retry', ['connector_id', 'next_attempt_at'], unique=False)

    op.create_table('feedback_reconciliations',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('connector_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ours', sa.Integer(), nullable=False),
    sa.Column('theirs', sa.Integer(), nullable=False),
    sa.Column('under_way', sa.Integer(), nullable=False),
    sa.Column('differing', sa.Integer(), nullable=False),
    sa.Column('lines', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['connector_id'], ['feedback_connectors.id'], name=op.f('fk_feedback_reconciliations_connector_id_feedback_connectors')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_reconciliations')),
    sa.UniqueConstraint('public_id', name=op.f('uq_feedback_reconciliations_public_id'))
    )
    with op.batch_alter_table('feedback_reconciliations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feedback_reconciliations_connector_id'), ['connector_id'], unique=False)

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade():
    with op.batch_alter_table('feedback_reconciliations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feedback_reconciliations_connector_id'))

    op.drop_table('feedback_reconciliations')
    with op.batch_alter_table('feedback_deliveries', schema=None) as batch_op:
        batch_op.drop_index('ix_feedback_deliveries_retry')
        batch_op.drop_index(batch_op.f('ix_feedback_deliveries_message_id'))
        batch_op.drop_index('ix_feedback_deliveries_due')

    op.drop_table('feedback_deliveries')
    op.drop_table('feedback_connector_health')
    with op.batch_alter_table('feedback_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feedback_messages_event_id'))

    op.drop_table('feedback_messages')
    with op.batch_alter_table('feedback_connectors', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feedback_connectors_status'))

    op.drop_table('feedback_connectors')
