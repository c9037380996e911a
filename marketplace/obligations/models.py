"""What is owed, the facts that change it, and the licensee's royalty statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.terms import events
from marketplace.terms.enums import Reason
from marketplace.types import CanonicalJSON


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
        "void": (UNPAID | {S.ON_HOLD}, S.VOID),
    },
    initial=S.SCHEDULED,
)


class Obligation(db.Model):
    """One amount owed on one day for one reason: a line of ``schedule()`` with what was paid.

    Amounts are fen; ``amount_fen`` is None while a statement or a trigger is missing.
    ``key`` names the line within its agreement for ever.
    """

    __tablename__ = "obligations"
    __table_args__ = (UniqueConstraint("agreement_id", "key"),)

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
    reminded_on: Mapped[date | None]
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

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class FactKind(StrEnum):
    """Facts beside statements that ``schedule()`` counts on."""

    MILESTONE = "milestone"
    FIRST_REVENUE = "first_revenue"
    CONVERTED = "converted"
    RETURNED = "returned"
    INVALIDATED = "invalidated"
    LAPSED = "lapsed"
    TERMINATED = "terminated"
    TRANSFERRED = "transferred"
    WAIVED = "waived"


class Fact(db.Model):
    """Something that happened to a license on a Shanghai day; never changed or removed.

    ``name`` of a conversion is the contract of its own that the trial went into: what is owed from
    then on is owed there.
    """

    __tablename__ = "agreement_facts"
    __table_args__ = (UniqueConstraint("agreement_id", "kind", "name"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    kind: Mapped[FactKind]
    name: Mapped[str] = mapped_column(String(200), default="")
    on: Mapped[date] = mapped_column("on_day")
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    agreement: Mapped[Agreement] = relationship()

    @property
    def event(self) -> events.Event:
        """The fact as ``schedule()`` takes it."""
        return _EVENTS[self.kind](self)


_EVENTS: dict[FactKind, Callable[[Fact], events.Event]] = {
    FactKind.MILESTONE: lambda fact: events.MilestoneAccepted(fact.name, fact.on),
    FactKind.FIRST_REVENUE: lambda fact: events.FirstRevenue(fact.on),
    FactKind.CONVERTED: lambda fact: (events.Returned if fact.name else events.Converted)(fact.on),
    FactKind.RETURNED: lambda fact: events.Returned(fact.on),
    FactKind.INVALIDATED: lambda fact: events.Invalidated(fact.on),
    FactKind.LAPSED: lambda fact: events.Lapsed(fact.on),
    FactKind.TERMINATED: lambda fact: events.Terminated(fact.on),
    FactKind.TRANSFERRED: lambda fact: events.Transferred(fact.on, fact.name),
    FactKind.WAIVED: lambda fact: events.Waived(fact.name, fact.on),
}


class StatementStatus(StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"


STATEMENT_LIFECYCLE = Lifecycle(
    "royalty_statement",
    {
        "accept": (
            frozenset({StatementStatus.SUBMITTED, StatementStatus.DISPUTED}),
            StatementStatus.ACCEPTED,
        ),
        "dispute": (frozenset({StatementStatus.SUBMITTED}), StatementStatus.DISPUTED),
    },
    initial=StatementStatus.SUBMITTED,
)


class RoyaltyStatement(db.Model):
    """What the licensee reports for a period: fen of net sales or profit, or units. A correction
    is a new statement for the same period; the later accepted one counts."""

    __tablename__ = "royalty_statements"

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    period_from: Mapped[date]
    period_to: Mapped[date]
    quantity: Mapped[int] = mapped_column(BigInteger)
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[StatementStatus] = mapped_column(default=StatementStatus.SUBMITTED)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
    disputed_at: Mapped[datetime | None]
    dispute_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    submitted_by: Mapped[User] = relationship()

    def move(self, action: str) -> None:
        """Take one step of STATEMENT_LIFECYCLE; the only place that assigns ``status``."""
        self.status = STATEMENT_LIFECYCLE.after(self.status, action)


append_only(Fact.__table__)
fixed_columns(
    RoyaltyStatement.__table__,
    ("agreement_id", "period_from", "period_to", "quantity", "evidence_sha256"),
    when="1 = 1",
)
