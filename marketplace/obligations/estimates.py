"""What a silent licensee's period may come to, from its own history: for planning, never payable.

The quantity of the newest accepted period, in proportion to days; the amount by ``schedule()`` as if
that had been reported. Every number that is billed comes from an accepted report.
"""

from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.deeds.queries import amendments_of
from marketplace.extensions import db
from marketplace.obligations.lines import facts_of
from marketplace.obligations.models import (
    Obligation,
    RoyaltyEstimate,
    RoyaltyStatement,
    StatementStatus,
)
from marketplace.terms.amending import amended_schedule
from marketplace.terms.events import StatementAccepted


def estimate(row: Obligation) -> RoyaltyEstimate | None:
    """Make the estimate of a period that is over and unreported, once; None without a history."""
    known = db.session.scalar(
        select(RoyaltyEstimate).where(RoyaltyEstimate.obligation_id == row.id)
    )
    last = _last_accepted(row)
    if known is not None or last is None or row.period_from is None or row.period_to is None:
        return known
    days = (row.period_to - row.period_from).days + 1
    last_days = (last.period_to - last.period_from).days + 1
    quantity = last.quantity * days // last_days
    amount = _amount(row, quantity)
    if amount is None:
        return None
    made = RoyaltyEstimate(
        obligation=row,
        quantity=quantity,
        amount_fen=amount,
        basis=_basis(last, days, last_days),
        made_on=clock.today(),
    )
    db.session.add(made)
    db.session.flush()
    record(
        "royalty_estimate:make",
        made,
        SYSTEM,
        related=[row, row.agreement],
        quantity=quantity,
        amount=amount,
        **made.basis,
    )
    return made


def estimates_of(agreement: Agreement) -> dict[int, RoyaltyEstimate]:
    """Estimates that no accepted report has replaced, by the obligation's database key."""
    found = db.session.scalars(
        select(RoyaltyEstimate)
        .join(Obligation)
        .where(Obligation.agreement_id == agreement.id, Obligation.amount_fen.is_(None))
    )
    return {each.obligation_id: each for each in found}


def _basis(last: RoyaltyStatement, days: int, last_days: int) -> dict[str, Any]:
    return {
        "of": last.public_id,
        "of_quantity": last.quantity,
        "of_days": last_days,
        "days": days,
    }


def _last_accepted(row: Obligation) -> RoyaltyStatement | None:
    return db.session.scalar(
        select(RoyaltyStatement)
        .where(
            RoyaltyStatement.agreement_id == row.agreement_id,
            RoyaltyStatement.status == StatementStatus.ACCEPTED,
            RoyaltyStatement.period_to < row.period_to,
        )
        .order_by(RoyaltyStatement.period_to.desc(), RoyaltyStatement.id.desc())
        .limit(1)
    )


def _amount(row: Obligation, quantity: int) -> int | None:
    agreement = row.agreement
    first, last = row.period_from, row.period_to
    if agreement.effective_on is None or first is None or last is None:
        return None
    assumed = (*facts_of(agreement), StatementAccepted(first, last, quantity))
    lines = amended_schedule(
        agreement.record,
        amendments_of(agreement),
        agreement.effective_on,
        assumed,
        agreement.last_day,
    )
    return next((line.amount_fen for line in lines if line.key == row.key), None)
