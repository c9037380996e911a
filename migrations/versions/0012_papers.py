"""Contracts signed elsewhere, sealed counterparts, a house's own numbers, conversion, succession."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MADE = sa.text(
    "converted_from_id IS NOT NULL AND status NOT IN ('set_aside', 'lapsed', 'notice_withdrawn', 'refused', 'invitation_expired', 'dropped')"
)

# What the database itself refuses; of agreements more columns are fixed, so the old trigger goes.
OLD_TRIGGERS = {
    "sqlite": "DROP TRIGGER agreements_fixed",
    "postgresql": "DROP TRIGGER agreements_fixed ON agreements",
}
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER agreement_references_no_update BEFORE UPDATE ON agreement_references BEGIN SELECT RAISE(ABORT, 'agreement_references is append-only'); END",
        "CREATE TRIGGER agreement_references_no_delete BEFORE DELETE ON agreement_references BEGIN SELECT RAISE(ABORT, 'agreement_references is append-only'); END",
        "CREATE TRIGGER paper_contracts_fixed BEFORE UPDATE OF organization_id, side, other_id, route, terms, terms_sha256, contract_number, signed_on, effective_on, pages, scan_sha256, entered_by_id ON paper_contracts WHEN ((1 = 1) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW.other_id IS DISTINCT FROM OLD.other_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.contract_number IS DISTINCT FROM OLD.contract_number OR NEW.signed_on IS DISTINCT FROM OLD.signed_on OR NEW.effective_on IS DISTINCT FROM OLD.effective_on OR NEW.pages IS DISTINCT FROM OLD.pages OR NEW.scan_sha256 IS DISTINCT FROM OLD.scan_sha256 OR NEW.entered_by_id IS DISTINCT FROM OLD.entered_by_id)) BEGIN SELECT RAISE(ABORT, 'paper_contracts: terms are fixed'); END",
        "CREATE TRIGGER counterparts_fixed BEFORE UPDATE OF agreement_id, side, mark, text_sha256, pages, scan_sha256, uploaded_by_id ON counterparts WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW.mark IS DISTINCT FROM OLD.mark OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256 OR NEW.pages IS DISTINCT FROM OLD.pages OR NEW.scan_sha256 IS DISTINCT FROM OLD.scan_sha256 OR NEW.uploaded_by_id IS DISTINCT FROM OLD.uploaded_by_id)) BEGIN SELECT RAISE(ABORT, 'counterparts: terms are fixed'); END",
        "CREATE TRIGGER agreements_fixed BEFORE UPDATE OF licensor_id, licensee_id, route, terms, terms_sha256, quota_place, elsewhere, converted_from_id, text_record, text_sha256 ON agreements WHEN ((OLD.first_signed_at IS NOT NULL) AND (NEW.licensor_id IS DISTINCT FROM OLD.licensor_id OR NEW.licensee_id IS DISTINCT FROM OLD.licensee_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.quota_place IS DISTINCT FROM OLD.quota_place OR NEW.elsewhere IS DISTINCT FROM OLD.elsewhere OR NEW.converted_from_id IS DISTINCT FROM OLD.converted_from_id OR NEW.text_record IS DISTINCT FROM OLD.text_record OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) BEGIN SELECT RAISE(ABORT, 'agreements: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER agreement_references_no_change BEFORE UPDATE OR DELETE ON agreement_references FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER agreement_references_no_truncate BEFORE TRUNCATE ON agreement_references FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE OR REPLACE FUNCTION refuse_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%: terms are fixed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER paper_contracts_fixed BEFORE UPDATE OF organization_id, side, other_id, route, terms, terms_sha256, contract_number, signed_on, effective_on, pages, scan_sha256, entered_by_id ON paper_contracts FOR EACH ROW WHEN ((1 = 1) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW.other_id IS DISTINCT FROM OLD.other_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.contract_number IS DISTINCT FROM OLD.contract_number OR NEW.signed_on IS DISTINCT FROM OLD.signed_on OR NEW.effective_on IS DISTINCT FROM OLD.effective_on OR NEW.pages IS DISTINCT FROM OLD.pages OR NEW.scan_sha256 IS DISTINCT FROM OLD.scan_sha256 OR NEW.entered_by_id IS DISTINCT FROM OLD.entered_by_id)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER counterparts_fixed BEFORE UPDATE OF agreement_id, side, mark, text_sha256, pages, scan_sha256, uploaded_by_id ON counterparts FOR EACH ROW WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.side IS DISTINCT FROM OLD.side OR NEW.mark IS DISTINCT FROM OLD.mark OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256 OR NEW.pages IS DISTINCT FROM OLD.pages OR NEW.scan_sha256 IS DISTINCT FROM OLD.scan_sha256 OR NEW.uploaded_by_id IS DISTINCT FROM OLD.uploaded_by_id)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER agreements_fixed BEFORE UPDATE OF licensor_id, licensee_id, route, terms, terms_sha256, quota_place, elsewhere, converted_from_id, text_record, text_sha256 ON agreements FOR EACH ROW WHEN ((OLD.first_signed_at IS NOT NULL) AND (NEW.licensor_id IS DISTINCT FROM OLD.licensor_id OR NEW.licensee_id IS DISTINCT FROM OLD.licensee_id OR NEW.route IS DISTINCT FROM OLD.route OR NEW.terms IS DISTINCT FROM OLD.terms OR NEW.terms_sha256 IS DISTINCT FROM OLD.terms_sha256 OR NEW.quota_place IS DISTINCT FROM OLD.quota_place OR NEW.elsewhere IS DISTINCT FROM OLD.elsewhere OR NEW.converted_from_id IS DISTINCT FROM OLD.converted_from_id OR NEW.text_record IS DISTINCT FROM OLD.text_record OR NEW.text_sha256 IS DISTINCT FROM OLD.text_sha256)) EXECUTE FUNCTION refuse_fixed()",
    ],
}

# Added column by column, so that SQLite keeps the table with its rows and what points to them.
COLUMNS = (
    "elsewhere BOOLEAN DEFAULT {false} NOT NULL",
    "converted_from_id {key} CONSTRAINT fk_agreements_converted_from_id_agreements REFERENCES agreements (id)",
    "successor_id {key} CONSTRAINT fk_agreements_successor_id_organizations REFERENCES organizations (id)",
    "reminded_on DATE",
)


def upgrade():
    dialect = op.get_bind().dialect.name
    sqlite = dialect == "sqlite"
    words = {"false": "0" if sqlite else "false", "key": "INTEGER" if sqlite else "BIGINT"}
    op.execute(OLD_TRIGGERS[dialect])
    for column in COLUMNS:
        op.execute("ALTER TABLE agreements ADD COLUMN " + column.format(**words))
    op.create_index("ix_agreements_converted_from_id", "agreements", ["converted_from_id"])
    op.create_index("ix_agreements_successor_id", "agreements", ["successor_id"])
    op.create_index(
        "uq_agreements_conversion",
        "agreements",
        ["converted_from_id"],
        unique=True,
        sqlite_where=MADE,
        postgresql_where=MADE,
    )
    _tables()
    for statement in TRIGGERS[dialect]:
        op.execute(statement)


def _tables():
    op.create_table(
        "agreement_references",
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
        sa.Column("contract_number", sa.String(length=80), nullable=False),
        sa.Column("seal_number", sa.String(length=80), nullable=False),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_agreement_references_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["users.id"],
            name=op.f("fk_agreement_references_entered_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_references")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agreement_references_public_id")),
    )
    with op.batch_alter_table("agreement_references", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_references_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_references_contract_number"), ["contract_number"], unique=False
        )

    op.create_table(
        "counterparts",
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
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "uploaded",
                "matched",
                "not_matching",
                name="counterpartstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "uploaded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "checked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_counterparts_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_counterparts_checked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["users.id"], name=op.f("fk_counterparts_uploaded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counterparts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_counterparts_public_id")),
    )
    with op.batch_alter_table("counterparts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_counterparts_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_counterparts_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_counterparts_scan",
            ["agreement_id", "scan_sha256"],
            unique=True,
            sqlite_where=sa.text("status IN ('uploaded', 'matched')"),
            postgresql_where=sa.text("status IN ('uploaded', 'matched')"),
        )

    op.create_table(
        "paper_contracts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("terms_sha256", sa.String(length=64), nullable=False),
        sa.Column("contract_number", sa.String(length=80), nullable=False),
        sa.Column("seal_number", sa.String(length=80), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("settled_through", sa.Date(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "entered",
                "sent_back",
                "checked",
                "entry_withdrawn",
                name="paperstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "checked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "objected_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_paper_contracts_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_paper_contracts_checked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declarations.id"],
            name=op.f("fk_paper_contracts_declaration_id_declarations"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_paper_contracts_entered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["objected_by_id"], ["users.id"], name=op.f("fk_paper_contracts_objected_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_paper_contracts_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["organizations.id"],
            name=op.f("fk_paper_contracts_other_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_contracts")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_paper_contracts_agreement_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_contracts_public_id")),
    )
    with op.batch_alter_table("paper_contracts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_contracts_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_paper_contracts_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_contracts_status"), ["status"], unique=False)
        batch_op.create_index(
            "uq_paper_contracts_scan",
            ["organization_id", "scan_sha256"],
            unique=True,
            sqlite_where=sa.text("status IN ('entered', 'checked')"),
            postgresql_where=sa.text("status IN ('entered', 'checked')"),
        )

    op.create_table(
        "paper_contract_patents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "patent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"],
            ["paper_contracts.id"],
            name=op.f("fk_paper_contract_patents_paper_id_paper_contracts"),
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patents.id"], name=op.f("fk_paper_contract_patents_patent_id_patents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_contract_patents")),
        sa.UniqueConstraint(
            "paper_id", "patent_id", name=op.f("uq_paper_contract_patents_paper_id_patent_id")
        ),
    )
    with op.batch_alter_table("paper_contract_patents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_paper_contract_patents_paper_id"), ["paper_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paper_contract_patents_patent_id"), ["patent_id"], unique=False
        )


def downgrade():
    raise NotImplementedError("papers that were entered are not thrown away")
