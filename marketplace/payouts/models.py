"""Who is entitled to what of an institution's receipts, and the divisions that follow from it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.payments.models import Payment
from marketplace.types import CanonicalJSON


class EntitledKind(StrEnum):
    """In what capacity somebody gets a part."""

    INSTITUTION = "institution"
    CO_OWNER = "co_owner"
    INVENTOR = "inventor"
    AGENCY = "agency"
    POOL_MEMBER = "pool_member"


class DistributionStatus(StrEnum):
    PROPOSED = "proposed"
    IN_NOTICE = "in_notice"
    READY = "ready"
    CONFIRMED = "confirmed"
    PAID = "paid"
    DROPPED = "dropped"
    TAKEN_BACK = "taken_back"


S = DistributionStatus

LIVE = frozenset({S.PROPOSED, S.IN_NOTICE, S.READY, S.CONFIRMED, S.PAID})
"""Divisions that use up what was received."""
POSTED = frozenset({S.CONFIRMED, S.PAID})
"""Divisions that stand in the ledger."""

LIFECYCLE = Lifecycle(
    "distribution",
    {
        "show": (frozenset({S.PROPOSED}), S.IN_NOTICE),
        "pass": (frozenset({S.IN_NOTICE}), S.READY),
        "return": (frozenset({S.IN_NOTICE}), S.PROPOSED),
        "confirm": (frozenset({S.PROPOSED, S.READY}), S.CONFIRMED),
        "pay": (frozenset({S.CONFIRMED}), S.PAID),
        "drop": (frozenset({S.PROPOSED, S.IN_NOTICE, S.READY}), S.DROPPED),
        "take_back": (frozenset({S.CONFIRMED, S.PAID}), S.TAKEN_BACK),
    },
    initial=S.PROPOSED,
)


class RewardRule(db.Model):
    """What an institution's own rules give its inventors: parts per million of its net income from
    ``from_on`` (Shanghai day) on. ``agreed``: laid down in its rules or agreed with the inventors;
    where nothing is, the law's floor holds (促进科技成果转化法 44, 45)."""

    __tablename__ = "reward_rules"
    __table_args__ = (CheckConstraint("inventors_ppm BETWEEN 0 AND 1000000", name="within_whole"),)

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    from_on: Mapped[date]
    inventors_ppm: Mapped[int]
    agreed: Mapped[bool]
    basis: Mapped[str] = mapped_column(String(300))
    needs_notice: Mapped[bool]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)

    organization: Mapped[Organization] = relationship()
    set_by: Mapped[User] = relationship()


class Entitled(db.Model):
    """A person or body that gets a part, with the account to which the institution pays it.

    Personal data of the institution: seen by its finance members, and by the person whose confirmed
    address ``email`` is.
    """

    __tablename__ = "entitled"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    kind: Mapped[EntitledKind]
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    bank: Mapped[str] = mapped_column(String(200), default="")
    account_number: Mapped[str] = mapped_column(String(40), default="")
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()

    @property
    def masked_number(self) -> str:
        """Only the last four digits, for pages and the trail."""
        return f"**** {self.account_number[-4:]}" if self.account_number else ""


class SharePlan(db.Model):
    """How the receipts of one agreement are shared from ``from_on`` on: ``parts`` of
    ``{"party", "kind", "weight"}``. Agencies weigh in parts per million of the net income; co-owners
    and the institution (its own public id) among themselves, inventors among themselves."""

    __tablename__ = "share_plans"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    from_on: Mapped[date]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)

    organization: Mapped[Organization] = relationship()
    agreement: Mapped[Agreement] = relationship()


class Distribution(db.Model):
    """One division of what a payment brought: gross − deductions (typed by the institution) = net,
    and the lines that add up to net. Fen; ``value_day`` is the payment's."""

    __tablename__ = "distributions"
    __table_args__ = (
        UniqueConstraint("organization_id", "number"),
        CheckConstraint("net_fen >= 0 AND gross_fen > 0", name="amounts"),
    )

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(40))
    value_day: Mapped[date]
    gross_fen: Mapped[int] = mapped_column(BigInteger)
    net_fen: Mapped[int] = mapped_column(BigInteger)
    deductions: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)
    inventors_ppm: Mapped[int]
    needs_notice: Mapped[bool]
    status: Mapped[DistributionStatus] = mapped_column(default=S.PROPOSED, index=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    payment: Mapped[Payment] = relationship()
    agreement: Mapped[Agreement] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    lines: Mapped[list[DistributionLine]] = relationship(
        back_populates="distribution", order_by="DistributionLine.id"
    )

    @property
    def to_pay_fen(self) -> int:
        """What others than the institution itself get, before tax."""
        return sum(
            each.amount_fen for each in self.lines if each.kind is not EntitledKind.INSTITUTION
        )

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class DistributionLine(db.Model):
    """What one party gets of one division. ``tax_fen`` is what the institution withholds, typed by
    it; the site computes no tax."""

    __tablename__ = "distribution_lines"
    __table_args__ = (
        CheckConstraint("tax_fen IS NULL OR tax_fen BETWEEN 0 AND amount_fen", name="tax_within"),
    )

    public_id: Mapped[str] = public_id_column()
    distribution_id: Mapped[int] = mapped_column(ForeignKey("distributions.id"), index=True)
    party: Mapped[str] = mapped_column(String(16))
    kind: Mapped[EntitledKind]
    name: Mapped[str] = mapped_column(String(200))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    tax_fen: Mapped[int | None] = mapped_column(BigInteger)
    entitled_id: Mapped[int | None] = mapped_column(ForeignKey("entitled.id"), index=True)

    distribution: Mapped[Distribution] = relationship(back_populates="lines")
    entitled: Mapped[Entitled | None] = relationship()

    @property
    def payable_fen(self) -> int:
        """What is paid out: the amount less the tax withheld."""
        return self.amount_fen - (self.tax_fen or 0)


append_only(RewardRule.__table__)
append_only(SharePlan.__table__)
fixed_columns(
    Distribution.__table__,
    ("organization_id", "payment_id", "agreement_id", "gross_fen", "net_fen", "deductions",
     "inventors_ppm"),
    when="1 = 1",
)  # fmt: skip
fixed_columns(
    DistributionLine.__table__,
    ("distribution_id", "party", "kind", "name", "amount_fen"),
    when="1 = 1",
)
