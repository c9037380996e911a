"""Money that goes back to the payer: refunds, chargebacks, and what a bank returned."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.database import fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.payments.models import Payment


class RefundKind(StrEnum):
    REFUND = "refund"  # the licensor gives back through Stripe
    CHARGEBACK = "chargeback"  # the payer's bank takes back a card payment
    TRANSFER = "transfer"  # the licensor gives back by bank transfer


class RefundStatus(StrEnum):
    ASKED = "asked"
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    REINSTATED = "reinstated"


S = RefundStatus

OPEN = frozenset({S.ASKED, S.PENDING})
"""Asked for and not decided: it may still take the money away."""

LIFECYCLE = Lifecycle(
    "refund",
    {
        "send": (frozenset({S.ASKED}), S.PENDING),
        "settle": (OPEN, S.DONE),
        "fail": (OPEN | {S.DONE}, S.FAILED),
        "reinstate": (frozenset({S.DONE}), S.REINSTATED),
    },
    initial=S.ASKED,
)


class Refund(db.Model):
    """One amount going back, in minor units of the payment's currency. It counts once ``done``;
    ``provider_reference`` is Stripe's id of the refund or dispute, or the bank's number."""

    __tablename__ = "refunds"
    __table_args__ = (UniqueConstraint("payment_id", "provider_reference"),)

    public_id: Mapped[str] = public_id_column()
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    kind: Mapped[RefundKind]
    provider_reference: Mapped[str | None] = mapped_column(String(120))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    value_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[RefundStatus] = mapped_column(default=S.ASKED, index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    payment: Mapped[Payment] = relationship()
    asked_by: Mapped[User | None] = relationship()

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


fixed_columns(Refund.__table__, ("payment_id", "kind", "amount_fen"), when="1 = 1")
