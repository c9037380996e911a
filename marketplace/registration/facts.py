"""What the record knows for a filing, as one tree of plain values that field tables point into.

Leaves are texts, ISO days, whole numbers or lists; money is an object of integer fen and currency.
Everything about money comes from the signed terms record and its obligations.
"""

from collections.abc import Iterable
from typing import Any

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.agreements.papers import sealed
from marketplace.declarations.sheets.facts import (
    Facts,
    declaration_facts,
    declared,
    iso,
    party,
    patent_facts,
    terms_facts,
)
from marketplace.deeds.queries import terms_in_force
from marketplace.obligations.models import ObligationStatus
from marketplace.obligations.services import rows_of
from marketplace.on_paper.queries import counterparts_of, paper_of
from marketplace.patents.bars import evaluate
from marketplace.patents.enums import BarState
from marketplace.patents.models import Patent
from marketplace.patents.reference import industry_name, technology_field
from marketplace.patents.reference import technology_field_name as field_name
from marketplace.products import queries as products
from marketplace.registration import policies, queries, wording
from marketplace.registration.models import Filing
from marketplace.registration.vouchers import proof_of_payment
from marketplace.registration.year import CURRENCY, FIXED, year_facts
from marketplace.terms.routes import ROUTES, Duty

CURRENCY_NAME = "人民币"


def gather(filing: Filing) -> Facts:
    """Everything that a field of this filing can point at; what is not known is None."""
    tree: Facts = {
        "filer": party(filing.filer),
        **_requester(filing),
        "answers": dict(filing.answers or {}),
        "today": clock.today().isoformat(),
        "filing": _of_filing(filing),
    }
    if filing.agreement is not None:
        tree |= _of_agreement(filing.agreement)
    if filing.organization is not None:
        tree["year"] = year_facts(filing.organization, int(filing.occasion))
    if filing.declaration is not None:
        tree |= declared(filing.declaration)
        tree["bars"] = [
            {"article": each.article, "title": each.title, "state": each.counts_as.value}
            for each in evaluate(filing.declaration.patent, clock.today())
            if each.counts_as is not BarState.CLEAR
        ]
    return tree


def _requester(filing: Filing) -> Facts:
    """The party that asks, and the agency that files for it where one holds its mandate."""
    if policies.files_for_itself(filing):
        return {"requester": party(filing.filer), "agency": None}
    mandate = queries.mandate_for(filing)
    client = mandate.client if mandate is not None else policies.parties_for(filing)[0]
    return {"requester": party(client), "agency": party(filing.filer)}


def _of_filing(filing: Filing) -> Facts:
    """What the filing itself knows: its year, the recordal that it changes, by when it was due."""
    recordal = queries.one(filing.agreement, Duty.RECORDAL) if filing.agreement else None
    return {
        "year": filing.occasion or None,
        "due_on": iso(filing.due_on),
        "days_late": filing.days_late(clock.today()) or None,
        "recordal_number": recordal.number if recordal else None,
        "recorded_on": iso(recordal.done_on) if recordal else None,
        "ended_on": iso(filing.agreement.ended_on) if filing.agreement else None,
        "end_reason": (filing.agreement.end_reason or None) if filing.agreement else None,
    }


def money(fen: int | None) -> dict[str, Any] | None:
    """An amount as every interface writes it: integer fen and currency."""
    return None if fen is None else {"amount": fen, "currency": CURRENCY}


def _of_agreement(agreement: Agreement) -> Facts:
    document = sealed(agreement)
    declaration = agreement.declaration
    return {
        "licensor": party(agreement.licensor),
        "licensee": party(agreement.licensee),
        "patents": [patent_facts(patent) for patent in agreement.patents],
        "agreement": {
            "id": agreement.public_id,
            "number": document.number if document else None,
            "title": agreement.title,
            "patent_count": len(agreement.patents),
            "type": ROUTES[agreement.route].name_zh,
            "contract_type": _contract_type(agreement),
            "concluded_on": _day(agreement.concluded_at or agreement.delivered_at),
            "notice_on": _day(agreement.notice_sent_at),
            "delivered_on": _day(agreement.delivered_at),
            "effective_on": iso(agreement.effective_on),
            "last_day": iso(agreement.last_day),
            "terms_sha256": agreement.terms_sha256,
            "text_sha256": agreement.text_sha256,
            "technology_field": _technology_field(agreement.patents),
            "industry": _industry(agreement),
            "recordal_number": _recordal_number(agreement),
        },
        "terms": terms_facts(terms_in_force(agreement)),
        "fee": _fee(agreement),
        "payment": proof_of_payment(agreement),
        "paper": _papers(agreement) or None,
        "declaration": declaration_facts(declaration) if declaration else None,
        "product": _product(agreement),
    }


def _product(agreement: Agreement) -> Facts | None:
    """The product that was entered last under the license, with its sales as stated."""
    product = next(iter(products.under(agreement)), None)
    if product is None:
        return None
    years = product.sales_by_year
    code = product.industry
    return {
        "name": product.name,
        "models": product.models.replace("\n", "、") or None,
        "since": iso(product.produced_since),
        "industry": f"{code} {industry_name(code) or ''}".strip() if code else None,
        "roles": "；".join(f"{use.patent.certificate_number} {use.role}" for use in product.uses),
        "sales": "；".join(
            f"{year}年 {wording.amount(row.net_sales_fen)}" for year, row in years.items()
        )
        or None,
        "filing_number": product.filing_number,
    }


def _papers(agreement: Agreement) -> list[Facts]:
    """The scans that belong to the contract: of its original, if it was signed elsewhere, and of the
    sealed counterparts that another person found to match."""
    paper = paper_of(agreement)
    scans = [paper.scan_sha256] if paper is not None else []
    matched = (each for each in counterparts_of(agreement) if each.status == "matched")
    scans += [each.scan_sha256 for each in matched]
    return [{"sha256": sha256} for sha256 in scans]


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
                "due_on": iso(row.due_on),
                "amount": money(row.amount_fen),
                "paid": money(row.paid_fen),
            }
            for row in rows
        ],
        "paid": money(sum(row.paid_fen for row in rows)),
        "schedule": wording.schedule_lines(rows),
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


def _day(instant: Any) -> str | None:
    return clock.shanghai_day(instant).isoformat() if instant else None
