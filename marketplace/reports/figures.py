"""The figures of a report, counted from the records of the site and never typed (S078)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.obligations.models import Obligation, ObligationStatus
from marketplace.patents.enums import Bar, BarState, Implementation
from marketplace.patents.models import Patent, PatentBar
from marketplace.payments.models import COUNTED, Payment
from marketplace.registration.models import Filing
from marketplace.registration.year import FIXED
from marketplace.reports.models import Measure, Standing, Subordination
from marketplace.terms.cost import is_free
from marketplace.terms.routes import ROUTES, Duty

Figures = dict[Subordination, dict[Measure, int]]
_DUTIES: Final = {
    Duty.RECORDAL: Measure.RECORDED,
    Duty.CONTRACT_REGISTRATION: Measure.REGISTERED,
}


def figures(first: date, last: date) -> Figures:
    """Every measure by subordination of the licensor, over the Shanghai days ``first`` to ``last``.

    Stocks (patents held, in use, pledged) are those of the moment; amounts are fen.
    """
    groups = _groups()
    found: Figures = {each: dict.fromkeys(Measure, 0) for each in Subordination}
    for organization, measure, value in _facts(first, last):
        found[groups[organization]][measure] += value
    return found


def totals(found: Figures) -> dict[Measure, int]:
    """All groups together."""
    return {measure: sum(group[measure] for group in found.values()) for measure in Measure}


def _groups() -> dict[int, Subordination]:
    known: dict[int, Subordination] = defaultdict(lambda: Subordination.OTHER)
    rows = db.session.execute(select(Standing.organization_id, Standing.subordination))
    known.update((row[0], row[1]) for row in rows)
    return known


def _facts(first: date, last: date) -> Iterator[tuple[int, Measure, int]]:
    """Licensor or claimant, measure, value."""
    yield from _stocks()
    yield from _deals(first, last)
    received = (
        select(Agreement.licensor_id, func.sum(Payment.amount_fen))
        .join(Payment, Payment.agreement_id == Agreement.id)
        .where(Payment.status.in_(COUNTED), Payment.value_day.between(first, last))
        .group_by(Agreement.licensor_id)
    )
    for licensor, fen in db.session.execute(received):
        yield licensor, Measure.RECEIVED, int(fen or 0)
    filed = (
        select(Agreement.licensor_id, Filing.kind, func.count(Filing.id))
        .join(Filing, Filing.agreement_id == Agreement.id)
        .where(Filing.kind.in_(_DUTIES), Filing.done_on.between(first, last))
        .group_by(Agreement.licensor_id, Filing.kind)
    )
    for licensor, kind, count in db.session.execute(filed):
        yield licensor, _DUTIES[kind], int(count)


def _stocks() -> Iterator[tuple[int, Measure, int]]:
    held = select(Patent.claimant_id, func.count(Patent.id)).group_by(Patent.claimant_id)
    used = held.where(Patent.implementation == Implementation.IMPLEMENTED)
    pledged = held.join(PatentBar, PatentBar.patent_id == Patent.id).where(
        PatentBar.bar == Bar.PLEDGED, PatentBar.state == BarState.BARRED
    )
    for measure, statement in (
        (Measure.PATENTS, held),
        (Measure.IMPLEMENTED, used),
        (Measure.PLEDGED, pledged),
    ):
        for claimant, count in db.session.execute(statement):
            yield claimant, measure, int(count)


def _deals(first: date, last: date) -> Iterator[tuple[int, Measure, int]]:
    rows = db.session.scalars(
        select(Agreement)
        .where(Agreement.effective_on.between(first, last))
        .options(selectinload(Agreement.subjects))
        .execution_options(yield_per=500)
    )
    for agreement in rows:
        yield from _one(agreement)
    yield from _amounts(first, last)


def _one(agreement: Agreement) -> Iterator[tuple[int, Measure, int]]:
    rules, licensor = ROUTES[agreement.route], agreement.licensor_id
    if rules.passes_right:
        yield licensor, Measure.TRANSFERS, 1
        return
    yield licensor, Measure.LICENSES, 1
    yield licensor, Measure.LICENSED_PATENTS, len(agreement.subjects)
    if rules.needs_declaration:
        yield licensor, Measure.OPEN_LICENSES, 1
    if is_free(agreement.record):
        yield licensor, Measure.FREE_LICENSES, 1


def _amounts(first: date, last: date) -> Iterator[tuple[int, Measure, int]]:
    """Fen that the contracts of the period fix, by licensor and route."""
    statement = (
        select(Agreement.licensor_id, Agreement.route, func.sum(Obligation.amount_fen))
        .join(Obligation, Obligation.agreement_id == Agreement.id)
        .where(
            Agreement.effective_on.between(first, last),
            Obligation.reason.in_(FIXED),
            Obligation.status != ObligationStatus.VOID,
        )
        .group_by(Agreement.licensor_id, Agreement.route)
    )
    for licensor, route, fen in db.session.execute(statement):
        sold = ROUTES[route].passes_right
        yield licensor, Measure.TRANSFER_AMOUNT if sold else Measure.LICENSE_AMOUNT, int(fen or 0)


def share_of(actual: int, target: int) -> str:
    """``actual`` as a percentage of ``target`` with one decimal, rounded half up."""
    if target <= 0:
        return ""
    tenths = (actual * 2_000 + target) // (2 * target)
    return f"{tenths // 10}.{tenths % 10} %"


def measures_of(found: dict[Measure, int], wanted: Iterable[Measure]) -> list[tuple[Measure, int]]:
    """Some measures in order, for a chart."""
    return [(measure, found[measure]) for measure in wanted]
