"""The performance record 履约记录 of one agreement: what was owed and reported, and when it came.

Read from the facts, kept nowhere else, and shown to the two parties only.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.obligations.demands import rows_in
from marketplace.obligations.models import (
    UNPAID,
    Obligation,
    ObligationCredit,
    RoyaltyStatement,
)
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.statements import statements_of


class Kept(StrEnum):
    """How a duty was kept."""

    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"
    MISSED = "missed"


@dataclass(frozen=True)
class Duty:
    """One amount, with the value day on which it was settled and the days after its due day."""

    obligation: Obligation
    settled_on: date | None
    days_late: int
    kept: Kept


@dataclass(frozen=True)
class Report:
    """One statement, with the day it came and the day by which it was due. ``corrects``: the period
    was reported before, in time or late, and this one only puts the figure right."""

    statement: RoyaltyStatement
    came_on: date
    due_on: date | None
    corrects: bool = False

    @property
    def kept(self) -> Kept:
        late = self.due_on and self.came_on > self.due_on and not self.corrects
        return Kept.LATE if late else Kept.IN_TIME


@dataclass(frozen=True)
class Performance:
    """What both sides did, as of a Shanghai day."""

    duties: tuple[Duty, ...]
    reports: tuple[Report, ...]

    def count(self, kept: Kept) -> int:
        """How many amounts were kept in this way."""
        return sum(1 for duty in self.duties if duty.kept is kept)

    def reported(self, kept: Kept) -> int:
        """How many periods were reported in this way."""
        return sum(1 for each in self.reports if each.kept is kept and not each.corrects)


def performance(agreement: Agreement, today: date | None = None) -> Performance:
    """The record of an agreement on the present day."""
    day = today or clock.today()
    rows = [row for row in rows_in(agreement) if row.due_on and row.amount_fen]
    paid = _settled([row.id for row in rows])
    duties = [_duty(row, paid.get(row.id), day) for row in rows if row.status is not S.VOID]
    return Performance(tuple(duties), tuple(_reports(agreement)))


def _duty(row: Obligation, settled_on: date | None, today: date) -> Duty:
    due_on = row.due_on or today
    if row.status in UNPAID:
        late = max(0, (today - due_on).days) if row.open_fen else 0
        return Duty(row, None, late, Kept.MISSED if late else Kept.OPEN)
    if row.status is not S.PAID or settled_on is None:
        return Duty(row, None, 0, Kept.OPEN)
    late = max(0, (settled_on - due_on).days)
    return Duty(row, settled_on, late, Kept.LATE if late else Kept.IN_TIME)


def _settled(keys: Sequence[int]) -> dict[int, date]:
    """The value day of the last money that counts, by obligation."""
    by_day: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for key, on, amount in db.session.execute(
        select(ObligationCredit.obligation_id, ObligationCredit.on, ObligationCredit.amount_fen)
        .where(ObligationCredit.obligation_id.in_(keys))
        .order_by(ObligationCredit.id)
    ):
        by_day[key][on] += amount
    return {
        key: max(on for on, amount in days.items() if amount > 0)
        for key, days in by_day.items()
        if any(amount > 0 for amount in days.values())
    }


def _reports(agreement: Agreement) -> list[Report]:
    due = {
        row.period_to: date.fromisoformat(row.basis["report_due_on"])
        for row in rows_in(agreement)
        if row.period_to and "report_due_on" in row.basis
    }
    said = statements_of(agreement)
    first = {each.period_to: each for each in said}
    return [
        Report(
            each,
            clock.shanghai_day(each.submitted_at),
            due.get(each.period_to),
            corrects=first[each.period_to] is not each,
        )
        for each in said
    ]
