"""initial"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# What the database itself refuses: changes of facts, of fixed columns, unbalanced entries.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END",
        "CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END",
        "CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints is append-only'); END",
        "CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints is append-only'); END",
        "CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'documents is append-only'); END",
        "CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'documents is append-only'); END",
        "CREATE TRIGGER ledger_accounts_no_update BEFORE UPDATE ON ledger_accounts BEGIN SELECT RAISE(ABORT, 'ledger_accounts is append-only'); END",
        "CREATE TRIGGER ledger_accounts_no_delete BEFORE DELETE ON ledger_accounts BEGIN SELECT RAISE(ABORT, 'ledger_accounts is append-only'); END",
        "CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'ledger_entries is append-only'); END",
        "CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries BEGIN SELECT RAISE(ABORT, 'ledger_entries is append-only'); END",
        "CREATE TRIGGER stripe_notices_no_update BEFORE UPDATE ON stripe_notices BEGIN SELECT RAISE(ABORT, 'stripe_notices is append-only'); END",
        "CREATE TRIGGER stripe_notices_no_delete BEFORE DELETE ON stripe_notices BEGIN SELECT RAISE(ABORT, 'stripe_notices is append-only'); END",
        "CREATE TRIGGER audit_links_no_update BEFORE UPDATE ON audit_links BEGIN SELECT RAISE(ABORT, 'audit_links is append-only'); END",
        "CREATE TRIGGER audit_links_no_delete BEFORE DELETE ON audit_links BEGIN SELECT RAISE(ABORT, 'audit_links is append-only'); END",
        "CREATE TRIGGER document_seals_no_update BEFORE UPDATE ON document_seals BEGIN SELECT RAISE(ABORT, 'document_seals is append-only'); END",
        "CREATE TRIGGER document_seals_no_delete BEFORE DELETE ON document_seals BEGIN SELECT RAISE(ABORT, 'document_seals is append-only'); END",
        "CREATE TRIGGER fee_observations_no_update BEFORE UPDATE ON fee_observations BEGIN SELECT RAISE(ABORT, 'fee_observations is append-only'); END",
        "CREATE TRIGGER fee_observations_no_delete BEFORE DELETE ON fee_observations BEGIN SELECT RAISE(ABORT, 'fee_observations is append-only'); END",
        "CREATE TRIGGER ledger_postings_no_update BEFORE UPDATE ON ledger_postings BEGIN SELECT RAISE(ABORT, 'ledger_postings is append-only'); END",
        "CREATE TRIGGER ledger_postings_no_delete BEFORE DELETE ON ledger_postings BEGIN SELECT RAISE(ABORT, 'ledger_postings is append-only'); END",
        "CREATE TRIGGER ledger_postings_full BEFORE INSERT ON ledger_postings\nWHEN (SELECT count(*) FROM ledger_postings WHERE entry_id = NEW.entry_id)\n  >= (SELECT line_count FROM ledger_entries WHERE id = NEW.entry_id)\nBEGIN SELECT RAISE(ABORT, 'the ledger entry is complete'); END",
        "CREATE TRIGGER ledger_postings_balance AFTER INSERT ON ledger_postings\nWHEN (SELECT count(*) FROM ledger_postings WHERE entry_id = NEW.entry_id)\n   = (SELECT line_count FROM ledger_entries WHERE id = NEW.entry_id)\n AND EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.entry_id\n             GROUP BY currency HAVING sum(amount) <> 0)\nBEGIN SELECT RAISE(ABORT, 'the ledger entry does not balance'); END",
        "CREATE TRIGGER listings_fixed BEFORE UPDATE OF organization_id, route, fee_mode, terms, terms_sha256 ON listings WHEN ((OLD.published_at IS NOT NULL) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.fee_mode IS DISTINCT FROM OLD.fee_mode OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256)) BEGIN SELECT RAISE(ABORT, 'listings: terms are fixed'); END",
        "CREATE TRIGGER log_leaves_no_update BEFORE UPDATE ON log_leaves BEGIN SELECT RAISE(ABORT, 'log_leaves is append-only'); END",
        "CREATE TRIGGER log_leaves_no_delete BEFORE DELETE ON log_leaves BEGIN SELECT RAISE(ABORT, 'log_leaves is append-only'); END",
        "CREATE TRIGGER outgoing_mails_no_update BEFORE UPDATE ON outgoing_mails BEGIN SELECT RAISE(ABORT, 'outgoing_mails is append-only'); END",
        "CREATE TRIGGER outgoing_mails_no_delete BEFORE DELETE ON outgoing_mails BEGIN SELECT RAISE(ABORT, 'outgoing_mails is append-only'); END",
        "CREATE TRIGGER declarations_fixed BEFORE UPDATE OF patent_id, organization_id, terms, terms_sha256 ON declarations WHEN ((OLD.status <> 'preparing') AND (NEW.patent_id IS DISTINCT FROM OLD.patent_id OR NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256)) BEGIN SELECT RAISE(ABORT, 'declarations: terms are fixed'); END",
        "CREATE TRIGGER patent_bars_no_update BEFORE UPDATE ON patent_bars BEGIN SELECT RAISE(ABORT, 'patent_bars is append-only'); END",
        "CREATE TRIGGER patent_bars_no_delete BEFORE DELETE ON patent_bars BEGIN SELECT RAISE(ABORT, 'patent_bars is append-only'); END",
        "CREATE TRIGGER standing_offers_no_update BEFORE UPDATE ON standing_offers BEGIN SELECT RAISE(ABORT, 'standing_offers is append-only'); END",
        "CREATE TRIGGER standing_offers_no_delete BEFORE DELETE ON standing_offers BEGIN SELECT RAISE(ABORT, 'standing_offers is append-only'); END",
        "CREATE TRIGGER agreements_fixed BEFORE UPDATE OF licensor_id, licensee_id, route, terms, terms_sha256, text_record, text_sha256 ON agreements WHEN ((OLD.first_signed_at IS NOT NULL) AND (NEW.licensor_id IS DISTINCT FROM OLD.licensor_id OR NEW.licensee_id IS DISTINCT FROM OLD.licensee_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.text_record IS DISTINCT FROM OLD.text_record OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) BEGIN SELECT RAISE(ABORT, 'agreements: terms are fixed'); END",
        "CREATE TRIGGER agreement_facts_no_update BEFORE UPDATE ON agreement_facts BEGIN SELECT RAISE(ABORT, 'agreement_facts is append-only'); END",
        "CREATE TRIGGER agreement_facts_no_delete BEFORE DELETE ON agreement_facts BEGIN SELECT RAISE(ABORT, 'agreement_facts is append-only'); END",
        "CREATE TRIGGER deliveries_no_update BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(ABORT, 'deliveries is append-only'); END",
        "CREATE TRIGGER deliveries_no_delete BEFORE DELETE ON deliveries BEGIN SELECT RAISE(ABORT, 'deliveries is append-only'); END",
        "CREATE TRIGGER royalty_statements_fixed BEFORE UPDATE OF agreement_id, period_from, period_to, quantity, evidence_sha256 ON royalty_statements WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.period_from IS DISTINCT FROM OLD.period_from OR NEW.period_to IS DISTINCT FROM OLD.period_to OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.evidence_sha256 IS DISTINCT FROM OLD.evidence_sha256)) BEGIN SELECT RAISE(ABORT, 'royalty_statements: terms are fixed'); END",
        "CREATE TRIGGER signatures_no_update BEFORE UPDATE ON signatures BEGIN SELECT RAISE(ABORT, 'signatures is append-only'); END",
        "CREATE TRIGGER signatures_no_delete BEFORE DELETE ON signatures BEGIN SELECT RAISE(ABORT, 'signatures is append-only'); END",
        "CREATE TRIGGER filing_packages_no_update BEFORE UPDATE ON filing_packages BEGIN SELECT RAISE(ABORT, 'filing_packages is append-only'); END",
        "CREATE TRIGGER filing_packages_no_delete BEFORE DELETE ON filing_packages BEGIN SELECT RAISE(ABORT, 'filing_packages is append-only'); END",
        "CREATE TRIGGER filing_receipts_no_update BEFORE UPDATE ON filing_receipts BEGIN SELECT RAISE(ABORT, 'filing_receipts is append-only'); END",
        "CREATE TRIGGER filing_receipts_no_delete BEFORE DELETE ON filing_receipts BEGIN SELECT RAISE(ABORT, 'filing_receipts is append-only'); END",
        "CREATE TRIGGER payment_allocations_no_update BEFORE UPDATE ON payment_allocations BEGIN SELECT RAISE(ABORT, 'payment_allocations is append-only'); END",
        "CREATE TRIGGER payment_allocations_no_delete BEFORE DELETE ON payment_allocations BEGIN SELECT RAISE(ABORT, 'payment_allocations is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER checkpoints_no_change BEFORE UPDATE OR DELETE ON checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER checkpoints_no_truncate BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER documents_no_change BEFORE UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER documents_no_truncate BEFORE TRUNCATE ON documents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_accounts_no_change BEFORE UPDATE OR DELETE ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_accounts_no_truncate BEFORE TRUNCATE ON ledger_accounts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_entries_no_change BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER stripe_notices_no_change BEFORE UPDATE OR DELETE ON stripe_notices FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER stripe_notices_no_truncate BEFORE TRUNCATE ON stripe_notices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER audit_links_no_change BEFORE UPDATE OR DELETE ON audit_links FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER audit_links_no_truncate BEFORE TRUNCATE ON audit_links FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_seals_no_change BEFORE UPDATE OR DELETE ON document_seals FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_seals_no_truncate BEFORE TRUNCATE ON document_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fee_observations_no_change BEFORE UPDATE OR DELETE ON fee_observations FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER fee_observations_no_truncate BEFORE TRUNCATE ON fee_observations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_postings_no_change BEFORE UPDATE OR DELETE ON ledger_postings FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER ledger_postings_no_truncate BEFORE TRUNCATE ON ledger_postings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE OR REPLACE FUNCTION refuse_imbalance() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  IF EXISTS (SELECT 1 FROM ledger_postings WHERE entry_id = NEW.entry_id\n             GROUP BY currency HAVING sum(amount) <> 0) THEN\n    RAISE EXCEPTION 'the ledger entry does not balance' USING ERRCODE = 'check_violation';\n  END IF;\n  IF (SELECT count(*) FROM ledger_postings WHERE entry_id = NEW.entry_id)\n     <> (SELECT line_count FROM ledger_entries WHERE id = NEW.entry_id) THEN\n    RAISE EXCEPTION 'the ledger entry is not complete' USING ERRCODE = 'check_violation';\n  END IF;\n  RETURN NULL;\nEND $$",
        "CREATE CONSTRAINT TRIGGER ledger_postings_balance AFTER INSERT ON ledger_postings\nDEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_imbalance()",
        "CREATE OR REPLACE FUNCTION refuse_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%: terms are fixed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER listings_fixed BEFORE UPDATE OF organization_id, route, fee_mode, terms, terms_sha256 ON listings FOR EACH ROW WHEN ((OLD.published_at IS NOT NULL) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.fee_mode IS DISTINCT FROM OLD.fee_mode OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER log_leaves_no_change BEFORE UPDATE OR DELETE ON log_leaves FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER log_leaves_no_truncate BEFORE TRUNCATE ON log_leaves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER outgoing_mails_no_change BEFORE UPDATE OR DELETE ON outgoing_mails FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER outgoing_mails_no_truncate BEFORE TRUNCATE ON outgoing_mails FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER declarations_fixed BEFORE UPDATE OF patent_id, organization_id, terms, terms_sha256 ON declarations FOR EACH ROW WHEN ((OLD.status <> 'preparing') AND (NEW.patent_id IS DISTINCT FROM OLD.patent_id OR NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER patent_bars_no_change BEFORE UPDATE OR DELETE ON patent_bars FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER patent_bars_no_truncate BEFORE TRUNCATE ON patent_bars FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER standing_offers_no_change BEFORE UPDATE OR DELETE ON standing_offers FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER standing_offers_no_truncate BEFORE TRUNCATE ON standing_offers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER agreements_fixed BEFORE UPDATE OF licensor_id, licensee_id, route, terms, terms_sha256, text_record, text_sha256 ON agreements FOR EACH ROW WHEN ((OLD.first_signed_at IS NOT NULL) AND (NEW.licensor_id IS DISTINCT FROM OLD.licensor_id OR NEW.licensee_id IS DISTINCT FROM OLD.licensee_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.text_record IS DISTINCT FROM OLD.text_record OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER agreement_facts_no_change BEFORE UPDATE OR DELETE ON agreement_facts FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER agreement_facts_no_truncate BEFORE TRUNCATE ON agreement_facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER deliveries_no_change BEFORE UPDATE OR DELETE ON deliveries FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER deliveries_no_truncate BEFORE TRUNCATE ON deliveries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER royalty_statements_fixed BEFORE UPDATE OF agreement_id, period_from, period_to, quantity, evidence_sha256 ON royalty_statements FOR EACH ROW WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.period_from IS DISTINCT FROM OLD.period_from OR NEW.period_to IS DISTINCT FROM OLD.period_to OR NEW.quantity IS DISTINCT FROM OLD.quantity OR NEW.evidence_sha256 IS DISTINCT FROM OLD.evidence_sha256)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER signatures_no_change BEFORE UPDATE OR DELETE ON signatures FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER signatures_no_truncate BEFORE TRUNCATE ON signatures FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER filing_packages_no_change BEFORE UPDATE OR DELETE ON filing_packages FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER filing_packages_no_truncate BEFORE TRUNCATE ON filing_packages FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER filing_receipts_no_change BEFORE UPDATE OR DELETE ON filing_receipts FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER filing_receipts_no_truncate BEFORE TRUNCATE ON filing_receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER payment_allocations_no_change BEFORE UPDATE OR DELETE ON payment_allocations FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER payment_allocations_no_truncate BEFORE TRUNCATE ON payment_allocations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ],
}


def upgrade():
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table(
        "audit_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("tag", sa.String(length=80), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("actor_kind", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=False),
        sa.Column("actor_organization", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("related", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
        sa.UniqueConstraint("public_id", name=op.f("uq_audit_events_public_id")),
        sa.UniqueConstraint("sha256", name=op.f("uq_audit_events_sha256")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index("ix_audit_events_actor_id", ["actor_id"], unique=False)
        batch_op.create_index(
            "ix_audit_events_actor_organization", ["actor_organization"], unique=False
        )
        batch_op.create_index("ix_audit_events_at", ["at"], unique=False)
        batch_op.create_index(
            "ix_audit_events_subject", ["subject_type", "subject_id"], unique=False
        )
        batch_op.create_index("ix_audit_events_tag", ["tag"], unique=False)

    op.create_table(
        "checkpoints",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoints")),
        sa.UniqueConstraint("size", name=op.f("uq_checkpoints_size")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agreement",
                "notice",
                "copy_sheet",
                "statement",
                "receipt",
                "report",
                name="documentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("belongs_to", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("text_version", sa.String(length=40), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("record_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "supersedes_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["documents.id"], name=op.f("fk_documents_supersedes_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("public_id", name=op.f("uq_documents_public_id")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_documents_supersedes_id")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_belongs_to"), ["belongs_to"], unique=False)
        batch_op.create_index(
            "ix_documents_subject", ["subject_type", "subject_id", "kind"], unique=False
        )

    op.create_table(
        "fee_benchmarks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("division", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("contracts", sa.Integer(), nullable=False),
        sa.Column("patents", sa.Integer(), nullable=True),
        sa.Column("fixed_contracts", sa.Integer(), nullable=True),
        sa.Column("fixed_average", sa.BigInteger(), nullable=True),
        sa.Column("fixed_term", sa.Integer(), nullable=True),
        sa.Column("royalty_contracts", sa.Integer(), nullable=True),
        sa.Column("royalty_base", sa.String(length=20), nullable=True),
        sa.Column("royalty_rate", sa.Integer(), nullable=True),
        sa.Column("entry_fee_average", sa.BigInteger(), nullable=True),
        sa.Column("free_contracts", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_benchmarks")),
        sa.UniqueConstraint("period", "division", name=op.f("uq_fee_benchmarks_period_division")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fee_benchmarks_public_id")),
    )
    with op.batch_alter_table("fee_benchmarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fee_benchmarks_division"), ["division"], unique=False)

    op.create_table(
        "follower_positions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower_positions")),
        sa.UniqueConstraint("name", name=op.f("uq_follower_positions_name")),
    )
    op.create_table(
        "leases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leases")),
        sa.UniqueConstraint("name", name=op.f("uq_leases_name")),
    )
    op.create_table(
        "ledger_accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "receivable",
                "payable",
                "received",
                "paid",
                "suspense",
                name="accountkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organization_ref", sa.String(length=16), nullable=False),
        sa.Column("agreement_ref", sa.String(length=16), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_accounts")),
        sa.UniqueConstraint("code", "currency", name=op.f("uq_ledger_accounts_code_currency")),
    )
    with op.batch_alter_table("ledger_accounts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_accounts_agreement_ref"), ["agreement_ref"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ledger_accounts_organization_ref"), ["organization_ref"], unique=False
        )

    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("reference_type", sa.String(length=40), nullable=False),
        sa.Column("reference_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value_day", sa.Date(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint("line_count >= 2", name=op.f("ck_ledger_entries_two_lines")),
        sa.CheckConstraint("reverses_id <> id", name=op.f("ck_ledger_entries_not_itself")),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["ledger_entries.id"],
            name=op.f("fk_ledger_entries_reverses_id_ledger_entries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ledger_entries_public_id")),
        sa.UniqueConstraint(
            "reason",
            "reference_type",
            "reference_id",
            name=op.f("uq_ledger_entries_reason_reference_type_reference_id"),
        ),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entries_reverses_id")),
    )
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_entries_reference", ["reference_type", "reference_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ledger_entries_value_day"), ["value_day"], unique=False
        )

    op.create_table(
        "log_state",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_state")),
        sa.UniqueConstraint("name", name=op.f("uq_log_state_name")),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "university",
                "institute",
                "hospital",
                "company",
                "natural_person",
                "foreign_party",
                "service",
                "other",
                name="organizationkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=18), nullable=True),
        sa.Column("region", sa.String(length=6), nullable=True),
        sa.Column("industry", sa.String(length=5), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("legal_representative", sa.String(length=80), nullable=True),
        sa.Column("contact_name", sa.String(length=80), nullable=True),
        sa.Column("contact_phone", sa.String(length=40), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "registered",
                "verified",
                "returned",
                "suspended",
                name="organizationstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_state_institution", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("abroad", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("invoice_title", sa.String(length=200), nullable=True),
        sa.Column("invoice_tax_number", sa.String(length=20), nullable=True),
        sa.Column("is_demo", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verification_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('natural_person', 'foreign_party')) = (code IS NULL)",
            name=op.f("ck_organizations_code_by_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("code", name=op.f("uq_organizations_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organizations_public_id")),
    )
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organizations_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_organizations_region"), ["region"], unique=False)
        batch_op.create_index(batch_op.f("ix_organizations_status"), ["status"], unique=False)

    op.create_table(
        "stripe_notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.String(length=120), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_notices")),
        sa.UniqueConstraint("event_id", name=op.f("uq_stripe_notices_event_id")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("is_active_flag", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_auditor", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "mail_preference",
            sa.Enum("all", "action", "none", name="mailpreference", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_users_public_id")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_api_tokens_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("public_id", name=op.f("uq_api_tokens_public_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_tokens_token_sha256")),
    )
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_api_tokens_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_api_tokens_user_id"), ["user_id"], unique=False)

    op.create_table(
        "audit_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_audit_links_event_id_audit_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_links")),
    )
    with op.batch_alter_table("audit_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_links_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "ix_audit_links_subject", ["subject_type", "subject_id"], unique=False
        )

    op.create_table(
        "document_seals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=False),
        sa.Column("certificate_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_document_seals_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_seals")),
        sa.UniqueConstraint("document_id", name=op.f("uq_document_seals_document_id")),
        sa.UniqueConstraint("sealed_sha256", name=op.f("uq_document_seals_sealed_sha256")),
    )
    with op.batch_alter_table("document_seals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_seals_pdf_sha256"), ["pdf_sha256"], unique=False
        )

    op.create_table(
        "fee_observations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "declared",
                "contracted",
                "received",
                name="pricestage",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reference_type", sa.String(length=40), nullable=False),
        sa.Column("reference_id", sa.String(length=40), nullable=False),
        sa.Column("contract_ref", sa.String(length=16), nullable=True),
        sa.Column(
            "licensor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("industry", sa.String(length=3), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("fixed_fen", sa.BigInteger(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("patents", sa.Integer(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=True),
        sa.Column("rate_base", sa.String(length=20), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "cancels_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint("fixed_fen >= 0", name=op.f("ck_fee_observations_fixed_not_negative")),
        sa.CheckConstraint("months > 0", name=op.f("ck_fee_observations_some_months")),
        sa.CheckConstraint("patents > 0", name=op.f("ck_fee_observations_some_patents")),
        sa.ForeignKeyConstraint(
            ["cancels_id"],
            ["fee_observations.id"],
            name=op.f("fk_fee_observations_cancels_id_fee_observations"),
        ),
        sa.ForeignKeyConstraint(
            ["licensor_id"],
            ["organizations.id"],
            name=op.f("fk_fee_observations_licensor_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_observations")),
        sa.UniqueConstraint("cancels_id", name=op.f("uq_fee_observations_cancels_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fee_observations_public_id")),
    )
    with op.batch_alter_table("fee_observations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fee_observations_contract_ref"), ["contract_ref"], unique=False
        )
        batch_op.create_index(
            "ix_fee_observations_group", ["stage", "industry", "on_day"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_fee_observations_licensor_id"), ["licensor_id"], unique=False
        )
        batch_op.create_index(
            "uq_fee_observations_once",
            ["stage", "reference_type", "reference_id"],
            unique=True,
            sqlite_where=sa.text("cancels_id IS NULL"),
            postgresql_where=sa.text("cancels_id IS NULL"),
        )

    op.create_table(
        "inbox_messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "organization_id IS NOT NULL OR user_id IS NOT NULL",
            name=op.f("ck_inbox_messages_has_addressee"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_inbox_messages_event_id_audit_events")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_inbox_messages_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_inbox_messages_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_messages")),
        sa.UniqueConstraint("public_id", name=op.f("uq_inbox_messages_public_id")),
    )
    with op.batch_alter_table("inbox_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inbox_messages_created_at"), ["created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inbox_messages_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_inbox_messages_user_id"), ["user_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "invited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["users.id"], name=op.f("fk_invitations_invited_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_invitations_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitations_public_id")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitations_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "ledger_balances",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["ledger_accounts.id"],
            name=op.f("fk_ledger_balances_account_id_ledger_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_balances")),
        sa.UniqueConstraint("account_id", name=op.f("uq_ledger_balances_account_id")),
    )
    op.create_table(
        "ledger_postings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_postings_not_nothing")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["ledger_accounts.id"],
            name=op.f("fk_ledger_postings_account_id_ledger_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["ledger_entries.id"],
            name=op.f("fk_ledger_postings_entry_id_ledger_entries"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_postings")),
    )
    with op.batch_alter_table("ledger_postings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_postings_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ledger_postings_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "listings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "route",
            sa.Enum(
                "open",
                "ordinary",
                "open_source",
                "transfer",
                name="route",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "fee_mode",
            sa.Enum(
                "free",
                "lump_sum",
                "instalments",
                "royalty",
                "entry_royalty",
                "limited_free",
                "pay_later",
                "trial_then_convert",
                "mixed",
                "price",
                "shares",
                "negotiable",
                name="feemode",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("terms_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "published",
                "paused",
                "unpublished",
                name="listingstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("uses", sa.Text(), nullable=False),
        sa.Column("maturity", sa.Text(), nullable=False),
        sa.Column("materials", sa.Text(), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unpublished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("designates_inbox", sa.Boolean(), nullable=False),
        sa.Column("inbox_designated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_listings_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_listings_published_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_listings_submitted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_listings_public_id")),
    )
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listings_fee_mode"), ["fee_mode"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_listings_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_listings_published_at"), ["published_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_listings_route"), ["route"], unique=False)
        batch_op.create_index(batch_op.f("ix_listings_status"), ["status"], unique=False)

    op.create_table(
        "log_leaves",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("leaf_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_log_leaves_event_id_audit_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_leaves")),
        sa.UniqueConstraint("event_id", name=op.f("uq_log_leaves_event_id")),
        sa.UniqueConstraint("position", name=op.f("uq_log_leaves_position")),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("authority_statement", sa.Text(), nullable=True),
        sa.Column("authority_version", sa.String(length=20), nullable=True),
        sa.Column("authority_stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_memberships_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("public_id", name=op.f("uq_memberships_public_id")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_memberships_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_memberships_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_memberships_current",
            ["user_id", "organization_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "number_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_number_series_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "organization_id",
            "series",
            "year",
            name=op.f("uq_number_series_organization_id_series_year"),
        ),
    )
    op.create_table(
        "outgoing_mails",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_events.id"], name=op.f("fk_outgoing_mails_event_id_audit_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mails")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_mails_public_id")),
    )
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_mails_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outgoing_mails_to"), ["to"], unique=False)

    op.create_table(
        "patent_imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum("read", "applied", name="importstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column(
            "uploaded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_patent_imports_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_patent_imports_uploaded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patent_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_patent_imports_public_id")),
    )
    with op.batch_alter_table("patent_imports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_patent_imports_file_sha256"), ["file_sha256"], unique=False
        )
        batch_op.create_index(
            "ix_patent_imports_organization_created", ["organization_id", "id"], unique=False
        )

    op.create_table(
        "patents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invention",
                "utility_model",
                "design",
                name="patentkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_en", sa.String(length=1000), nullable=True),
        sa.Column("abstract", sa.Text(), nullable=True),
        sa.Column("advantage", sa.Text(), nullable=True),
        sa.Column("outlook", sa.Text(), nullable=True),
        sa.Column("text_private", sa.Boolean(), nullable=False),
        sa.Column("filing_on", sa.Date(), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("publication_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("expiry_established", sa.Boolean(), nullable=False),
        sa.Column("inventors", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=True),
        sa.Column("patentees", sa.Text(), nullable=False),
        sa.Column(
            "claimant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "claim",
            sa.Enum("claimed", "proven", name="claim", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("claim_proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim_evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("ipc", sa.Text(), nullable=False),
        sa.Column("locarno", sa.Text(), nullable=False),
        sa.Column("industries", sa.Text(), nullable=False),
        sa.Column("sei", sa.Text(), nullable=False),
        sa.Column(
            "legal_status",
            sa.Enum(
                "valid",
                "terminated",
                "wholly_invalid",
                "partly_invalid",
                "stayed",
                "not_stated",
                name="legalstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "legal_status_source",
            sa.Enum(
                "imported_list",
                "patentee",
                "register_copy",
                "office_query",
                "gazette",
                name="statussource",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("legal_status_on", sa.Date(), nullable=True),
        sa.Column("funded", sa.Boolean(), nullable=True),
        sa.Column("funding_project", sa.String(length=500), nullable=True),
        sa.Column(
            "implementation",
            sa.Enum(
                "implemented",
                "not_implemented",
                "not_stated",
                name="implementation",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("willingness", sa.Text(), nullable=False),
        sa.Column(
            "asking_fee", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("price_intention", sa.String(length=200), nullable=True),
        sa.Column("intended_regions", sa.Text(), nullable=False),
        sa.Column("intended_companies", sa.Text(), nullable=False),
        sa.Column(
            "maturity",
            sa.Enum(
                "sample",
                "pilot",
                "small_batch",
                "mass_production",
                name="maturity",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("evaluation_report_number", sa.String(length=100), nullable=True),
        sa.Column("evaluation_report_on", sa.Date(), nullable=True),
        sa.Column(
            "evaluation_report_conclusion",
            sa.Enum(
                "positive",
                "negative",
                "none",
                name="reportconclusion",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("evaluation_report_stated_on", sa.Date(), nullable=True),
        sa.Column("annuity_reduction", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claimant_id"], ["organizations.id"], name=op.f("fk_patents_claimant_id_organizations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patents")),
        sa.UniqueConstraint("number", name=op.f("uq_patents_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_patents_public_id")),
    )
    with op.batch_alter_table("patents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patents_claimant_id"), ["claimant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_patents_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_patents_legal_status"), ["legal_status"], unique=False)

    op.create_table(
        "payee_accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "stated_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("account_number", sa.String(length=40), nullable=False),
        sa.Column("stripe_account_id", sa.String(length=80), nullable=True),
        sa.Column(
            "status",
            sa.Enum("stated", "verified", name="payeestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_payee_accounts_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["users.id"], name=op.f("fk_payee_accounts_stated_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_accounts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payee_accounts_public_id")),
    )
    with op.batch_alter_table("payee_accounts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payee_accounts_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "sealing_jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sealing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_sealing_jobs_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_jobs")),
        sa.UniqueConstraint("document_id", name=op.f("uq_sealing_jobs_document_id")),
    )
    with op.batch_alter_table("sealing_jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealing_jobs_is_done"), ["is_done"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sealing_jobs_next_attempt_at"), ["next_attempt_at"], unique=False
        )

    op.create_table(
        "unsequenced_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["audit_events.id"],
            name=op.f("fk_unsequenced_events_event_id_audit_events"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsequenced_events")),
        sa.UniqueConstraint("event_id", name=op.f("uq_unsequenced_events_event_id")),
    )
    op.create_table(
        "api_idempotency",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["api_tokens.id"], name=op.f("fk_api_idempotency_token_id_api_tokens")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_idempotency")),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_api_idempotency_token_id_key")),
    )
    op.create_table(
        "declarations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "patent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("fee_statement", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "preparing",
                "approving",
                "in_house_notice",
                "ready",
                "submitted",
                "correction",
                "announced",
                "not_announced",
                "withdrawing",
                "withdrawn",
                "ended",
                "revoked",
                "expired",
                name="declarationstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "approval_asked_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("approval_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("in_house_opened_on", sa.Date(), nullable=True),
        sa.Column("in_house_days", sa.Integer(), nullable=True),
        sa.Column("in_house_place", sa.Text(), nullable=False),
        sa.Column("in_house_passed_on", sa.Date(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("correction_on", sa.Date(), nullable=True),
        sa.Column("correction_note", sa.Text(), nullable=False),
        sa.Column("resubmitted_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("gazette_issue", sa.Text(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "checked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_announced_on", sa.Date(), nullable=True),
        sa.Column("not_announced_reason", sa.Text(), nullable=False),
        sa.Column("withdrawal_requested_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("withdrawal_refused_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_gazette_issue", sa.Text(), nullable=False),
        sa.Column("withdrawal_evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("expired_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_asked_by_id"],
            ["users.id"],
            name=op.f("fk_declarations_approval_asked_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name=op.f("fk_declarations_approved_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_declarations_checked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_declarations_entered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_declarations_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patents.id"], name=op.f("fk_declarations_patent_id_patents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_declarations_public_id")),
    )
    with op.batch_alter_table("declarations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_declarations_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_declarations_patent_id"), ["patent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_declarations_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_declarations_number",
            ["number"],
            unique=True,
            sqlite_where=sa.text("checked_at IS NOT NULL"),
            postgresql_where=sa.text("checked_at IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_declarations_open_patent",
            ["patent_id"],
            unique=True,
            sqlite_where=sa.text(
                "status NOT IN ('ended', 'expired', 'not_announced', 'revoked', 'withdrawn')"
            ),
            postgresql_where=sa.text(
                "status NOT IN ('ended', 'expired', 'not_announced', 'revoked', 'withdrawn')"
            ),
        )

    op.create_table(
        "mail_deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mail_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["outgoing_mails.id"],
            name=op.f("fk_mail_deliveries_mail_id_outgoing_mails"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_deliveries")),
        sa.UniqueConstraint("mail_id", name=op.f("uq_mail_deliveries_mail_id")),
    )
    with op.batch_alter_table("mail_deliveries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mail_deliveries_next_attempt_at"), ["next_attempt_at"], unique=False
        )

    op.create_table(
        "patent_bars",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "patent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "bar",
            sa.Enum(
                "exclusive_license",
                "proceedings_stayed",
                "annuity_unpaid",
                "pledged",
                "terminated",
                "wholly_invalid",
                "no_evaluation_report",
                "negative_report",
                "other",
                name="bar",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("clear", "barred", "not_stated", name="barstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "imported_list",
                "patentee",
                "register_copy",
                "office_query",
                "gazette",
                name="statussource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column(
            "stated_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patents.id"], name=op.f("fk_patent_bars_patent_id_patents")
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["users.id"], name=op.f("fk_patent_bars_stated_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patent_bars")),
    )
    with op.batch_alter_table("patent_bars", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_patent_bars_patent_id"), ["patent_id"], unique=False)

    op.create_table(
        "patent_claims",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "patent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_patent_claims_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patents.id"], name=op.f("fk_patent_claims_patent_id_patents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patent_claims")),
        sa.UniqueConstraint(
            "patent_id", "organization_id", name=op.f("uq_patent_claims_patent_id_organization_id")
        ),
    )
    with op.batch_alter_table("patent_claims", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_patent_claims_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_patent_claims_patent_id"), ["patent_id"], unique=False)

    op.create_table(
        "standing_offers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "listing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("patent_numbers", sa.Text(), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        sa.Column(
            "signed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_standing_offers_listing_id_listings")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["users.id"], name=op.f("fk_standing_offers_signed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_offers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_standing_offers_public_id")),
    )
    with op.batch_alter_table("standing_offers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_standing_offers_listing_id"), ["listing_id"], unique=False
        )

    op.create_table(
        "agreements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "listing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "route",
            sa.Enum(
                "open",
                "ordinary",
                "open_source",
                "transfer",
                name="route",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "fee_mode",
            sa.Enum(
                "free",
                "lump_sum",
                "instalments",
                "royalty",
                "entry_royalty",
                "limited_free",
                "pay_later",
                "trial_then_convert",
                "mixed",
                "price",
                "shares",
                "negotiable",
                name="feemode",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "licensor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "licensee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "notice_sent",
                "held",
                "delivered",
                "awaiting_payment",
                "negotiating",
                "approving",
                "in_house_notice",
                "signed_by_one",
                "concluded",
                "on_trial",
                "evaluated",
                "effective",
                "demand_served",
                "use_stopped",
                "converted",
                "returned",
                "expired",
                "terminated",
                "set_aside",
                "lapsed",
                "notice_withdrawn",
                "refused",
                "invitation_expired",
                "dropped",
                name="agreementstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=True),
        sa.Column("text_record", sa.Text(), nullable=True),
        sa.Column("text_sha256", sa.String(length=64), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "drafted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("notice_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_reason", sa.String(length=40), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invitation_ends_on", sa.Date(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("demand_served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demand_deadline_on", sa.Date(), nullable=True),
        sa.Column("use_stopped_on", sa.Date(), nullable=True),
        sa.Column("cured_on", sa.Date(), nullable=True),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("evaluation", sa.Text(), nullable=False),
        sa.Column("converted_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declarations.id"],
            name=op.f("fk_agreements_declaration_id_declarations"),
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_agreements_drafted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["licensee_id"],
            ["organizations.id"],
            name=op.f("fk_agreements_licensee_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["licensor_id"],
            ["organizations.id"],
            name=op.f("fk_agreements_licensor_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_agreements_listing_id_listings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agreements_public_id")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreements_declaration_id"), ["declaration_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreements_effective_on"), ["effective_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_agreements_last_day"), ["last_day"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_agreements_licensee_id"), ["licensee_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreements_licensor_id"), ["licensor_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_agreements_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreements_route"), ["route"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreements_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_agreements_declaration_licensee",
            ["declaration_id", "licensee_id"],
            unique=True,
            sqlite_where=sa.text(
                "status NOT IN ('returned', 'expired', 'terminated', 'set_aside', 'lapsed', 'notice_withdrawn', 'refused', 'invitation_expired', 'dropped') AND declaration_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "status NOT IN ('returned', 'expired', 'terminated', 'set_aside', 'lapsed', 'notice_withdrawn', 'refused', 'invitation_expired', 'dropped') AND declaration_id IS NOT NULL"
            ),
        )

    op.create_table(
        "listing_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "listing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "patent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declarations.id"],
            name=op.f("fk_listing_items_declaration_id_declarations"),
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_items_listing_id_listings")
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patents.id"], name=op.f("fk_listing_items_patent_id_patents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_items")),
        sa.UniqueConstraint(
            "listing_id", "patent_id", name=op.f("uq_listing_items_listing_id_patent_id")
        ),
    )
    with op.batch_alter_table("listing_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_listing_items_declaration_id"), ["declaration_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_listing_items_listing_id"), ["listing_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_listing_items_patent_id"), ["patent_id"], unique=False)

    op.create_table(
        "agreement_facts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "milestone",
                "first_revenue",
                "converted",
                "returned",
                "invalidated",
                "lapsed",
                "terminated",
                "transferred",
                "waived",
                name="factkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_agreement_facts_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_agreement_facts_entered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_facts")),
        sa.UniqueConstraint(
            "agreement_id", "kind", "name", name=op.f("uq_agreement_facts_agreement_id_kind_name")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_agreement_facts_public_id")),
    )
    with op.batch_alter_table("agreement_facts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_facts_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "agreement_patents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "patent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_agreement_patents_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patents.id"], name=op.f("fk_agreement_patents_patent_id_patents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_patents")),
        sa.UniqueConstraint(
            "agreement_id", "patent_id", name=op.f("uq_agreement_patents_agreement_id_patent_id")
        ),
    )
    with op.batch_alter_table("agreement_patents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_patents_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_patents_patent_id"), ["patent_id"], unique=False
        )

    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum("inbox", "proof", name="deliverykind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_deliveries_agreement_id_agreements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_deliveries_agreement_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deliveries_public_id")),
    )
    op.create_table(
        "filings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "declaration",
                "withdrawal",
                "recordal",
                "contract_registration",
                "feedback",
                "product_filing",
                "assignment_registration",
                "export_registration",
                name="duty",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "not_needed",
                "due",
                "prepared",
                "awaiting_seal",
                "submitted",
                "accepted",
                "correction",
                "done",
                "refused",
                "changed",
                "cancelled",
                name="filingstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "note",
            sa.Enum(
                "free",
                "no_product_yet",
                "agreement_ended",
                "party_abroad",
                "bar_arisen",
                "stated",
                name="note",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note_text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("article", sa.String(length=120), nullable=False),
        sa.Column("after_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("filer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "responsible_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("package_sha256", sa.String(length=64), nullable=True),
        sa.Column("reminded_days", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealing_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("acceptance_number", sa.String(length=80), nullable=True),
        sa.Column("correction_on", sa.Date(), nullable=True),
        sa.Column("correction_note", sa.Text(), nullable=False),
        sa.Column("resubmitted_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("receipt_sha256", sa.String(length=64), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("refusal_code", sa.String(length=40), nullable=True),
        sa.Column("refusal_note", sa.Text(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["after_id"], ["filings.id"], name=op.f("fk_filings_after_id_filings")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_filings_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declarations.id"],
            name=op.f("fk_filings_declaration_id_declarations"),
        ),
        sa.ForeignKeyConstraint(
            ["filer_id"], ["organizations.id"], name=op.f("fk_filings_filer_id_organizations")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["users.id"], name=op.f("fk_filings_responsible_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
        sa.UniqueConstraint("agreement_id", "kind", name=op.f("uq_filings_agreement_id_kind")),
        sa.UniqueConstraint("declaration_id", "kind", name=op.f("uq_filings_declaration_id_kind")),
        sa.UniqueConstraint("public_id", name=op.f("uq_filings_public_id")),
    )
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filings_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_filings_declaration_id"), ["declaration_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_filings_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_filings_filer_id"), ["filer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filings_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_filings_status"), ["status"], unique=False)

    op.create_table(
        "obligations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "entry_fee",
                "lump_sum",
                "instalment",
                "royalty",
                "minimum_royalty",
                "conversion_price",
                "transfer_price",
                name="reason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("path", sa.String(length=60), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("accrued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("payee", sa.String(length=16), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "due",
                "part_paid",
                "paid",
                "on_hold",
                "waived",
                "void",
                name="obligationstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("posted_fen", sa.BigInteger(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_obligations_agreement_id_agreements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligations")),
        sa.UniqueConstraint("agreement_id", "key", name=op.f("uq_obligations_agreement_id_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_obligations_public_id")),
    )
    with op.batch_alter_table("obligations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_obligations_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_obligations_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_obligations_status"), ["status"], unique=False)

    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "licensor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "provider",
            sa.Enum("bank", "stripe", name="provider", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("provider_reference", sa.String(length=120), nullable=True),
        sa.Column("checkout_url", sa.Text(), nullable=True),
        sa.Column("requested_fen", sa.BigInteger(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("value_day", sa.Date(), nullable=True),
        sa.Column("slip_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "opened",
                "stated",
                "stands",
                "confirmed",
                "disputed",
                "reversed",
                "closed",
                name="paymentstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("dispute_reason", sa.Text(), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_payments_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_payments_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_payments_entered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["licensor_id"],
            ["organizations.id"],
            name=op.f("fk_payments_licensor_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint(
            "provider",
            "licensor_id",
            "provider_reference",
            name=op.f("uq_payments_provider_licensor_id_provider_reference"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_payments_public_id")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payments_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_payments_licensor_id"), ["licensor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payments_status"), ["status"], unique=False)

    op.create_table(
        "royalty_statements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "submitted",
                "accepted",
                "disputed",
                name="statementstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "submitted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispute_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_royalty_statements_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["users.id"],
            name=op.f("fk_royalty_statements_submitted_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_royalty_statements")),
        sa.UniqueConstraint("public_id", name=op.f("uq_royalty_statements_public_id")),
    )
    with op.batch_alter_table("royalty_statements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_royalty_statements_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "signatures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "notice",
                "acceptance",
                "standing_offer",
                "contract",
                name="signaturekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signer_name", sa.String(length=80), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_version", sa.String(length=32), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_signatures_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_signatures_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_signatures_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("agreement_id", "side", name=op.f("uq_signatures_agreement_id_side")),
        sa.UniqueConstraint("public_id", name=op.f("uq_signatures_public_id")),
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signatures_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "filing_packages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("record_sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "agreement_document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "prepared_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["agreement_document_id"],
            ["documents.id"],
            name=op.f("fk_filing_packages_agreement_document_id_documents"),
        ),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["filings.id"], name=op.f("fk_filing_packages_filing_id_filings")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["users.id"], name=op.f("fk_filing_packages_prepared_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["documents.id"], name=op.f("fk_filing_packages_sheet_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["documents.id"],
            name=op.f("fk_filing_packages_statement_id_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_packages")),
        sa.UniqueConstraint("public_id", name=op.f("uq_filing_packages_public_id")),
    )
    with op.batch_alter_table("filing_packages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_filing_packages_filing_id"), ["filing_id"], unique=False
        )

    op.create_table(
        "filing_receipts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_filing_receipts_entered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["filings.id"], name=op.f("fk_filing_receipts_filing_id_filings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_receipts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_filing_receipts_public_id")),
    )
    with op.batch_alter_table("filing_receipts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_filing_receipts_filing_id"), ["filing_id"], unique=False
        )

    op.create_table(
        "payment_allocations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligations.id"],
            name=op.f("fk_payment_allocations_obligation_id_obligations"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_allocations_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_allocations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_allocations_public_id")),
    )
    with op.batch_alter_table("payment_allocations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_allocations_obligation_id"), ["obligation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_payment_allocations_payment_id"), ["payment_id"], unique=False
        )

    # ### end Alembic commands ###

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(
            statement.replace("%", "%%")
            if op.get_bind().dialect.name == "postgresql"
            else statement
        )


def downgrade():
    # ### commands auto generated by Alembic - please adjust! ###
    with op.batch_alter_table("payment_allocations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_allocations_payment_id"))
        batch_op.drop_index(batch_op.f("ix_payment_allocations_obligation_id"))

    op.drop_table("payment_allocations")
    with op.batch_alter_table("filing_receipts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_filing_receipts_filing_id"))

    op.drop_table("filing_receipts")
    with op.batch_alter_table("filing_packages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_filing_packages_filing_id"))

    op.drop_table("filing_packages")
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signatures_agreement_id"))

    op.drop_table("signatures")
    with op.batch_alter_table("royalty_statements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_royalty_statements_agreement_id"))

    op.drop_table("royalty_statements")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payments_status"))
        batch_op.drop_index(batch_op.f("ix_payments_licensor_id"))
        batch_op.drop_index(batch_op.f("ix_payments_agreement_id"))

    op.drop_table("payments")
    with op.batch_alter_table("obligations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obligations_status"))
        batch_op.drop_index(batch_op.f("ix_obligations_due_on"))
        batch_op.drop_index(batch_op.f("ix_obligations_agreement_id"))

    op.drop_table("obligations")
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_filings_status"))
        batch_op.drop_index(batch_op.f("ix_filings_kind"))
        batch_op.drop_index(batch_op.f("ix_filings_filer_id"))
        batch_op.drop_index(batch_op.f("ix_filings_due_on"))
        batch_op.drop_index(batch_op.f("ix_filings_declaration_id"))
        batch_op.drop_index(batch_op.f("ix_filings_agreement_id"))

    op.drop_table("filings")
    op.drop_table("deliveries")
    with op.batch_alter_table("agreement_patents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_patents_patent_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_patents_agreement_id"))

    op.drop_table("agreement_patents")
    with op.batch_alter_table("agreement_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_facts_agreement_id"))

    op.drop_table("agreement_facts")
    with op.batch_alter_table("listing_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listing_items_patent_id"))
        batch_op.drop_index(batch_op.f("ix_listing_items_listing_id"))
        batch_op.drop_index(batch_op.f("ix_listing_items_declaration_id"))

    op.drop_table("listing_items")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_agreements_declaration_licensee",
            sqlite_where=sa.text(
                "status NOT IN ('returned', 'expired', 'terminated', 'set_aside', 'lapsed', 'notice_withdrawn', 'refused', 'invitation_expired', 'dropped') AND declaration_id IS NOT NULL"
            ),
            postgresql_where=sa.text(
                "status NOT IN ('returned', 'expired', 'terminated', 'set_aside', 'lapsed', 'notice_withdrawn', 'refused', 'invitation_expired', 'dropped') AND declaration_id IS NOT NULL"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_agreements_status"))
        batch_op.drop_index(batch_op.f("ix_agreements_route"))
        batch_op.drop_index(batch_op.f("ix_agreements_listing_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_licensor_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_licensee_id"))
        batch_op.drop_index(batch_op.f("ix_agreements_last_day"))
        batch_op.drop_index(batch_op.f("ix_agreements_effective_on"))
        batch_op.drop_index(batch_op.f("ix_agreements_declaration_id"))

    op.drop_table("agreements")
    with op.batch_alter_table("standing_offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_offers_listing_id"))

    op.drop_table("standing_offers")
    with op.batch_alter_table("patent_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patent_claims_patent_id"))
        batch_op.drop_index(batch_op.f("ix_patent_claims_organization_id"))

    op.drop_table("patent_claims")
    with op.batch_alter_table("patent_bars", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patent_bars_patent_id"))

    op.drop_table("patent_bars")
    with op.batch_alter_table("mail_deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_deliveries_next_attempt_at"))

    op.drop_table("mail_deliveries")
    with op.batch_alter_table("declarations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_declarations_open_patent",
            sqlite_where=sa.text(
                "status NOT IN ('ended', 'expired', 'not_announced', 'revoked', 'withdrawn')"
            ),
            postgresql_where=sa.text(
                "status NOT IN ('ended', 'expired', 'not_announced', 'revoked', 'withdrawn')"
            ),
        )
        batch_op.drop_index(
            "uq_declarations_number",
            sqlite_where=sa.text("checked_at IS NOT NULL"),
            postgresql_where=sa.text("checked_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_declarations_status"))
        batch_op.drop_index(batch_op.f("ix_declarations_patent_id"))
        batch_op.drop_index(batch_op.f("ix_declarations_organization_id"))

    op.drop_table("declarations")
    op.drop_table("api_idempotency")
    op.drop_table("unsequenced_events")
    with op.batch_alter_table("sealing_jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealing_jobs_next_attempt_at"))
        batch_op.drop_index(batch_op.f("ix_sealing_jobs_is_done"))

    op.drop_table("sealing_jobs")
    with op.batch_alter_table("payee_accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payee_accounts_organization_id"))

    op.drop_table("payee_accounts")
    with op.batch_alter_table("patents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_patents_legal_status"))
        batch_op.drop_index(batch_op.f("ix_patents_kind"))
        batch_op.drop_index(batch_op.f("ix_patents_claimant_id"))

    op.drop_table("patents")
    with op.batch_alter_table("patent_imports", schema=None) as batch_op:
        batch_op.drop_index("ix_patent_imports_organization_created")
        batch_op.drop_index(batch_op.f("ix_patent_imports_file_sha256"))

    op.drop_table("patent_imports")
    with op.batch_alter_table("outgoing_mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_mails_to"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mails_event_id"))

    op.drop_table("outgoing_mails")
    op.drop_table("number_series")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_memberships_current",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_memberships_user_id"))
        batch_op.drop_index(batch_op.f("ix_memberships_organization_id"))

    op.drop_table("memberships")
    op.drop_table("log_leaves")
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listings_status"))
        batch_op.drop_index(batch_op.f("ix_listings_route"))
        batch_op.drop_index(batch_op.f("ix_listings_published_at"))
        batch_op.drop_index(batch_op.f("ix_listings_organization_id"))
        batch_op.drop_index(batch_op.f("ix_listings_fee_mode"))

    op.drop_table("listings")
    with op.batch_alter_table("ledger_postings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_postings_entry_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_postings_account_id"))

    op.drop_table("ledger_postings")
    op.drop_table("ledger_balances")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_organization_id"))
        batch_op.drop_index(batch_op.f("ix_invitations_email"))

    op.drop_table("invitations")
    with op.batch_alter_table("inbox_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_messages_user_id"))
        batch_op.drop_index(batch_op.f("ix_inbox_messages_organization_id"))
        batch_op.drop_index(batch_op.f("ix_inbox_messages_created_at"))

    op.drop_table("inbox_messages")
    with op.batch_alter_table("fee_observations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_fee_observations_once",
            sqlite_where=sa.text("cancels_id IS NULL"),
            postgresql_where=sa.text("cancels_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_fee_observations_licensor_id"))
        batch_op.drop_index("ix_fee_observations_group")
        batch_op.drop_index(batch_op.f("ix_fee_observations_contract_ref"))

    op.drop_table("fee_observations")
    with op.batch_alter_table("document_seals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_seals_pdf_sha256"))

    op.drop_table("document_seals")
    with op.batch_alter_table("audit_links", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_links_subject")
        batch_op.drop_index(batch_op.f("ix_audit_links_event_id"))

    op.drop_table("audit_links")
    with op.batch_alter_table("api_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_tokens_user_id"))
        batch_op.drop_index(batch_op.f("ix_api_tokens_organization_id"))

    op.drop_table("api_tokens")
    op.drop_table("users")
    op.drop_table("stripe_notices")
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organizations_status"))
        batch_op.drop_index(batch_op.f("ix_organizations_region"))
        batch_op.drop_index(batch_op.f("ix_organizations_name"))

    op.drop_table("organizations")
    op.drop_table("log_state")
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entries_value_day"))
        batch_op.drop_index("ix_ledger_entries_reference")

    op.drop_table("ledger_entries")
    with op.batch_alter_table("ledger_accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_accounts_organization_ref"))
        batch_op.drop_index(batch_op.f("ix_ledger_accounts_agreement_ref"))

    op.drop_table("ledger_accounts")
    op.drop_table("leases")
    op.drop_table("follower_positions")
    with op.batch_alter_table("fee_benchmarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fee_benchmarks_division"))

    op.drop_table("fee_benchmarks")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index("ix_documents_subject")
        batch_op.drop_index(batch_op.f("ix_documents_belongs_to"))

    op.drop_table("documents")
    op.drop_table("checkpoints")
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_events_tag")
        batch_op.drop_index("ix_audit_events_subject")
        batch_op.drop_index("ix_audit_events_at")
        batch_op.drop_index("ix_audit_events_actor_organization")
        batch_op.drop_index("ix_audit_events_actor_id")

    op.drop_table("audit_events")
    # ### end Alembic commands ###
