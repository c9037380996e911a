"""An institution's year in figures, counted from the records and never typed (促进科技成果转化法 21)."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.obligations.models import Obligation, ObligationStatus
from marketplace.patents.enums import Implementation, PatentKind, Willingness
from marketplace.patents.models import Patent
from marketplace.payments.models import COUNTED, Payment
from marketplace.terms.enums import Reason
from marketplace.terms.routes import ROUTES

CURRENCY = "CNY"
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


def year_facts(organization: Organization, year: int) -> dict[str, Any]:
    """Patents held today; deals that took effect and money received within the Shanghai year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    deals = list(
        db.session.scalars(
            select(Agreement).where(
                Agreement.licensor_id == organization.id,
                Agreement.effective_on.between(first, last),
            )
        )
    )
    sold = [each for each in deals if ROUTES[each.route].passes_right]
    licensed = [each for each in deals if not ROUTES[each.route].passes_right]
    return {
        **_patents(organization),
        "licenses": str(len(licensed)),
        "license_amount": _money(_fixed(licensed)),
        "transfers": str(len(sold)),
        "transfer_amount": _money(_fixed(sold)),
        "received": _money(_received(organization, first, last)),
    }


def _patents(organization: Organization) -> dict[str, str]:
    rows = db.session.execute(
        select(Patent.kind, Patent.grade, Patent.willingness, Patent.implementation).where(
            Patent.claimant_id == organization.id
        )
    ).all()
    unwilling = {Willingness.NONE.value, Willingness.OWN_USE.value}
    counts = {
        "patents": len(rows),
        "inventions": sum(row.kind is PatentKind.INVENTION for row in rows),
        "graded": sum(row.grade is not None for row in rows),
        "willing": sum(bool(set(row.willingness) - unwilling) for row in rows),
        "implemented": sum(row.implementation is Implementation.IMPLEMENTED for row in rows),
    }
    return {key: str(count) for key, count in counts.items()}


def _fixed(deals: list[Agreement]) -> int:
    """Fen that the contracts fix."""
    statement = select(func.coalesce(func.sum(Obligation.amount_fen), 0)).where(
        Obligation.agreement_id.in_([each.id for each in deals]),
        Obligation.reason.in_(FIXED),
        Obligation.status != ObligationStatus.VOID,
    )
    return int(db.session.scalar(statement) or 0)


def _received(organization: Organization, first: date, last: date) -> int:
    statement = (
        select(func.coalesce(func.sum(Payment.amount_fen), 0))
        .join(Agreement, Agreement.id == Payment.agreement_id)
        .where(
            Agreement.licensor_id == organization.id,
            Payment.status.in_(COUNTED),
            Payment.value_day.between(first, last),
        )
    )
    return int(db.session.scalar(statement) or 0)


def _money(fen: int) -> dict[str, Any]:
    return {"amount": fen, "currency": CURRENCY}
