"""What the licensee reports, the bills that follow, estimates in between, and looks at the books."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.obligations.models.owed import Obligation
from marketplace.types import CanonicalJSON


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
    is a new statement for the same period; the later accepted one counts. ``answer_by`` is the
    last Shanghai day for an answer where the terms take silence for acceptance."""

    __tablename__ = "royalty_statements"

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    period_from: Mapped[date]
    period_to: Mapped[date]
    quantity: Mapped[int] = mapped_column(BigInteger)
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[StatementStatus] = mapped_column(default=StatementStatus.SUBMITTED)
    answer_by: Mapped[date | None] = mapped_column(index=True)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
    accepted_by_time: Mapped[bool] = mapped_column(default=False, server_default=false())
    disputed_at: Mapped[datetime | None]
    dispute_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    submitted_by: Mapped[User] = relationship()

    def move(self, action: str) -> None:
        """Take one step of STATEMENT_LIFECYCLE; the only place that assigns ``status``."""
        self.status = STATEMENT_LIFECYCLE.after(self.status, action)


class BillKind(StrEnum):
    BILL = "bill"
    CREDIT_NOTE = "credit_note"


class RoyaltyBill(db.Model):
    """A royalty as it was billed, or a credit note that takes an earlier bill back in full; never
    changed. ``amount_fen`` is negative on a credit note; ``corrects`` is the bill it takes back."""

    __tablename__ = "royalty_bills"
    __table_args__ = (UniqueConstraint("obligation_id", "ordinal"),)

    public_id: Mapped[str] = public_id_column()
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), index=True)
    ordinal: Mapped[int]
    kind: Mapped[BillKind]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    basis: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    number: Mapped[str] = mapped_column(String(80))
    issued_on: Mapped[date]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("royalty_bills.id"), unique=True)

    obligation: Mapped[Obligation] = relationship()
    corrects: Mapped[RoyaltyBill | None] = relationship(remote_side="RoyaltyBill.id")


class RoyaltyEstimate(db.Model):
    """What a silent licensee's period may come to, for planning: never payable, and of no more use
    once a report is accepted."""

    __tablename__ = "royalty_estimates"

    public_id: Mapped[str] = public_id_column()
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), unique=True)
    quantity: Mapped[int] = mapped_column(BigInteger)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    basis: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    made_on: Mapped[date]

    obligation: Mapped[Obligation] = relationship()


class InspectionStatus(StrEnum):
    REQUESTED = "requested"
    OPENED = "opened"
    CLOSED = "closed"


INSPECTION_LIFECYCLE = Lifecycle(
    "inspection",
    {
        "open": (frozenset({InspectionStatus.REQUESTED}), InspectionStatus.OPENED),
        "close": (
            frozenset({InspectionStatus.REQUESTED, InspectionStatus.OPENED}),
            InspectionStatus.CLOSED,
        ),
    },
    initial=InspectionStatus.REQUESTED,
)


class Inspection(db.Model):
    """A look at the licensee's books on licensed products: asked for by the licensor, once in a
    royalty year (``year``, from 0), answered by the licensee, closed with what was found."""

    __tablename__ = "inspections"
    __table_args__ = (UniqueConstraint("agreement_id", "year"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    year: Mapped[int]
    status: Mapped[InspectionStatus] = mapped_column(default=InspectionStatus.REQUESTED)
    scope: Mapped[str] = mapped_column(Text)
    wished_on: Mapped[date]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(Text, default="")
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[datetime | None]
    findings: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()

    def move(self, action: str) -> None:
        """Take one step of INSPECTION_LIFECYCLE; the only place that assigns ``status``."""
        self.status = INSPECTION_LIFECYCLE.after(self.status, action)


append_only(RoyaltyBill.__table__)
append_only(RoyaltyEstimate.__table__)
fixed_columns(
    RoyaltyStatement.__table__,
    ("agreement_id", "period_from", "period_to", "quantity", "evidence_sha256"),
    when="1 = 1",
)
