"""registers"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what was stated, reported, agreed to or mandated.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER product_sales_no_update BEFORE UPDATE ON product_sales BEGIN SELECT RAISE(ABORT, 'product_sales is append-only'); END",
        "CREATE TRIGGER product_sales_no_delete BEFORE DELETE ON product_sales BEGIN SELECT RAISE(ABORT, 'product_sales is append-only'); END",
        "CREATE TRIGGER report_targets_no_update BEFORE UPDATE ON report_targets BEGIN SELECT RAISE(ABORT, 'report_targets is append-only'); END",
        "CREATE TRIGGER report_targets_no_delete BEFORE DELETE ON report_targets BEGIN SELECT RAISE(ABORT, 'report_targets is append-only'); END",
        "CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'reports is append-only'); END",
        "CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'reports is append-only'); END",
        "CREATE TRIGGER case_consents_no_update BEFORE UPDATE ON case_consents BEGIN SELECT RAISE(ABORT, 'case_consents is append-only'); END",
        "CREATE TRIGGER case_consents_no_delete BEFORE DELETE ON case_consents BEGIN SELECT RAISE(ABORT, 'case_consents is append-only'); END",
        "CREATE TRIGGER filing_mandates_fixed BEFORE UPDATE OF client_id, agency_id, kinds, evidence_sha256, given_on ON filing_mandates WHEN ((1 = 1) AND (NEW.client_id IS DISTINCT FROM OLD.client_id OR NEW.agency_id IS DISTINCT FROM OLD.agency_id OR NEW.kinds IS DISTINCT FROM OLD.kinds OR NEW.evidence_sha256 IS DISTINCT FROM OLD.evidence_sha256 OR NEW.given_on IS DISTINCT FROM OLD.given_on)) BEGIN SELECT RAISE(ABORT, 'filing_mandates: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER product_sales_no_change BEFORE UPDATE OR DELETE ON product_sales FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER product_sales_no_truncate BEFORE TRUNCATE ON product_sales FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER report_targets_no_change BEFORE UPDATE OR DELETE ON report_targets FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER report_targets_no_truncate BEFORE TRUNCATE ON report_targets FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER reports_no_change BEFORE UPDATE OR DELETE ON reports FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER reports_no_truncate BEFORE TRUNCATE ON reports FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER case_consents_no_change BEFORE UPDATE OR DELETE ON case_consents FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER case_consents_no_truncate BEFORE TRUNCATE ON case_consents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER filing_mandates_fixed BEFORE UPDATE OF client_id, agency_id, kinds, evidence_sha256, given_on ON filing_mandates FOR EACH ROW WHEN ((1 = 1) AND (NEW.client_id IS DISTINCT FROM OLD.client_id OR NEW.agency_id IS DISTINCT FROM OLD.agency_id OR NEW.kinds IS DISTINCT FROM OLD.kinds OR NEW.evidence_sha256 IS DISTINCT FROM OLD.evidence_sha256 OR NEW.given_on IS DISTINCT FROM OLD.given_on)) EXECUTE FUNCTION refuse_fixed()",
    ],
}


def upgrade():
    op.create_table(
        "filing_mandates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["organizations.id"],
            name=op.f("fk_filing_mandates_agency_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["organizations.id"],
            name=op.f("fk_filing_mandates_client_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_filing_mandates_entered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_mandates")),
        sa.UniqueConstraint("public_id", name=op.f("uq_filing_mandates_public_id")),
    )
    with op.batch_alter_table("filing_mandates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_filing_mandates_agency_id"), ["agency_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_filing_mandates_client_id"), ["client_id"], unique=False
        )

    op.create_table(
        "filing_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "started_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_filing_runs_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["users.id"], name=op.f("fk_filing_runs_started_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_runs")),
        sa.UniqueConstraint("public_id", name=op.f("uq_filing_runs_public_id")),
    )
    with op.batch_alter_table("filing_runs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_filing_runs_finished_at"), ["finished_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_filing_runs_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "products",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("models", sa.Text(), nullable=False),
        sa.Column("industry", sa.String(length=5), nullable=True),
        sa.Column("produced_since", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "entered",
                "filed",
                "recognized",
                "discontinued",
                name="productstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filing_number", sa.String(length=80), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("recognition_number", sa.String(length=80), nullable=True),
        sa.Column("recognized_on", sa.Date(), nullable=True),
        sa.Column("discontinued_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_products_entered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_products_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint(
            "organization_id", "name", name=op.f("uq_products_organization_id_name")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_products_public_id")),
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_products_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_products_status"), ["status"], unique=False)

    op.create_table(
        "report_standings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "subordination",
            sa.Enum(
                "ministerial",
                "provincial",
                "municipal",
                "other",
                name="subordination",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_report_standings_entered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_report_standings_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_standings")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_report_standings_organization_id")),
    )
    with op.batch_alter_table("report_standings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_standings_subordination"), ["subordination"], unique=False
        )

    op.create_table(
        "report_targets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "patents",
                "implemented",
                "pledged",
                "licenses",
                "licensed_patents",
                "open_licenses",
                "free_licenses",
                "license_amount",
                "transfers",
                "transfer_amount",
                "received",
                "recorded",
                "registered",
                name="measure",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_report_targets_target_not_negative")),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_report_targets_set_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_targets")),
    )
    with op.batch_alter_table("report_targets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_targets_year"), ["year"], unique=False)

    op.create_table(
        "reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("record_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_reports_made_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "first_on", "last_on", "ordinal", name=op.f("uq_reports_first_on_last_on_ordinal")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_reports_public_id")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_first_on"), ["first_on"], unique=False)

    op.create_table(
        "product_sales",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "net_sales_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("units", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "stated_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("net_sales_fen >= 0", name=op.f("ck_product_sales_sales_not_negative")),
        sa.CheckConstraint(
            "units IS NULL OR units >= 0", name=op.f("ck_product_sales_units_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_sales_product_id_products")
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["users.id"], name=op.f("fk_product_sales_stated_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_sales")),
    )
    with op.batch_alter_table("product_sales", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_sales_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "deal_cases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "written_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_deal_cases_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["users.id"], name=op.f("fk_deal_cases_written_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_cases")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_deal_cases_agreement_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deal_cases_public_id")),
    )
    op.create_table(
        "product_patents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "patent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_product_patents_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["patent_id"], ["patents.id"], name=op.f("fk_product_patents_patent_id_patents")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_patents_product_id_products")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_patents")),
        sa.UniqueConstraint(
            "product_id", "patent_id", name=op.f("uq_product_patents_product_id_patent_id")
        ),
    )
    with op.batch_alter_table("product_patents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_patents_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_product_patents_patent_id"), ["patent_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_product_patents_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "case_consents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "side",
            sa.Enum("licensor", "licensee", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_case_consents_by_id_users")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["deal_cases.id"], name=op.f("fk_case_consents_case_id_deal_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_consents")),
    )
    with op.batch_alter_table("case_consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_consents_case_id"), ["case_id"], unique=False)

    op.create_table(
        "filing_run_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "outcome",
            sa.Enum("waiting", "prepared", "refused", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["filings.id"], name=op.f("fk_filing_run_items_filing_id_filings")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["filing_runs.id"], name=op.f("fk_filing_run_items_run_id_filing_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_run_items")),
        sa.UniqueConstraint(
            "run_id", "filing_id", name=op.f("uq_filing_run_items_run_id_filing_id")
        ),
    )
    with op.batch_alter_table("filing_run_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_filing_run_items_filing_id"), ["filing_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_filing_run_items_outcome"), ["outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_run_items_run_id"), ["run_id"], unique=False)

    _filings()
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\:")))


def _filings():
    op.add_column("filings", sa.Column("occasion", sa.String(20), server_default=sa.text("''"), nullable=False))
    op.add_column("filings", sa.Column("advised_on", sa.Date(), nullable=True))
    op.add_column("filings", sa.Column("correction_due_on", sa.Date(), nullable=True))
    key = "fk_filings_organization_id_organizations"
    if op.get_bind().dialect.name == "sqlite":
        # Added in place: a rebuilt table would drop the rows that point to it.
        op.execute(
            "ALTER TABLE filings ADD COLUMN organization_id INTEGER "
            f"CONSTRAINT {key} REFERENCES organizations (id)"
        )
    else:
        op.add_column("filings", sa.Column("organization_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key(key, "filings", "organizations", ["organization_id"], ["id"])
    op.create_index("ix_filings_organization_id", "filings", ["organization_id"])
    op.create_index(
        "uq_filings_year", "filings", ["organization_id", "kind", "occasion"], unique=True
    )


def downgrade():
    op.drop_index("uq_filings_year", "filings")
    op.drop_index("ix_filings_organization_id", "filings")
    with op.batch_alter_table("filings", schema=None) as batch_op:
        batch_op.drop_constraint("fk_filings_organization_id_organizations", type_="foreignkey")
        for column in ("correction_due_on", "advised_on", "occasion", "organization_id"):
            batch_op.drop_column(column)
    for name in (
        "filing_run_items",
        "case_consents",
        "product_patents",
        "deal_cases",
        "product_sales",
        "reports",
        "report_targets",
        "report_standings",
        "products",
        "filing_runs",
        "filing_mandates",
    ):
        op.drop_table(name)
