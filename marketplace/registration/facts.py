"""What the record knows for a filing, as one tree of plain values that field tables point into.

Leaves are texts, ISO days, whole numbers or lists; money is an object of integer fen and currency.
Everything about money comes from the signed terms record and its obligations.
"""

from collections.abc import Iterable
from typing import Any

from marketplace import clock
from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.agreements.models import Agreement
from marketplace.agreements.papers import sealed
from marketplace.declarations.models import Declaration
from marketplace.obligations.models import ObligationStatus
from marketplace.obligations.services import rows_of
from marketplace.patents.bars import evaluate
from marketplace.patents.enums import BarState, PatentKind
from marketplace.patents.models import Patent
from marketplace.patents.reference import industry_name, region_name, technology_field
from marketplace.patents.reference import technology_field_name as field_name
from marketplace.registration import queries, wording
from marketplace.registration.models import Filing
from marketplace.registration.vouchers import proof_of_payment
from marketplace.terms.enums import Reason
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES, Duty

CURRENCY = "CNY"
CURRENCY_NAME = "人民币"

FIXED = frozenset(
    {
        Reason.ENTRY_FEE,
        Reason.LUMP_SUM,
        Reason.INSTALMENT,
        Reason.CONVERSION_PRICE,
        Reason.TRANSFER_PRICE,
    }
)
"""Amounts that the contract itself fixes; royalties are known only as they are reported."""

COMMITMENT = "专利权人承诺：本专利符合专利法实施细则第八十五条的规定，不存在第八十六条所列不得实行开放许可的情形。"

_PARTY_KINDS = {
    OrganizationKind.UNIVERSITY: "高等院校",
    OrganizationKind.INSTITUTE: "科研机构",
    OrganizationKind.HOSPITAL: "医疗卫生机构",
    OrganizationKind.COMPANY: "企业",
    OrganizationKind.NATURAL_PERSON: "自然人",
    OrganizationKind.FOREIGN_PARTY: "境外主体（含港澳台）",
    OrganizationKind.SERVICE: "服务机构",
    OrganizationKind.OTHER: "其他组织",
}
_PATENT_KINDS = {
    PatentKind.INVENTION: "发明",
    PatentKind.UTILITY_MODEL: "实用新型",
    PatentKind.DESIGN: "外观设计",
}

Facts = dict[str, Any]


def gather(filing: Filing) -> Facts:
    """Everything that a field of this filing can point at; what is not known is None."""
    tree: Facts = {
        "filer": _party(filing.filer),
        "answers": dict(filing.answers or {}),
        "today": clock.today().isoformat(),
    }
    if filing.agreement is not None:
        tree |= _of_agreement(filing.agreement)
    if filing.declaration is not None:
        tree |= _of_declaration(filing.declaration)
    return tree


def money(fen: int | None) -> dict[str, Any] | None:
    """An amount as every interface writes it: integer fen and currency."""
    return None if fen is None else {"amount": fen, "currency": CURRENCY}


def _of_agreement(agreement: Agreement) -> Facts:
    document = sealed(agreement)
    declaration = agreement.declaration
    return {
        "licensor": _party(agreement.licensor),
        "licensee": _party(agreement.licensee),
        "patents": [_patent(patent) for patent in agreement.patents],
        "agreement": {
            "id": agreement.public_id,
            "number": document.number if document else None,
            "title": agreement.title,
            "type": ROUTES[agreement.route].name_zh,
            "contract_type": _contract_type(agreement),
            "concluded_on": _day(agreement.concluded_at or agreement.delivered_at),
            "notice_on": _day(agreement.notice_sent_at),
            "delivered_on": _day(agreement.delivered_at),
            "effective_on": _iso(agreement.effective_on),
            "last_day": _iso(agreement.last_day),
            "terms_sha256": agreement.terms_sha256,
            "text_sha256": agreement.text_sha256,
            "technology_field": _technology_field(agreement.patents),
            "industry": _industry(agreement),
            "recordal_number": _recordal_number(agreement),
        },
        "terms": _terms(agreement.record),
        "fee": _fee(agreement),
        "payment": proof_of_payment(agreement),
        "declaration": _declaration(declaration) if declaration else None,
    }


def _of_declaration(declaration: Declaration) -> Facts:
    patent = declaration.patent
    return {
        "licensor": _party(declaration.organization),
        "patents": [_patent(patent)],
        "declaration": _declaration(declaration),
        "terms": _terms(declaration.record),
        "bars": [
            {"article": each.article, "title": each.title, "state": each.counts_as.value}
            for each in evaluate(patent, clock.today())
            if each.counts_as is not BarState.CLEAR
        ],
    }


def _party(organization: Organization) -> Facts:
    region = organization.region
    return {
        "id": organization.public_id,
        "name": organization.name,
        "kind": _PARTY_KINDS[organization.kind],
        "code": organization.code or _no_code(organization),
        "address": organization.address,
        "region": region,
        "region_name": region_name(region, full=True) if region else None,
        "country": "境外" if organization.abroad else "中国",
        "representative": organization.legal_representative or _own_name(organization),
        "contact_name": organization.contact_name or _own_name(organization),
        "contact_phone": organization.contact_phone,
        "contact_email": organization.contact_email,
    }


def _no_code(organization: Organization) -> str | None:
    """Persons and foreign parties have no credit code; the form takes their own paper's number."""
    return None if organization.kind.has_code else "（按身份证件填写）"


def _own_name(organization: Organization) -> str | None:
    return organization.name if organization.is_natural_person else None


def _patent(patent: Patent) -> Facts:
    return {
        "number": patent.number,
        "certificate_number": patent.certificate_number,
        "title": patent.title,
        "kind": _PATENT_KINDS[patent.kind],
        "patentees": list(patent.patentee_names),
        "inventors": list(patent.inventors),
        "ipc": next(iter(patent.ipc or patent.locarno), None),
        "filing_on": _iso(patent.filing_on),
        "granted_on": _iso(patent.granted_on),
        "expires_on": _iso(patent.expires_on),
        "evaluation_report_number": patent.evaluation_report_number,
    }


def _terms(terms: Terms) -> Facts:
    """The terms in the office's words; figures are those of the record."""
    return {
        "payment_way": wording.payment_way(terms),
        "standard": wording.standard(terms),
        "period": wording.period(terms),
        "acts": wording.acts(terms),
        "territory": wording.territory(terms),
        "currency": terms.currency,
        "clauses": wording.fee_clauses(terms),
    }


def _fee(agreement: Agreement) -> Facts:
    rows = [row for row in rows_of(agreement) if row.status is not ObligationStatus.VOID]
    return {
        "currency": CURRENCY,
        "currency_name": CURRENCY_NAME,
        "fixed_total": money(sum(row.amount_fen or 0 for row in rows if row.reason in FIXED)),
        "obligations": [
            {
                "key": row.key,
                "reason": row.reason.value,
                "due_on": _iso(row.due_on),
                "amount": money(row.amount_fen),
                "paid": money(row.paid_fen),
            }
            for row in rows
        ],
        "paid": money(sum(row.paid_fen for row in rows)),
        "schedule": wording.schedule_lines(rows),
    }


def _declaration(declaration: Declaration) -> Facts:
    return {
        "id": declaration.public_id,
        "number": declaration.number if declaration.is_announced else None,
        "announced_on": _iso(declaration.announced_on) if declaration.is_announced else None,
        "contact": declaration.contact or None,
        "fee_statement": declaration.fee_statement or None,
        "terms_sha256": declaration.terms_sha256,
        "commitment": COMMITMENT if declaration.approved_at else None,
        "withdrawal_reason": declaration.withdrawal_reason or None,
    }


def _technology_field(patents: Iterable[Patent]) -> str | None:
    for patent in patents:
        number = technology_field(patent.ipc[0]) if patent.ipc else None
        if number:
            return field_name(number, "zh")
    return None


def _industry(agreement: Agreement) -> str | None:
    """The industry that is served: the licensee's, else the patent's."""
    codes = [
        agreement.licensee.industry,
        *(code for p in agreement.patents for code in p.industries),
    ]
    code = next((each for each in codes if each), None)
    return f"{code} {industry_name(code) or ''}".strip() if code else None


def _contract_type(agreement: Agreement) -> str:
    """技术转让 for a sale, 技术许可 for a license (民法典 862, 863)."""
    sale = agreement.record.transfer is not None
    return "技术转让合同（专利权转让）" if sale else "技术许可合同（专利实施许可）"


def _recordal_number(agreement: Agreement) -> str | None:
    recordal = queries.one(agreement, Duty.RECORDAL)
    return recordal.number if recordal else None


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _day(instant: Any) -> str | None:
    return clock.shanghai_day(instant).isoformat() if instant else None
