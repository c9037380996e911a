"""Dividing what a pool receives among its members, to the fen, with every allocation.

Each allocation of a payment to an obligation is divided once, in the transaction that makes it:
a royalty over the days of its royalty period, anything else on its due day or value day,
whichever is earlier (pool agreement, article 6). What is taken back whole is taken back exactly
as it was divided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.extensions import db
from marketplace.obligations.models import Obligation
from marketplace.payments.models import Allocation, Payment, PoolSplit
from marketplace.pools.models import Pool
from marketplace.pools.queries import share_history
from marketplace.terms.splits import Part, split_over


@dataclass(frozen=True)
class Receipt:
    """One payment to a pool's operator: what of it is divided so far, and how; fen."""

    payment: Payment
    splits: tuple[PoolSplit, ...]

    @property
    def amount_fen(self) -> int:
        return sum(each.amount_fen for each in self.splits)

    @property
    def parts(self) -> dict[str, int]:
        """What each member gets, by public id; Σ is ``amount_fen``."""
        sums: dict[str, int] = {}
        for each in self.splits:
            for part in each.parts:
                sums[part["party"]] = sums.get(part["party"], 0) + part["amount_fen"]
        return sums


def pool_of(agreement: Agreement) -> Pool | None:
    """The pool whose license this is, by its signed terms."""
    part = agreement.record.pool
    if part is None or part.pool is None:
        return None
    return db.session.scalar(select(Pool).where(Pool.public_id == part.pool))


def divide(allocation: Allocation) -> None:
    """Divide an allocation, where the license is a pool's; negative ones take back."""
    agreement = allocation.payment.agreement
    pool = pool_of(agreement) if agreement else None
    if pool is None:
        return
    first, last = _span(pool, allocation.payment, allocation.obligation)
    split = PoolSplit(
        pool=pool,
        allocation=allocation,
        span_from=first,
        span_to=last,
        amount_fen=allocation.amount_fen,
        parts=_parts(pool, allocation, first, last),
    )
    db.session.add(split)
    db.session.flush()
    record(
        "payment:divide",
        allocation.payment,
        SYSTEM,
        related=[pool, allocation.obligation],
        split=split.public_id,
        amount=split.amount_fen,
        span=[first.isoformat(), last.isoformat()],
        parts=split.parts,
    )


def receipts_of(pool: Pool) -> list[Receipt]:
    """All payments that were divided, newest first."""
    splits = db.session.scalars(
        select(PoolSplit).where(PoolSplit.pool_id == pool.id).order_by(PoolSplit.id)
    ).all()
    by_payment: dict[int, list[PoolSplit]] = {}
    for split in splits:
        by_payment.setdefault(split.allocation.payment_id, []).append(split)
    return [
        Receipt(found[0].allocation.payment, tuple(found))
        for _, found in sorted(by_payment.items(), reverse=True)
    ]


def names_of(receipts: Sequence[Receipt]) -> dict[str, str]:
    """The names of all organizations in these receipts, by public id."""
    ids = {party for receipt in receipts for party in receipt.parts}
    found = db.session.scalars(select(Organization).where(Organization.public_id.in_(ids)))
    return {each.public_id: each.name for each in found}


def _span(pool: Pool, payment: Payment, obligation: Obligation) -> tuple[date, date]:
    """The days to which the money belongs, none of them before the pool was open."""
    value_day = payment.value_day or clock.today()
    if obligation.period_from and obligation.period_to:
        first, last = obligation.period_from, obligation.period_to
    else:
        first = last = min(obligation.due_on or value_day, value_day)
    opened = pool.started_on or value_day
    return max(first, opened), max(last, opened)


def _parts(pool: Pool, allocation: Allocation, first: date, last: date) -> list[dict[str, object]]:
    amount = allocation.amount_fen
    if amount < 0:
        whole = _taken_back_whole(allocation)
        if whole is not None:
            return [_line(each["party"], -each["amount_fen"]) for each in whole.parts]
    parts = split_over(abs(amount), first, last, share_history(pool))
    return [_line(part.party, _signed(part, amount)) for part in parts]


def _taken_back_whole(allocation: Allocation) -> PoolSplit | None:
    """The division of the credit that a negative allocation undoes to the last fen."""
    return db.session.scalars(
        select(PoolSplit)
        .join(Allocation)
        .where(
            Allocation.payment_id == allocation.payment_id,
            Allocation.obligation_id == allocation.obligation_id,
            PoolSplit.amount_fen == -allocation.amount_fen,
        )
        .order_by(PoolSplit.id.desc())
    ).first()


def _signed(part: Part, amount: int) -> int:
    return part.amount_fen if amount >= 0 else -part.amount_fen


def _line(party: str, amount_fen: int) -> dict[str, object]:
    return {"party": party, "amount_fen": amount_fen}
