"""What the passing of days does: amounts fall due, deadlines are told, silence becomes acceptance.

Every step once, in the order of its days, with the day that it should have had, however long no clock
ran (R-62).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Role
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services import locked
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.deeds.queries import terms_in_force
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.obligations import bulk, deadlines, estimates, messages, statements
from marketplace.obligations.demands import rows_in
from marketplace.obligations.models import (
    Deadline,
    DeadlineKind,
    Obligation,
    RoyaltyStatement,
    StatementStatus,
)

_BOTH = (Side.LICENSEE, Side.LICENSOR)
_TOLD: dict[DeadlineKind, tuple[str, str, tuple[Side, ...]]] = {
    DeadlineKind.FREE_WINDOW: (messages.FREE_ENDS, messages.FREE_ENDED, _BOTH),
    DeadlineKind.TRIAL: (messages.TRIAL_ENDS, messages.TRIAL_ENDED, (Side.LICENSEE,)),
    DeadlineKind.PAYMENT_START: (messages.PAYMENT_STARTS, messages.PAYMENT_STARTS, _BOTH),
    DeadlineKind.REPORT: (messages.REPORT_DUE, messages.REPORT_LATE, (Side.LICENSEE,)),
}
"""By kind: what is told before the day, what after it, and to whom before; after it to both."""


def run() -> int:
    """Take every step whose day has come; returns how many."""
    return _accept_by_time() + bulk.run() + _tell_deadlines()


def _accept_by_time() -> int:
    keys = db.session.scalars(
        select(RoyaltyStatement.id)
        .where(
            RoyaltyStatement.status == StatementStatus.SUBMITTED,
            RoyaltyStatement.answer_by < clock.today(),
        )
        .order_by(RoyaltyStatement.answer_by, RoyaltyStatement.id)
    ).all()
    return sum(_once(RoyaltyStatement, key, statements.accept_by_time) for key in keys)


def _once(model: type[Any], key: int, step: Callable[[Any], object]) -> int:
    """One step in a transaction of its own; what somebody else did meanwhile is no fault."""
    with transaction() as session:
        try:
            step(session.get_one(model, key))
        except Refused:
            session.rollback()
            return 0
    return 1


def _tell_deadlines() -> int:
    done = 0
    while keys := _due_deadlines():
        done += sum(_once(Deadline, key, _tell_one) for key in keys)
    return done


def _due_deadlines() -> list[int]:
    return list(
        db.session.scalars(
            select(Deadline.id)
            .where(Deadline.next_on <= clock.today())
            .order_by(Deadline.next_on, Deadline.id)
        )
    )


def _tell_one(deadline: Deadline) -> None:
    """Give one notice; one that the next has overtaken is recorded and not sent."""
    agreement = locked(deadline.agreement)
    db.session.refresh(deadline)
    on = deadline.next_on
    if on is None or on > clock.today():
        return
    deadline.step_on()
    stale = deadline.next_on is not None and deadline.next_on <= clock.today()
    event = record(
        "agreement_deadline:tell",
        deadline,
        SYSTEM,
        related=[agreement],
        kind=deadline.kind.value,
        key=deadline.key,
        on=on.isoformat(),
        ends_on=deadline.ends_on.isoformat(),
        told=not stale,
    )
    if not stale:
        _send(agreement, deadline, on, event)
    if deadline.kind is DeadlineKind.REPORT:
        _follow_report(agreement, deadline, on)


def _send(agreement: Agreement, deadline: Deadline, on: date, event: Any) -> None:
    before, after, sides = _TOLD[deadline.kind]
    is_over = on > deadline.ends_on
    for side in _BOTH if is_over else sides:
        notify(
            agreement.party(side),
            after if is_over else before,
            event=event,
            link=f"/agreements/{agreement.public_id}",
            due_on=deadline.ends_on,
            roles=(Role.OWNER, Role.MANAGER, Role.FINANCE),
            title=agreement.title,
            day=deadline.ends_on.isoformat(),
            days=max(0, (deadline.ends_on - clock.today()).days),
        )


def _follow_report(agreement: Agreement, deadline: Deadline, on: date) -> None:
    """Past its day a missing report has an estimate; the next period's deadline comes up."""
    if on > deadline.ends_on:
        row = db.session.scalar(
            select(Obligation).where(
                Obligation.agreement_id == agreement.id, Obligation.key == deadline.key
            )
        )
        if row is not None and row.amount_fen is None:
            estimates.estimate(row)
    deadlines.keep(agreement, terms_in_force(agreement), rows_in(agreement))
