"""Patent pools, places among the first licensees, texts of open-source licenses."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HOLDING = (
    "quota_place IS NOT NULL AND status NOT IN ('set_aside', 'lapsed', 'notice_withdrawn', "
    "'refused', 'invitation_expired', 'dropped')"
)
PLACES = {
    "sqlite": "json_extract(terms, '$.signing.quota_place')",
    "postgresql": "(terms::json -> 'signing' ->> 'quota_place')::integer",
}

# The columns that are fixed grow by one each: the old triggers go before the new ones come.
OLD_TRIGGERS = {
    "sqlite": (
        'DROP TRIGGER listings_fixed',
        'DROP TRIGGER agreements_fixed',
    ),
    "postgresql": (
        'DROP TRIGGER listings_fixed ON listings',
        'DROP TRIGGER agreements_fixed ON agreements',
    ),
}
TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER own_license_texts_no_update BEFORE UPDATE ON own_license_texts BEGIN SELECT RAISE(ABORT, 'own_license_texts is append-only'); END",
        "CREATE TRIGGER own_license_texts_no_delete BEFORE DELETE ON own_license_texts BEGIN SELECT RAISE(ABORT, 'own_license_texts is append-only'); END",
        "CREATE TRIGGER pool_consents_no_update BEFORE UPDATE ON pool_consents BEGIN SELECT RAISE(ABORT, 'pool_consents is append-only'); END",
        "CREATE TRIGGER pool_consents_no_delete BEFORE DELETE ON pool_consents BEGIN SELECT RAISE(ABORT, 'pool_consents is append-only'); END",
        "CREATE TRIGGER pool_mandates_no_update BEFORE UPDATE ON pool_mandates BEGIN SELECT RAISE(ABORT, 'pool_mandates is append-only'); END",
        "CREATE TRIGGER pool_mandates_no_delete BEFORE DELETE ON pool_mandates BEGIN SELECT RAISE(ABORT, 'pool_mandates is append-only'); END",
        "CREATE TRIGGER pool_shares_no_update BEFORE UPDATE ON pool_shares BEGIN SELECT RAISE(ABORT, 'pool_shares is append-only'); END",
        "CREATE TRIGGER pool_shares_no_delete BEFORE DELETE ON pool_shares BEGIN SELECT RAISE(ABORT, 'pool_shares is append-only'); END",
        "CREATE TRIGGER pool_splits_no_update BEFORE UPDATE ON pool_splits BEGIN SELECT RAISE(ABORT, 'pool_splits is append-only'); END",
        "CREATE TRIGGER pool_splits_no_delete BEFORE DELETE ON pool_splits BEGIN SELECT RAISE(ABORT, 'pool_splits is append-only'); END",
        "CREATE TRIGGER pools_fixed BEFORE UPDATE OF operator_id, name, notice_days, added_rules, text, text_version, text_sha256 ON pools WHEN ((OLD.text_sha256 IS NOT NULL) AND (NEW.operator_id IS DISTINCT FROM OLD.operator_id OR NEW.name IS DISTINCT FROM OLD.name OR NEW.notice_days IS DISTINCT FROM OLD.notice_days OR NEW.added_rules IS DISTINCT FROM OLD.added_rules OR NEW.text IS DISTINCT FROM OLD.text OR NEW.text_version IS DISTINCT FROM OLD.text_version OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) BEGIN SELECT RAISE(ABORT, 'pools: terms are fixed'); END",
        "CREATE TRIGGER pool_changes_fixed BEFORE UPDATE OF pool_id, effective_on, weights ON pool_changes WHEN ((OLD.proposed_at IS NOT NULL) AND (NEW.pool_id IS DISTINCT FROM OLD.pool_id OR NEW.effective_on IS DISTINCT FROM OLD.effective_on OR NEW.weights IS DISTINCT FROM OLD.weights)) BEGIN SELECT RAISE(ABORT, 'pool_changes: terms are fixed'); END",
        "CREATE TRIGGER listings_fixed BEFORE UPDATE OF organization_id, pool_id, route, fee_mode, terms, terms_sha256 ON listings WHEN ((OLD.published_at IS NOT NULL) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.pool_id IS DISTINCT FROM OLD.pool_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.fee_mode IS DISTINCT FROM OLD.fee_mode OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256)) BEGIN SELECT RAISE(ABORT, 'listings: terms are fixed'); END",
        "CREATE TRIGGER agreements_fixed BEFORE UPDATE OF licensor_id, licensee_id, route, terms, terms_sha256, quota_place, text_record, text_sha256 ON agreements WHEN ((OLD.first_signed_at IS NOT NULL) AND (NEW.licensor_id IS DISTINCT FROM OLD.licensor_id OR NEW.licensee_id IS DISTINCT FROM OLD.licensee_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.quota_place IS DISTINCT FROM OLD.quota_place OR NEW.text_record IS DISTINCT FROM OLD.text_record OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) BEGIN SELECT RAISE(ABORT, 'agreements: terms are fixed'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        'CREATE TRIGGER own_license_texts_no_change BEFORE UPDATE OR DELETE ON own_license_texts FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER own_license_texts_no_truncate BEFORE TRUNCATE ON own_license_texts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER pool_consents_no_change BEFORE UPDATE OR DELETE ON pool_consents FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER pool_consents_no_truncate BEFORE TRUNCATE ON pool_consents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER pool_mandates_no_change BEFORE UPDATE OR DELETE ON pool_mandates FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER pool_mandates_no_truncate BEFORE TRUNCATE ON pool_mandates FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER pool_shares_no_change BEFORE UPDATE OR DELETE ON pool_shares FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER pool_shares_no_truncate BEFORE TRUNCATE ON pool_shares FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER pool_splits_no_change BEFORE UPDATE OR DELETE ON pool_splits FOR EACH ROW EXECUTE FUNCTION refuse_change()',
        'CREATE TRIGGER pool_splits_no_truncate BEFORE TRUNCATE ON pool_splits FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
        "CREATE OR REPLACE FUNCTION refuse_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%: terms are fixed', TG_TABLE_NAME; END $$",
        'CREATE TRIGGER pools_fixed BEFORE UPDATE OF operator_id, name, notice_days, added_rules, text, text_version, text_sha256 ON pools FOR EACH ROW WHEN ((OLD.text_sha256 IS NOT NULL) AND (NEW.operator_id IS DISTINCT FROM OLD.operator_id OR NEW.name IS DISTINCT FROM OLD.name OR NEW.notice_days IS DISTINCT FROM OLD.notice_days OR NEW.added_rules IS DISTINCT FROM OLD.added_rules OR NEW.text IS DISTINCT FROM OLD.text OR NEW.text_version IS DISTINCT FROM OLD.text_version OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) EXECUTE FUNCTION refuse_fixed()',
        'CREATE TRIGGER pool_changes_fixed BEFORE UPDATE OF pool_id, effective_on, weights ON pool_changes FOR EACH ROW WHEN ((OLD.proposed_at IS NOT NULL) AND (NEW.pool_id IS DISTINCT FROM OLD.pool_id OR NEW.effective_on IS DISTINCT FROM OLD.effective_on OR NEW.weights IS DISTINCT FROM OLD.weights)) EXECUTE FUNCTION refuse_fixed()',
        'CREATE TRIGGER listings_fixed BEFORE UPDATE OF organization_id, pool_id, route, fee_mode, terms, terms_sha256 ON listings FOR EACH ROW WHEN ((OLD.published_at IS NOT NULL) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.pool_id IS DISTINCT FROM OLD.pool_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.fee_mode IS DISTINCT FROM OLD.fee_mode OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256)) EXECUTE FUNCTION refuse_fixed()',
        'CREATE TRIGGER agreements_fixed BEFORE UPDATE OF licensor_id, licensee_id, route, terms, terms_sha256, quota_place, text_record, text_sha256 ON agreements FOR EACH ROW WHEN ((OLD.first_signed_at IS NOT NULL) AND (NEW.licensor_id IS DISTINCT FROM OLD.licensor_id OR NEW.licensee_id IS DISTINCT FROM OLD.licensee_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.quota_place IS DISTINCT FROM OLD.quota_place OR NEW.text_record IS DISTINCT FROM OLD.text_record OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) EXECUTE FUNCTION refuse_fixed()',
    ),
}


def upgrade() -> None:
    _tables()
    dialect = op.get_bind().dialect.name
    for statement in OLD_TRIGGERS[dialect]:
        op.execute(statement)
    op.add_column("agreements", sa.Column("quota_place", sa.Integer(), nullable=True))
    op.execute(
        f"UPDATE agreements SET quota_place = {PLACES[dialect]} "
        "WHERE status NOT IN ('expired', 'terminated', 'returned')"
    )
    op.create_index(
        "uq_agreements_listing_quota_place",
        "agreements",
        ["listing_id", "quota_place"],
        unique=True,
        sqlite_where=sa.text(HOLDING),
        postgresql_where=sa.text(HOLDING),
    )
    if dialect == "sqlite":
        op.execute(
            "ALTER TABLE listings ADD COLUMN pool_id INTEGER "
            "CONSTRAINT fk_listings_pool_id_pools REFERENCES pools (id)"
        )
    else:
        op.add_column("listings", sa.Column("pool_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key("fk_listings_pool_id_pools", "listings", "pools", ["pool_id"], ["id"])
    op.create_index("ix_listings_pool_id", "listings", ["pool_id"])
    for statement in TRIGGERS[dialect]:
        driver = statement.replace("%", "%%") if dialect == "postgresql" else statement
        op.get_bind().exec_driver_sql(driver)


def _tables() -> None:
    op.create_table('own_license_texts',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('organization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('label', sa.String(length=12), nullable=False),
    sa.Column('conditions', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('body_en', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('brought_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('brought_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['brought_by_id'], ['users.id'], name=op.f('fk_own_license_texts_brought_by_id_users')),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_own_license_texts_organization_id_organizations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_license_texts')),
    sa.UniqueConstraint('public_id', name=op.f('uq_own_license_texts_public_id'))
    )
    with op.batch_alter_table('own_license_texts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_own_license_texts_organization_id'), ['organization_id'], unique=False)

    op.create_table('pools',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('operator_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('notice_days', sa.Integer(), nullable=False),
    sa.Column('added_rules', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_version', sa.String(length=32), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Enum('forming', 'running', 'closed', name='poolstatus', native_enum=False, length=40), nullable=False),
    sa.Column('founded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['operator_id'], ['organizations.id'], name=op.f('fk_pools_operator_id_organizations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pools')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pools_public_id'))
    )
    with op.batch_alter_table('pools', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pools_operator_id'), ['operator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pools_status'), ['status'], unique=False)

    op.create_table('pool_changes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('pool_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('weights', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('proposed', 'adopted', 'dropped', name='changestatus', native_enum=False, length=40), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['pool_id'], ['pools.id'], name=op.f('fk_pool_changes_pool_id_pools')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_changes')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pool_changes_public_id'))
    )
    with op.batch_alter_table('pool_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_changes_pool_id'), ['pool_id'], unique=False)

    op.create_table('pool_members',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('pool_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('organization_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('offered_weight', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('invited', 'joined', 'leaving', 'declined', name='memberstatus', native_enum=False, length=40), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('joined_on', sa.Date(), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('notice_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('leaves_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organizations.id'], name=op.f('fk_pool_members_organization_id_organizations')),
    sa.ForeignKeyConstraint(['pool_id'], ['pools.id'], name=op.f('fk_pool_members_pool_id_pools')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_members')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pool_members_public_id'))
    )
    with op.batch_alter_table('pool_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_members_organization_id'), ['organization_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pool_members_pool_id'), ['pool_id'], unique=False)
        batch_op.create_index('uq_pool_members_standing', ['pool_id', 'organization_id'], unique=True, sqlite_where=sa.text("status IN ('invited', 'joined')"), postgresql_where=sa.text("status IN ('invited', 'joined')"))

    op.create_table('pool_consents',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('change_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('signer_name', sa.String(length=80), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('authority', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['change_id'], ['pool_changes.id'], name=op.f('fk_pool_consents_change_id_pool_changes')),
    sa.ForeignKeyConstraint(['member_id'], ['pool_members.id'], name=op.f('fk_pool_consents_member_id_pool_members')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_pool_consents_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_consents')),
    sa.UniqueConstraint('change_id', 'member_id', name=op.f('uq_pool_consents_change_id_member_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pool_consents_public_id'))
    )
    with op.batch_alter_table('pool_consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_consents_change_id'), ['change_id'], unique=False)

    op.create_table('pool_mandates',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('patent_numbers', sa.Text(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('text_version', sa.String(length=32), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('signer_name', sa.String(length=80), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('authority', sa.Text(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('agent', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['pool_members.id'], name=op.f('fk_pool_mandates_member_id_pool_members')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_pool_mandates_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_mandates')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pool_mandates_public_id'))
    )
    with op.batch_alter_table('pool_mandates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_mandates_member_id'), ['member_id'], unique=False)

    op.create_table('pool_shares',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('member_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['pool_members.id'], name=op.f('fk_pool_shares_member_id_pool_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_shares')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pool_shares_public_id'))
    )
    with op.batch_alter_table('pool_shares', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_shares_member_id'), ['member_id'], unique=False)

    op.create_table('pool_splits',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('pool_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('allocation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('span_from', sa.Date(), nullable=False),
    sa.Column('span_to', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('parts', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['allocation_id'], ['payment_allocations.id'], name=op.f('fk_pool_splits_allocation_id_payment_allocations')),
    sa.ForeignKeyConstraint(['pool_id'], ['pools.id'], name=op.f('fk_pool_splits_pool_id_pools')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pool_splits')),
    sa.UniqueConstraint('allocation_id', name=op.f('uq_pool_splits_allocation_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pool_splits_public_id'))
    )
    with op.batch_alter_table('pool_splits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pool_splits_pool_id'), ['pool_id'], unique=False)


def downgrade() -> None:
    raise NotImplementedError("signed mandates and divided money are not taken back")
