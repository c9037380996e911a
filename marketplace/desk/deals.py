"""Loading what chains are made from: for one deal, or for a page of them in a few statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.desk.chain import Deal, stations
from marketplace.extensions import db
from marketplace.obligations.models import Obligation
from marketplace.payments.models import COUNTED, Payment
from marketplace.registration.models import Filing
from marketplace.web_parts.chain import Station

RELATED = (
    joinedload(Agreement.declaration),
    joinedload(Agreement.listing),
    joinedload(Agreement.licensor),
    joinedload(Agreement.licensee),
    selectinload(Agreement.signatures),
)
"""What the stations of an agreement read beside the deal's own rows."""


def deals_of(agreements: Iterable[Agreement], today: date | None = None) -> list[Deal]:
    """The deals of these agreements, in their order; five statements however many they are."""
    listed = list(agreements)
    keys = [agreement.id for agreement in listed]
    if not keys:
        return []
    db.session.scalars(select(Agreement).where(Agreement.id.in_(keys)).options(*RELATED)).all()
    obligations, filings = _obligations(keys), _filings(keys)
    paid = dict(
        db.session.execute(
            select(Payment.agreement_id, func.max(Payment.value_day))
            .where(Payment.agreement_id.in_(keys), Payment.status.in_(COUNTED))
            .group_by(Payment.agreement_id)
        ).all()
    )
    day = today or clock.today()
    return [
        Deal(each, day, obligations[each.id], filings[each.id], paid.get(each.id))
        for each in listed
    ]


def deal_of(agreement: Agreement) -> Deal:
    """One agreement with all that its chain shows."""
    return deals_of([agreement])[0]


def chains_of(agreements: Iterable[Agreement]) -> dict[int, list[Station]]:
    """The rows of marks for a list, by the agreement's database key."""
    return {deal.agreement.id: stations(deal) for deal in deals_of(agreements)}


def _obligations(keys: Sequence[int]) -> dict[int, list[Obligation]]:
    found: dict[int, list[Obligation]] = defaultdict(list)
    rows = db.session.scalars(
        select(Obligation)
        .where(Obligation.agreement_id.in_(keys))
        .order_by(Obligation.due_on.is_(None), Obligation.due_on, Obligation.id)
    )
    for row in rows:
        found[row.agreement_id].append(row)
    return found


def _filings(keys: Sequence[int]) -> dict[int, list[Filing]]:
    found: dict[int, list[Filing]] = defaultdict(list)
    rows = db.session.scalars(
        select(Filing)
        .where(Filing.agreement_id.in_(keys))
        .options(joinedload(Filing.after))
        .order_by(Filing.id)
    )
    for row in rows:
        if row.agreement_id is not None:
            found[row.agreement_id].append(row)
    return found
