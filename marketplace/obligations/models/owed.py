"""What is owed: a row per line of ``schedule()``, what was counted on it, what was decided on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.terms.enums import Reason
from marketplace.types import CanonicalJSON

REMIND_DAYS = 7


class ObligationStatus(StrEnum):
    SCHEDULED = "scheduled"
    DUE = "due"
    PART_PAID = "part_paid"
    PAID = "paid"
    ON_HOLD = "on_hold"
    WAIVED = "waived"
    VOID = "void"


S = ObligationStatus

UNPAID = frozenset({S.SCHEDULED, S.DUE, S.PART_PAID})

LIFECYCLE = Lifecycle(
    "obligation",
    {
        "fall_due": (frozenset({S.SCHEDULED}), S.DUE),
        "reschedule": (frozenset({S.DUE, S.ON_HOLD, S.VOID}), S.SCHEDULED),
        "pay_part": (UNPAID | {S.PAID, S.ON_HOLD}, S.PART_PAID),
        "pay": (UNPAID | {S.ON_HOLD}, S.PAID),
        "reopen": (frozenset({S.PAID, S.PART_PAID, S.ON_HOLD}), S.DUE),
        "hold": (UNPAID, S.ON_HOLD),
        "waive": (UNPAID | {S.ON_HOLD}, S.WAIVED),
        "void": (UNPAID | {S.ON_HOLD, S.PAID}, S.VOID),
    },
    initial=S.SCHEDULED,
)


class ClockStep(StrEnum):
    """What the passing of days does to an amount, in this order."""

    REMIND = "remind"
    FALL_DUE = "fall_due"
    OVERDUE = "overdue"
    DEFAULT = "default"


def steps_of(due_on: date | None, grace_days: int) -> Iterator[tuple[ClockStep, date]]:
    """The steps of an amount with their Shanghai days: a reminder a week before, the due day, the
    day after it, and the day after the grace where there is one."""
    if due_on is None:
        return
    yield ClockStep.REMIND, due_on - timedelta(REMIND_DAYS)
    yield ClockStep.FALL_DUE, due_on
    yield ClockStep.OVERDUE, due_on + timedelta(1)
    if grace_days:
        yield ClockStep.DEFAULT, due_on + timedelta(grace_days + 1)


class Obligation(db.Model):
    """One amount owed on one day for one reason: a line of ``schedule()`` with what was paid.

    Amounts are fen; ``amount_fen`` is None while a statement or a trigger is missing.
    ``key`` names the line within its agreement for ever. ``clock_step`` is what the passing of days
    brings next, on the Shanghai day ``clock_on``; None once nothing is left to wait for.
    ``grace_days`` run after the due day without default.
    """

    __tablename__ = "obligations"
    __table_args__ = (
        UniqueConstraint("agreement_id", "key"),
        Index(
            "ix_obligations_clock",
            "clock_on",
            "id",
            sqlite_where=text("clock_on IS NOT NULL"),
            postgresql_where=text("clock_on IS NOT NULL"),
        ),
        Index(
            "ix_obligations_payee",
            "payee",
            sqlite_where=text("payee IS NOT NULL"),
            postgresql_where=text("payee IS NOT NULL"),
        ),
    )

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    reason: Mapped[Reason]
    path: Mapped[str] = mapped_column(String(60))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    accrued_on: Mapped[date | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    basis: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    payee: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[ObligationStatus] = mapped_column(default=S.SCHEDULED, index=True)
    paid_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    posted_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    grace_days: Mapped[int] = mapped_column(default=0, server_default="0")
    clock_step: Mapped[ClockStep | None]
    clock_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()

    @property
    def open_fen(self) -> int:
        """What is still to be paid; 0 while the amount is not known."""
        if self.status in (S.WAIVED, S.VOID):
            return 0
        return max(0, (self.amount_fen or 0) - self.paid_fen)

    @property
    def excess_fen(self) -> int:
        """What is credited here beyond what is owed: a corrected figure, or nothing owed at all."""
        owed = 0 if self.status is S.VOID else self.amount_fen or 0
        return 0 if self.status is S.WAIVED else max(0, self.paid_fen - owed)

    def is_overdue(self, day: date) -> bool:
        """Unpaid after its due day: computed, never stored."""
        due_on = self.due_on
        return self.status in UNPAID and due_on is not None and due_on < day and self.open_fen > 0

    @property
    def owed_to(self) -> str:
        """The public id of the organization to which it is owed."""
        return self.payee or self.agreement.licensor.public_id

    def is_in_default(self, day: date) -> bool:
        """Unpaid after the grace that the terms give: from then on it can be demanded."""
        return self.is_overdue(day - timedelta(self.grace_days))

    def plan(self, day: date) -> None:
        """Say anew what the clock has to do, as seen on a Shanghai day: nobody is reminded after
        the day, and what is due already does not fall due again."""
        skipped = set() if self.status is S.SCHEDULED else {ClockStep.REMIND, ClockStep.FALL_DUE}
        steps = [each for each in self._steps() if each[0] not in skipped]
        self._next([each for each in steps if each[1] >= day or each[0] is not ClockStep.REMIND])

    def step_on(self) -> None:
        """The step that was due is taken: the next one follows, in the order of days."""
        steps = list(self._steps())
        places = [place for place, (step, _) in enumerate(steps) if step is self.clock_step]
        self._next(steps[places[0] + 1 :] if places else [])

    def _next(self, steps: list[tuple[ClockStep, date]]) -> None:
        """Of nothing owed nobody is told: its day comes, and it is settled."""
        if self.status not in UNPAID or self.amount_fen is None:
            steps = []
        elif not self.open_fen:
            steps = [each for each in steps if each[0] is ClockStep.FALL_DUE]
        self.clock_step, self.clock_on = steps[0] if steps else (None, None)

    def _steps(self) -> Iterator[tuple[ClockStep, date]]:
        return steps_of(self.due_on, self.grace_days)

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class ObligationCredit(db.Model):
    """That money was counted on an amount, by its value day; taken back by a negative one."""

    __tablename__ = "obligation_credits"

    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), index=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    obligation: Mapped[Obligation] = relationship()


class DecisionKind(StrEnum):
    """What a person of the licensor decides on an amount."""

    HOLD = "hold"
    RELEASE = "release"
    KEEP = "keep"
    WAIVE = "waive"


class Decision(db.Model):
    """A person's decision on one amount, with its reason; a later one stands beside it."""

    __tablename__ = "obligation_decisions"

    public_id: Mapped[str] = public_id_column()
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), index=True)
    kind: Mapped[DecisionKind]
    reason: Mapped[str] = mapped_column(Text)
    on: Mapped[date] = mapped_column("on_day")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    obligation: Mapped[Obligation] = relationship()
    by: Mapped[User] = relationship()


class DeadlineKind(StrEnum):
    """Days that are told beforehand."""

    FREE_WINDOW = "free_window"
    TRIAL = "trial"
    PAYMENT_START = "payment_start"
    REPORT = "report"


NOTICE_DAYS: dict[DeadlineKind, tuple[int, ...]] = {
    DeadlineKind.FREE_WINDOW: (60, 30, 7, -1),
    DeadlineKind.TRIAL: (30, 7, -1),
    DeadlineKind.PAYMENT_START: (60, 30, 7),
    DeadlineKind.REPORT: (7, -1),
}
"""How many days before its last day a deadline is told; -1 is the day after it."""


class Deadline(db.Model):
    """A day of an agreement that is told beforehand; ``next_on`` is the Shanghai day of the next
    notice, None once all were given or what it waited for has come."""

    __tablename__ = "agreement_deadlines"
    __table_args__ = (UniqueConstraint("agreement_id", "kind", "key"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    kind: Mapped[DeadlineKind]
    key: Mapped[str] = mapped_column(String(60), default="")
    ends_on: Mapped[date]
    next_on: Mapped[date | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()

    @property
    def notice_days(self) -> list[date]:
        """The Shanghai days of its notices, in order."""
        return [self.ends_on - timedelta(before) for before in NOTICE_DAYS[self.kind]]

    def plan(self, day: date) -> None:
        """The next notice that lies on or after a Shanghai day."""
        self.next_on = next((each for each in self.notice_days if each >= day), None)

    def step_on(self) -> None:
        """The notice that was due is given."""
        given = self.next_on or date.max
        self.next_on = next((each for each in self.notice_days if each > given), None)


for _facts in (ObligationCredit, Decision):
    append_only(_facts.__table__)
