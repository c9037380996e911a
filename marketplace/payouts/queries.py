"""Reads over divisions: what of a payment is left to divide, rules and plans of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.payments.models import COUNTED, Payment, PoolSplit
from marketplace.payouts.models import (
    LIVE,
    Distribution,
    DistributionLine,
    DistributionStatus,
    Entitled,
    RewardRule,
    SharePlan,
)


@dataclass(frozen=True)
class Receipt:
    """A payment that counts, and what of it no division holds yet; fen."""

    payment: Payment
    left_fen: int


def receipts_of(organization: Organization) -> list[Receipt]:
    """What the organization received for licenses, newest first."""
    payments = db.session.scalars(
        select(Payment)
        .where(
            Payment.licensor_id == organization.id,
            Payment.status.in_(COUNTED),
            Payment.agreement_id.is_not(None),
        )
        .order_by(Payment.value_day.desc(), Payment.id.desc())
    )
    return [Receipt(each, left_fen(each)) for each in payments]


def left_fen(payment: Payment) -> int:
    """What of a payment counts on debts and is not divided yet."""
    divided = db.session.scalar(
        select(func.sum(Distribution.gross_fen)).where(
            Distribution.payment_id == payment.id, Distribution.status.in_(LIVE)
        )
    )
    return (payment.allocated_fen if payment.counts else 0) - int(divided or 0)


def rule_on(organization: Organization, day: date) -> RewardRule | None:
    """The reward rule that holds on a Shanghai day; of two for one day the later entered."""
    return db.session.scalars(
        select(RewardRule)
        .where(RewardRule.organization_id == organization.id, RewardRule.from_on <= day)
        .order_by(RewardRule.from_on.desc(), RewardRule.id.desc())
    ).first()


def rules_of(organization: Organization) -> Sequence[RewardRule]:
    return db.session.scalars(
        select(RewardRule)
        .where(RewardRule.organization_id == organization.id)
        .order_by(RewardRule.from_on.desc(), RewardRule.id.desc())
    ).all()


def plan_on(agreement: Agreement, organization: Organization, day: date) -> SharePlan | None:
    """The shares of an agreement that hold on a Shanghai day."""
    return db.session.scalars(
        select(SharePlan)
        .where(
            SharePlan.agreement_id == agreement.id,
            SharePlan.organization_id == organization.id,
            SharePlan.from_on <= day,
        )
        .order_by(SharePlan.from_on.desc(), SharePlan.id.desc())
    ).first()


def entitled_of(organization: Organization) -> Sequence[Entitled]:
    """Those of today, by capacity and name."""
    return db.session.scalars(
        select(Entitled)
        .where(Entitled.organization_id == organization.id, Entitled.closed_at.is_(None))
        .order_by(Entitled.kind, Entitled.id)
    ).all()


def distributions_of(organization: Organization) -> Sequence[Distribution]:
    """The newest first."""
    return db.session.scalars(
        select(Distribution)
        .where(Distribution.organization_id == organization.id)
        .order_by(Distribution.id.desc())
    ).all()


def lines_for(user: User) -> Sequence[DistributionLine]:
    """The parts of a person in confirmed divisions, newest first; by the confirmed address."""
    shown = (DistributionStatus.CONFIRMED, DistributionStatus.PAID, DistributionStatus.TAKEN_BACK)
    return db.session.scalars(
        select(DistributionLine)
        .join(Entitled)
        .join(Distribution)
        .where(func.lower(Entitled.email) == user.email.lower(), Distribution.status.in_(shown))
        .order_by(DistributionLine.id.desc())
    ).all()


def pool_splits(payment: Payment) -> dict[str, int]:
    """What the members of a pool get of a payment, by public id, where it is a pool's; fen."""
    sums: dict[str, int] = {}
    for split in db.session.scalars(
        select(PoolSplit).where(
            PoolSplit.allocation_id.in_([each.id for each in payment.allocations])
        )
    ):
        for part in split.parts:
            sums[part["party"]] = sums.get(part["party"], 0) + part["amount_fen"]
    return sums
