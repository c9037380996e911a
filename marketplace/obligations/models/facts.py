"""Facts that change what is owed, and what the other side says to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.terms import events


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
    then on is owed there, so that for the trial itself it counts like a return.

    Entered by one side, it counts unless the other disputes it or its own side takes it back; what
    is entered after that has the next ``ordinal``. ``side`` is None where the site entered it.
    """

    __tablename__ = "agreement_facts"
    __table_args__ = (UniqueConstraint("agreement_id", "kind", "name", "ordinal"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    kind: Mapped[FactKind]
    name: Mapped[str] = mapped_column(String(200), default="")
    ordinal: Mapped[int] = mapped_column(default=0, server_default="0")
    side: Mapped[Side | None]
    on: Mapped[date] = mapped_column("on_day")
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    agreement: Mapped[Agreement] = relationship()
    answers: Mapped[list[FactAnswer]] = relationship(
        back_populates="fact", order_by="FactAnswer.id"
    )

    @property
    def answer(self) -> FactAnswer | None:
        """The last word on it."""
        return self.answers[-1] if self.answers else None

    @property
    def counts(self) -> bool:
        """Whether payment follows from it: not while it is disputed, not once it is taken back."""
        return self.answer is None or self.answer.kind in (AnswerKind.CONFIRM, AnswerKind.SETTLE)

    @property
    def is_withdrawn(self) -> bool:
        return self.answer is not None and self.answer.kind is AnswerKind.WITHDRAW

    @property
    def event(self) -> events.Event:
        """The fact as ``schedule()`` takes it."""
        return _EVENTS[self.kind](self)


class AnswerKind(StrEnum):
    """What is said to a fact: by the other side, by its own, or by staff on a decision's paper."""

    CONFIRM = "confirm"
    DISPUTE = "dispute"
    WITHDRAW = "withdraw"
    SETTLE = "settle"


class FactAnswer(db.Model):
    """One answer to a fact; the last one stands, the earlier ones stay."""

    __tablename__ = "fact_answers"

    public_id: Mapped[str] = public_id_column()
    fact_id: Mapped[int] = mapped_column(ForeignKey("agreement_facts.id"), index=True)
    kind: Mapped[AnswerKind]
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    fact: Mapped[Fact] = relationship(back_populates="answers")
    by: Mapped[User] = relationship()


_EVENTS: dict[FactKind, Callable[[Fact], events.Event]] = {
    FactKind.MILESTONE: lambda fact: events.MilestoneAccepted(fact.name, fact.on),
    FactKind.FIRST_REVENUE: lambda fact: events.FirstRevenue(fact.on),
    FactKind.CONVERTED: lambda fact: events.Returned(fact.on),
    FactKind.RETURNED: lambda fact: events.Returned(fact.on),
    FactKind.INVALIDATED: lambda fact: events.Invalidated(fact.on),
    FactKind.LAPSED: lambda fact: events.Lapsed(fact.on),
    FactKind.TERMINATED: lambda fact: events.Terminated(fact.on),
    FactKind.TRANSFERRED: lambda fact: events.Transferred(fact.on, fact.name),
    FactKind.WAIVED: lambda fact: events.Waived(fact.name, fact.on),
}

append_only(Fact.__table__)
append_only(FactAnswer.__table__)
