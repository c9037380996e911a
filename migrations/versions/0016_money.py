"""money"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


# What the database itself refuses: changes of what was laid down, divided or issued.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER payment_reports_no_update BEFORE UPDATE ON payment_reports BEGIN SELECT RAISE(ABORT, 'payment_reports is append-only'); END",
        "CREATE TRIGGER payment_reports_no_delete BEFORE DELETE ON payment_reports BEGIN SELECT RAISE(ABORT, 'payment_reports is append-only'); END",
        "CREATE TRIGGER reward_rules_no_update BEFORE UPDATE ON reward_rules BEGIN SELECT RAISE(ABORT, 'reward_rules is append-only'); END",
        "CREATE TRIGGER reward_rules_no_delete BEFORE DELETE ON reward_rules BEGIN SELECT RAISE(ABORT, 'reward_rules is append-only'); END",
        "CREATE TRIGGER share_plans_no_update BEFORE UPDATE ON share_plans BEGIN SELECT RAISE(ABORT, 'share_plans is append-only'); END",
        "CREATE TRIGGER share_plans_no_delete BEFORE DELETE ON share_plans BEGIN SELECT RAISE(ABORT, 'share_plans is append-only'); END",
        "CREATE TRIGGER invoice_papers_no_update BEFORE UPDATE ON invoice_papers BEGIN SELECT RAISE(ABORT, 'invoice_papers is append-only'); END",
        "CREATE TRIGGER invoice_papers_no_delete BEFORE DELETE ON invoice_papers BEGIN SELECT RAISE(ABORT, 'invoice_papers is append-only'); END",
        "CREATE TRIGGER distributions_fixed BEFORE UPDATE OF organization_id, payment_id, agreement_id, gross_fen, net_fen, deductions, inventors_ppm ON distributions WHEN ((1 = 1) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.payment_id IS DISTINCT FROM OLD.payment_id OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.gross_fen IS DISTINCT FROM OLD.gross_fen OR NEW.net_fen IS DISTINCT FROM OLD.net_fen OR NEW.deductions IS DISTINCT FROM OLD.deductions OR NEW.inventors_ppm IS DISTINCT FROM OLD.inventors_ppm)) BEGIN SELECT RAISE(ABORT, 'distributions: terms are fixed'); END",
        "CREATE TRIGGER distribution_lines_fixed BEFORE UPDATE OF distribution_id, party, kind, name, amount_fen ON distribution_lines WHEN ((1 = 1) AND (NEW.distribution_id IS DISTINCT FROM OLD.distribution_id OR NEW.party IS DISTINCT FROM OLD.party OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.name IS DISTINCT FROM OLD.name OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen)) BEGIN SELECT RAISE(ABORT, 'distribution_lines: terms are fixed'); END",
        "CREATE TRIGGER invoice_requests_fixed BEFORE UPDATE OF agreement_id, issuer_id, buyer_id, amount_fen, kind ON invoice_requests WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.issuer_id IS DISTINCT FROM OLD.issuer_id OR NEW.buyer_id IS DISTINCT FROM OLD.buyer_id OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.kind IS DISTINCT FROM OLD.kind)) BEGIN SELECT RAISE(ABORT, 'invoice_requests: terms are fixed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER payment_reports_no_change BEFORE UPDATE OR DELETE ON payment_reports FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER payment_reports_no_truncate BEFORE TRUNCATE ON payment_reports FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER reward_rules_no_change BEFORE UPDATE OR DELETE ON reward_rules FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER reward_rules_no_truncate BEFORE TRUNCATE ON reward_rules FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER share_plans_no_change BEFORE UPDATE OR DELETE ON share_plans FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER share_plans_no_truncate BEFORE TRUNCATE ON share_plans FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER invoice_papers_no_change BEFORE UPDATE OR DELETE ON invoice_papers FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER invoice_papers_no_truncate BEFORE TRUNCATE ON invoice_papers FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER distributions_fixed BEFORE UPDATE OF organization_id, payment_id, agreement_id, gross_fen, net_fen, deductions, inventors_ppm ON distributions FOR EACH ROW WHEN ((1 = 1) AND (NEW.organization_id IS DISTINCT FROM OLD.organization_id OR NEW.payment_id IS DISTINCT FROM OLD.payment_id OR NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.gross_fen IS DISTINCT FROM OLD.gross_fen OR NEW.net_fen IS DISTINCT FROM OLD.net_fen OR NEW.deductions IS DISTINCT FROM OLD.deductions OR NEW.inventors_ppm IS DISTINCT FROM OLD.inventors_ppm)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER distribution_lines_fixed BEFORE UPDATE OF distribution_id, party, kind, name, amount_fen ON distribution_lines FOR EACH ROW WHEN ((1 = 1) AND (NEW.distribution_id IS DISTINCT FROM OLD.distribution_id OR NEW.party IS DISTINCT FROM OLD.party OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.name IS DISTINCT FROM OLD.name OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen)) EXECUTE FUNCTION refuse_fixed()",
        "CREATE TRIGGER invoice_requests_fixed BEFORE UPDATE OF agreement_id, issuer_id, buyer_id, amount_fen, kind ON invoice_requests FOR EACH ROW WHEN ((1 = 1) AND (NEW.agreement_id IS DISTINCT FROM OLD.agreement_id OR NEW.issuer_id IS DISTINCT FROM OLD.issuer_id OR NEW.buyer_id IS DISTINCT FROM OLD.buyer_id OR NEW.amount_fen IS DISTINCT FROM OLD.amount_fen OR NEW.kind IS DISTINCT FROM OLD.kind)) EXECUTE FUNCTION refuse_fixed()",
    ],
}


def upgrade():
    op.create_table(
        "entitled",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "institution",
                "co_owner",
                "inventor",
                "agency",
                "pool_member",
                name="entitledkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("account_number", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_entitled_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitled")),
        sa.UniqueConstraint("public_id", name=op.f("uq_entitled_public_id")),
    )
    op.create_index(op.f("ix_entitled_email"), "entitled", ["email"], unique=False)
    op.create_index(
        op.f("ix_entitled_organization_id"), "entitled", ["organization_id"], unique=False
    )

    op.create_table(
        "reward_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("inventors_ppm", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("needs_notice", sa.Boolean(), nullable=False),
        sa.Column(
            "set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "inventors_ppm BETWEEN 0 AND 1000000", name=op.f("ck_reward_rules_within_whole")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_reward_rules_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_reward_rules_set_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_rules")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reward_rules_public_id")),
    )
    op.create_index(
        op.f("ix_reward_rules_organization_id"), "reward_rules", ["organization_id"], unique=False
    )

    op.create_table(
        "invoice_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "issuer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("buyer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ordinary",
                "special",
                "public_receipt",
                name="invoicekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("tax_number", sa.String(length=20), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "issued",
                "corrected",
                "refused",
                "withdrawn",
                name="invoicestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "requested_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_invoice_requests_something")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_invoice_requests_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["organizations.id"],
            name=op.f("fk_invoice_requests_buyer_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["issuer_id"],
            ["organizations.id"],
            name=op.f("fk_invoice_requests_issuer_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"],
            ["users.id"],
            name=op.f("fk_invoice_requests_requested_by_id_users"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_requests")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invoice_requests_public_id")),
    )
    op.create_index(
        op.f("ix_invoice_requests_agreement_id"), "invoice_requests", ["agreement_id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_requests_buyer_id"), "invoice_requests", ["buyer_id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_requests_issuer_id"), "invoice_requests", ["issuer_id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_requests_status"), "invoice_requests", ["status"], unique=False
    )

    op.create_table(
        "payment_reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column(
            "asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_payment_reports_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_payment_reports_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_payment_reports_organization_id_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_reports")),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_payment_reports_organization_id_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_reports_public_id")),
    )
    op.create_index(
        op.f("ix_payment_reports_agreement_id"), "payment_reports", ["agreement_id"], unique=False
    )
    op.create_index(
        op.f("ix_payment_reports_organization_id"),
        "payment_reports",
        ["organization_id"],
        unique=False,
    )

    op.create_table(
        "share_plans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column(
            "set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name=op.f("fk_share_plans_agreement_id_agreements")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_share_plans_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_share_plans_set_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_plans")),
        sa.UniqueConstraint("public_id", name=op.f("uq_share_plans_public_id")),
    )
    op.create_index(
        op.f("ix_share_plans_agreement_id"), "share_plans", ["agreement_id"], unique=False
    )
    op.create_index(
        op.f("ix_share_plans_organization_id"), "share_plans", ["organization_id"], unique=False
    )

    op.create_table(
        "distributions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("value_day", sa.Date(), nullable=False),
        sa.Column("gross_fen", sa.BigInteger(), nullable=False),
        sa.Column("net_fen", sa.BigInteger(), nullable=False),
        sa.Column("deductions", sa.Text(), nullable=False),
        sa.Column("inventors_ppm", sa.Integer(), nullable=False),
        sa.Column("needs_notice", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "in_notice",
                "ready",
                "confirmed",
                "paid",
                "dropped",
                "taken_back",
                name="distributionstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("net_fen >= 0 AND gross_fen > 0", name=op.f("ck_distributions_amounts")),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreements.id"],
            name=op.f("fk_distributions_agreement_id_agreements"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_distributions_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_distributions_organization_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_distributions_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_distributions_proposed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distributions")),
        sa.UniqueConstraint(
            "organization_id", "number", name=op.f("uq_distributions_organization_id_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_distributions_public_id")),
    )
    op.create_index(
        op.f("ix_distributions_agreement_id"), "distributions", ["agreement_id"], unique=False
    )
    op.create_index(
        op.f("ix_distributions_organization_id"), "distributions", ["organization_id"], unique=False
    )
    op.create_index(
        op.f("ix_distributions_payment_id"), "distributions", ["payment_id"], unique=False
    )
    op.create_index(op.f("ix_distributions_status"), "distributions", ["status"], unique=False)

    op.create_table(
        "invoice_papers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "issuer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("is_red", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("tax_fen", sa.BigInteger(), nullable=True),
        sa.Column("tax_note", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("file_type", sa.String(length=8), nullable=False),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(amount_fen < 0) = is_red", name=op.f("ck_invoice_papers_red_takes_back")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["users.id"], name=op.f("fk_invoice_papers_entered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["issuer_id"],
            ["organizations.id"],
            name=op.f("fk_invoice_papers_issuer_id_organizations"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["invoice_requests.id"],
            name=op.f("fk_invoice_papers_request_id_invoice_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_papers")),
        sa.UniqueConstraint("issuer_id", "number", name=op.f("uq_invoice_papers_issuer_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invoice_papers_public_id")),
    )
    op.create_index(
        op.f("ix_invoice_papers_request_id"), "invoice_papers", ["request_id"], unique=False
    )

    op.create_table(
        "distribution_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "distribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "institution",
                "co_owner",
                "inventor",
                "agency",
                "pool_member",
                name="entitledkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("tax_fen", sa.BigInteger(), nullable=True),
        sa.Column(
            "entitled_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "tax_fen IS NULL OR tax_fen BETWEEN 0 AND amount_fen",
            name=op.f("ck_distribution_lines_tax_within"),
        ),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["distributions.id"],
            name=op.f("fk_distribution_lines_distribution_id_distributions"),
        ),
        sa.ForeignKeyConstraint(
            ["entitled_id"],
            ["entitled.id"],
            name=op.f("fk_distribution_lines_entitled_id_entitled"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_lines")),
        sa.UniqueConstraint("public_id", name=op.f("uq_distribution_lines_public_id")),
    )
    op.create_index(
        op.f("ix_distribution_lines_distribution_id"),
        "distribution_lines",
        ["distribution_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_distribution_lines_entitled_id"),
        "distribution_lines",
        ["entitled_id"],
        unique=False,
    )
    # Balances are folded anew from the postings, in the order of the event sequence.
    op.execute("DELETE FROM ledger_balances")
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade():
    for name in (
        "distribution_lines",
        "invoice_papers",
        "distributions",
        "share_plans",
        "payment_reports",
        "invoice_requests",
        "reward_rules",
        "entitled",
    ):
        op.drop_table(name)
    op.execute("DELETE FROM follower_positions WHERE name = 'ledger:balances'")
    op.execute("DELETE FROM ledger_balances")
    op.execute(
        "INSERT INTO ledger_balances (account_id, amount) SELECT a.id, coalesce(sum(p.amount), 0)"
        " FROM ledger_accounts a LEFT JOIN ledger_postings p ON p.account_id = a.id GROUP BY a.id"
    )
