"""What a message says of each kind of subject, as the record stands when the message is made.

Leaves are texts, ISO days, whole numbers, truth values; money is ``{"amount", "currency"}`` in fen.
Free text of the parties never leaves: it may name people. What a product, its models and the work of
a patent in it are called is what is filed, and goes without the contacts that may stand in it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.declarations.models import Declaration
from marketplace.extensions import db
from marketplace.feedback.parts import (
    CONFIDENTIAL,
    Data,
    guarded,
    iso,
    party,
    patent,
    terms_shown,
    without_contacts,
)
from marketplace.listings.models import Listing
from marketplace.obligations.models import Fact, ObligationStatus, RoyaltyStatement, StatementStatus
from marketplace.obligations.services import rows_of
from marketplace.payments.models import COUNTED, Payment, PaymentStatus
from marketplace.products.models import Product
from marketplace.registration.facts import FIXED, money
from marketplace.registration.models import Filing
from marketplace.terms.routes import ROUTES, Basis, Duty


@dataclass(frozen=True)
class Content:
    """``data`` of a subject; ``cancelled``: what was said of it before never held."""

    data: Data
    cancelled: bool = False


def of_listing(public_id: str) -> Content | None:
    """From its publication on; terms and patents of a published listing do not change."""
    listing = _one(Listing, public_id)
    if listing is None or listing.published_at is None:
        return None
    return Content(
        {
            "status": listing.status.value,
            "route": listing.route.value if listing.route else None,
            "fee_mode": listing.fee_mode.value if listing.fee_mode else None,
            "published_on": iso(clock.shanghai_day(listing.published_at)),
            "licensor": party(listing.organization),
            "patents": [patent(each) for each in listing.patents],
            "terms": terms_shown(listing.record) if listing.record else None,
        }
    )


def of_declaration(public_id: str) -> Content | None:
    """From the day on which its announcement has been checked by a second person."""
    declaration = _one(Declaration, public_id)
    if declaration is None or not declaration.is_announced:
        return None
    return Content(
        {
            "status": declaration.status.value,
            "number": declaration.number,
            "announced_on": iso(declaration.announced_on),
            "gazette_issue": declaration.gazette_issue or None,
            "withdrawn_on": iso(declaration.withdrawn_on),
            "licensor": party(declaration.organization),
            "patents": [patent(declaration.patent)],
            "terms": terms_shown(declaration.record),
        }
    )


def of_agreement(public_id: str) -> Content | None:
    """From its effect on, whatever becomes of it later."""
    agreement = _in_effect(public_id)
    if agreement is None or agreement.status is AgreementStatus.SET_ASIDE:
        return _cancelled(agreement)
    filings = {each.kind: each for each in _filings(agreement)}
    data = {
        "status": agreement.status.value,
        "route": agreement.route.value,
        "fee_mode": agreement.fee_mode.value,
        "declaration": agreement.declaration.number if agreement.declaration else None,
        "effective_on": iso(agreement.effective_on),
        "last_day": iso(agreement.last_day),
        "ended_on": iso(agreement.ended_on),
        "licensor": party(agreement.licensor),
        "licensee": party(agreement.licensee),
        "patents": [patent(each) for each in agreement.patents],
        "industry": agreement.licensee.industry,
        "recordal": _receipt(filings.get(Duty.RECORDAL)),
        "contract_registration": _receipt(filings.get(Duty.CONTRACT_REGISTRATION)),
        "text_sha256": agreement.text_sha256,
    }
    rows = [row for row in rows_of(agreement) if row.status is not ObligationStatus.VOID]
    fixed = sum(row.amount_fen or 0 for row in rows if row.reason in FIXED)
    price = {"fixed_total": money(fixed)}
    return Content(data | guarded(price, announced=_is_announced(agreement)))


def of_money(public_id: str) -> Content | None:
    """What is owed and what was paid on a license in effect."""
    agreement = _in_effect(public_id)
    if agreement is None or agreement.status is AgreementStatus.SET_ASIDE:
        return _cancelled(agreement)
    rows = [row for row in rows_of(agreement) if row.status is not ObligationStatus.VOID]
    payments = db.session.scalars(
        select(Payment).where(Payment.agreement_id == agreement.id).order_by(Payment.id)
    ).all()
    paid = [each for each in payments if each.status in COUNTED | {PaymentStatus.REVERSED}]
    amounts = {
        "obligations": [
            {
                "key": row.key,
                "reason": row.reason.value,
                "status": row.status.value,
                "due_on": iso(row.due_on),
                "amount": money(row.amount_fen),
                "paid": money(row.paid_fen),
            }
            for row in rows
        ],
        "payments": [
            {
                "id": each.public_id,
                "provider": each.provider.value,
                "status": each.status.value,
                "value_day": iso(each.value_day),
                "amount": {"amount": each.amount_fen, "currency": each.currency},
            }
            for each in paid
        ],
        "paid": money(sum(row.paid_fen for row in rows)),
    }
    announced = _is_announced(agreement) and all(row.reason in FIXED for row in rows)
    return Content({"agreement": public_id, **guarded(amounts, announced=announced)})


def of_use(public_id: str) -> Content | None:
    """How the license is used: accepted statements and facts that the parties recorded."""
    agreement = _in_effect(public_id)
    if agreement is None or agreement.status is AgreementStatus.SET_ASIDE:
        return _cancelled(agreement)
    statements = db.session.scalars(
        select(RoyaltyStatement)
        .where(
            RoyaltyStatement.agreement_id == agreement.id,
            RoyaltyStatement.status == StatementStatus.ACCEPTED,
        )
        .order_by(RoyaltyStatement.period_from, RoyaltyStatement.id)
    ).all()
    facts = db.session.scalars(
        select(Fact).where(Fact.agreement_id == agreement.id).order_by(Fact.on, Fact.id)
    ).all()
    if not statements and not facts:
        return None
    counted = {(each.period_from, each.period_to): each.quantity for each in statements}
    volumes = {f"{iso(first)}/{iso(last)}": amount for (first, last), amount in counted.items()}
    return Content(
        {
            "agreement": public_id,
            "facts": [{"kind": each.kind.value, "on": iso(each.on)} for each in facts],
            "reported_periods": sorted(volumes),
            CONFIDENTIAL: {"volumes": volumes},
        }
    )


def of_evaluation(public_id: str) -> Content | None:
    """How a trial was judged, and what it led to; the words of the parties stay with them."""
    agreement = _in_effect(public_id)
    if agreement is None or agreement.status is AgreementStatus.SET_ASIDE:
        return _cancelled(agreement)
    if agreement.evaluated_on is None:
        return None
    returned = agreement.status is AgreementStatus.RETURNED
    outcome = "converted" if agreement.converted_on else "returned" if returned else "open"
    return Content(
        {
            "agreement": public_id,
            "evaluated_on": iso(agreement.evaluated_on),
            "outcome": outcome,
            "converted_on": iso(agreement.converted_on),
            "patents": [patent(each) for each in agreement.patents],
        }
    )


def of_product(public_id: str) -> Content | None:
    """A product made or sold under a license of the site, once its filing has been handed in; a
    product under the maker's own patents alone is nobody's transaction."""
    product = _one(Product, public_id)
    uses = product.uses if product is not None else []
    licenses = {use.agreement for use in uses if use.agreement is not None}
    standing = {each for each in licenses if each.status is not AgreementStatus.SET_ASIDE}
    if not standing:
        return _cancelled(max(licenses, key=lambda each: each.id, default=None))
    handed_in = [
        filing.submitted_on
        for agreement in standing
        for filing in _filings(agreement)
        if filing.kind is Duty.PRODUCT_FILING and filing.submitted_on is not None
    ]
    if product.filed_on is None and not handed_in:
        return None
    return Content(_product(product, standing, max(handed_in, default=None)))


def _product(product: Product, standing: set[Agreement], submitted_on: date | None) -> Data:
    uses = [use for use in product.uses if use.agreement is None or use.agreement in standing]
    return {
        "maker": party(product.organization),
        "name": without_contacts(product.name),
        "models": [without_contacts(each) for each in product.models.splitlines() if each.strip()],
        "industry": product.industry,
        "produced_since": iso(product.produced_since),
        "patents": [
            patent(use.patent)
            | {
                "role": without_contacts(use.role),
                "agreement": use.agreement.public_id if use.agreement else None,
            }
            for use in uses
        ],
        "status": product.status.value,
        "submitted_on": iso(submitted_on),
        "number": product.filing_number,
        "filed_on": iso(product.filed_on),
        "recognition_number": product.recognition_number,
        "recognized_on": iso(product.recognized_on),
        "discontinued_on": iso(product.discontinued_on),
        CONFIDENTIAL: {
            "sales": {
                str(year): {"net_sales": money(said.net_sales_fen), "units": said.units}
                for year, said in product.sales_by_year.items()
            }
        },
    }


Build = Callable[[str], Content | None]

BUILDERS: dict[str, Build] = {
    "listing": of_listing,
    "declaration": of_declaration,
    "agreement": of_agreement,
    "money": of_money,
    "use": of_use,
    "evaluation": of_evaluation,
    "product": of_product,
}


def _is_announced(agreement: Agreement) -> bool:
    return ROUTES[agreement.route].basis is Basis.ANNOUNCED_DECLARATION


def _in_effect(public_id: str) -> Agreement | None:
    agreement = _one(Agreement, public_id)
    return agreement if agreement is not None and agreement.effective_on is not None else None


def _cancelled(agreement: Agreement | None) -> Content | None:
    """A license that was set aside never was: what was said of it is taken back."""
    if agreement is None:
        return None
    return Content({"cancelled": "set_aside", "on": iso(agreement.ended_on)}, cancelled=True)


def _filings(agreement: Agreement) -> list[Filing]:
    return list(db.session.scalars(select(Filing).where(Filing.agreement_id == agreement.id)))


def _receipt(filing: Filing | None) -> Data | None:
    if filing is None or filing.done_on is None:
        return None
    return {"number": filing.number, "on": iso(filing.done_on)}


def _one(model: Any, public_id: str) -> Any:
    return db.session.scalar(select(model).where(model.public_id == public_id))
