"""Demands for payment with what became of them, and who stands behind the licensee."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.types import CanonicalJSON


class DemandStatus(StrEnum):
    SERVED = "served"
    MET = "met"
    USE_STOPPED = "use_stopped"
    CURED = "cured"
    OVER = "over"


D = DemandStatus

DEMAND_LIFECYCLE = Lifecycle(
    "payment_demand",
    {
        "meet": (frozenset({D.SERVED}), D.MET),
        "stop_use": (frozenset({D.SERVED}), D.USE_STOPPED),
        "cure": (frozenset({D.USE_STOPPED}), D.CURED),
        "end": (frozenset({D.SERVED, D.USE_STOPPED}), D.OVER),
    },
    initial=D.SERVED,
)


class PaymentDemand(db.Model):
    """A demand for payment 催告 as it was served: the amounts in default, the money for delay that
    had come together, and the deadline. ``lines`` are {"key", "reason", "due_on", "open_fen"}."""

    __tablename__ = "payment_demands"
    __table_args__ = (UniqueConstraint("agreement_id", "ordinal"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    ordinal: Mapped[int]
    status: Mapped[DemandStatus] = mapped_column(default=D.SERVED)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    late_fen: Mapped[int] = mapped_column(BigInteger)
    served_on: Mapped[date]
    deadline_on: Mapped[date]
    served_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    settled_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    served_by: Mapped[User] = relationship()

    def move(self, action: str) -> None:
        """Take one step of DEMAND_LIFECYCLE; the only place that assigns ``status``."""
        self.status = DEMAND_LIFECYCLE.after(self.status, action)


class GuaranteeKind(StrEnum):
    """Who stands behind the licensee (S064)."""

    INSURANCE = "insurance"
    GUARANTEE = "guarantee"


class Guarantee(db.Model):
    """A reference to the paper of an insurer or guarantor; the site is no party to it."""

    __tablename__ = "guarantees"

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    kind: Mapped[GuaranteeKind]
    institution: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(120))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    through: Mapped[date | None] = mapped_column("through_day")
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    side: Mapped[Side]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    agreement: Mapped[Agreement] = relationship()


append_only(Guarantee.__table__)
fixed_columns(
    PaymentDemand.__table__,
    ("agreement_id", "ordinal", "lines", "amount_fen", "late_fen", "served_on", "deadline_on"),
    when="1 = 1",
)
