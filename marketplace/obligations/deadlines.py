"""Days that are told beforehand: the end of free time and of a trial, the start of payment, reports.

Which there are follows from the terms in force, the facts and the rows; ``keep`` says it anew with
every change, so a notice for a day that was moved is not given (R-63).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.clock import add_months
from marketplace.extensions import db
from marketplace.obligations.lines import facts_of
from marketplace.obligations.models import (
    Deadline,
    DeadlineKind,
    Obligation,
    RoyaltyStatement,
    StatementStatus,
)
from marketplace.terms.enums import Reason
from marketplace.terms.record import Terms
from marketplace.terms.timeline import ONE_DAY, Timeline, timeline

_TRIED = frozenset({AgreementStatus.ON_TRIAL, AgreementStatus.EVALUATED})
_Key = tuple[DeadlineKind, str]


def keep(agreement: Agreement, terms: Terms, rows: Sequence[Obligation]) -> None:
    """Bring the deadlines of an agreement in line with how it stands on the present day."""
    if agreement.effective_on is None:
        return
    wanted = dict(_wanted(agreement, agreement.effective_on, terms, rows))
    known = {(each.kind, each.key): each for each in deadlines_of(agreement)}
    today = clock.today()
    for key, ends_on in wanted.items():
        found = known.get(key)
        if found is None:
            found = Deadline(agreement=agreement, kind=key[0], key=key[1], ends_on=ends_on)
            db.session.add(found)
            found.plan(today)
        elif found.ends_on != ends_on:
            found.ends_on = ends_on
            found.plan(today)
        elif found.next_on is None:
            found.plan(today + ONE_DAY)
    for key, found in known.items():
        if key not in wanted and found.next_on is not None:
            found.next_on = None


def deadlines_of(agreement: Agreement) -> Sequence[Deadline]:
    """All deadlines of an agreement, by day."""
    return db.session.scalars(
        select(Deadline)
        .where(Deadline.agreement_id == agreement.id)
        .order_by(Deadline.ends_on, Deadline.id)
    ).all()


def _wanted(
    agreement: Agreement, effective_on: date, terms: Terms, rows: Sequence[Obligation]
) -> Iterator[tuple[_Key, date]]:
    if not agreement.is_in_force:
        return
    if terms.trial and agreement.status in _TRIED:
        yield (DeadlineKind.TRIAL, ""), add_months(effective_on, terms.trial.months)
    if terms.free_window or terms.deferral:
        days = timeline(terms, effective_on, facts_of(agreement), agreement.last_day)
        yield from _starts(terms, days)
    yield from _reports(agreement, rows)


def _starts(terms: Terms, days: Timeline) -> Iterator[tuple[_Key, date]]:
    if days.priced_from is not None:
        yield (DeadlineKind.FREE_WINDOW, ""), days.priced_from - ONE_DAY
    today = clock.today()
    if terms.deferral and days.starts_on is not None and days.starts_on > today:
        yield (DeadlineKind.PAYMENT_START, ""), days.starts_on


def _reports(agreement: Agreement, rows: Sequence[Obligation]) -> Iterator[tuple[_Key, date]]:
    """Every period that is over and not reported, and the first one that still runs."""
    royalties = [row for row in rows if row.reason is Reason.ROYALTY and row.amount_fen is None]
    waiting = sorted(royalties, key=lambda row: row.period_to or date.max)
    if not waiting:
        return
    answered = _reported(agreement)
    today = clock.today()
    for row in waiting:
        due = row.basis.get("report_due_on")
        if due is None or row.period_to is None:
            continue
        if row.period_to not in answered:
            yield (DeadlineKind.REPORT, row.key), date.fromisoformat(due)
        if row.period_to >= today:
            return


def _reported(agreement: Agreement) -> set[date]:
    """The last days of periods for which a statement waits for its answer."""
    return set(
        db.session.scalars(
            select(RoyaltyStatement.period_to).where(
                RoyaltyStatement.agreement_id == agreement.id,
                RoyaltyStatement.status == StatementStatus.SUBMITTED,
            )
        )
    )
