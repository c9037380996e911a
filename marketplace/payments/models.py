"""Payments as facts, what they were counted on, and the notices that told of them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.obligations.models import Obligation
from marketplace.pools.models import Pool
from marketplace.types import CanonicalJSON


class Provider(StrEnum):
    BANK = "bank"
    STRIPE = "stripe"


class PaymentStatus(StrEnum):
    OPENED = "opened"
    STATED = "stated"
    STANDS = "stands"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    REVERSED = "reversed"
    CLOSED = "closed"


S = PaymentStatus

COUNTED = frozenset({S.STANDS, S.CONFIRMED})
"""Money that counts: confirmed, or a voucher that stands until somebody disputes it."""

LIFECYCLE = Lifecycle(
    "payment",
    {
        "stand": (frozenset({S.STATED}), S.STANDS),
        "confirm": (frozenset({S.OPENED, S.STATED, S.STANDS, S.DISPUTED, S.CLOSED}), S.CONFIRMED),
        "dispute": (frozenset({S.STATED, S.STANDS}), S.DISPUTED),
        "reverse": (frozenset({S.STANDS, S.CONFIRMED, S.DISPUTED}), S.REVERSED),
        "restore": (frozenset({S.REVERSED}), S.CONFIRMED),
        "close": (frozenset({S.OPENED}), S.CLOSED),
    },
    initial=S.STATED,
)


class Payment(db.Model):
    """One payment to a licensor's own account, by bank or through Stripe.

    ``amount_fen`` in minor units of ``currency``; ``value_day`` is the bank's, or the Shanghai day
    of the succeeded charge. ``requested_fen`` is what a checkout asked for, ``returned_fen`` what
    went back to the payer, ``stripe_account`` the connected account that was charged for.
    """

    __tablename__ = "payments"
    __table_args__ = (UniqueConstraint("provider", "licensor_id", "provider_reference"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    licensor_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    provider: Mapped[Provider]
    provider_reference: Mapped[str | None] = mapped_column(String(120))
    checkout_url: Mapped[str | None] = mapped_column(Text)
    stripe_account: Mapped[str | None] = mapped_column(String(80))
    payment_intent: Mapped[str | None] = mapped_column(String(120))
    requested_fen: Mapped[int | None] = mapped_column(BigInteger)
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    returned_fen: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    value_day: Mapped[date | None]
    slip_sha256: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[PaymentStatus] = mapped_column(index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    dispute_reason: Mapped[str] = mapped_column(Text, default="")
    reversed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement | None] = relationship()
    licensor: Mapped[Organization] = relationship()
    allocations: Mapped[list[Allocation]] = relationship(
        back_populates="payment", order_by="Allocation.id"
    )

    @property
    def counts(self) -> bool:
        """Whether the money counts towards what is owed and towards effect."""
        return self.status in COUNTED

    @property
    def allocated_fen(self) -> int:
        return sum(each.amount_fen for each in self.allocations)

    @property
    def net_fen(self) -> int:
        """What was received and has not gone back."""
        return (self.amount_fen or 0) - self.returned_fen

    @property
    def suspense_fen(self) -> int:
        """What no obligation explains; it is never dropped."""
        return self.net_fen - self.allocated_fen if self.counts else 0

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class Allocation(db.Model):
    """That an amount of a payment counts on an obligation; taken back by a negative one."""

    __tablename__ = "payment_allocations"

    public_id: Mapped[str] = public_id_column()
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), index=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)

    payment: Mapped[Payment] = relationship(back_populates="allocations")
    obligation: Mapped[Obligation] = relationship()


class PoolSplit(db.Model):
    """How an allocation of a pool's receipt is divided among its members: ``parts`` of
    ``{"party", "amount_fen"}`` that sum to ``amount_fen``; never changed."""

    __tablename__ = "pool_splits"

    public_id: Mapped[str] = public_id_column()
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"), index=True)
    allocation_id: Mapped[int] = mapped_column(ForeignKey("payment_allocations.id"), unique=True)
    span_from: Mapped[date]
    span_to: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    parts: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)

    pool: Mapped[Pool] = relationship()
    allocation: Mapped[Allocation] = relationship()


class StripeNotice(db.Model):
    """A notice of Stripe that was worked on; its id, with the state that it tells of its subject
    (``evt_1:paid``), is the key against a second time (R-46)."""

    __tablename__ = "stripe_notices"

    event_id: Mapped[str] = mapped_column(String(120), unique=True)
    type: Mapped[str] = mapped_column(String(80))
    received_at: Mapped[datetime] = mapped_column(default=clock.now)


append_only(Allocation.__table__)
append_only(PoolSplit.__table__)
append_only(StripeNotice.__table__)
