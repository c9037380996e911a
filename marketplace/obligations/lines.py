"""What the signed terms, their amendments and the facts make owed, as ``schedule()`` says it."""

from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.deeds.queries import amendments_of
from marketplace.extensions import db
from marketplace.obligations.models import Fact, RoyaltyStatement, StatementStatus
from marketplace.terms.amending import amended_schedule
from marketplace.terms.due import Due
from marketplace.terms.events import Event, StatementAccepted
from marketplace.terms.schedule import schedule


def facts_of(agreement: Agreement) -> tuple[Event, ...]:
    """Everything that has happened to the license, as ``schedule()`` takes it."""
    facts = db.session.scalars(
        select(Fact).where(Fact.agreement_id == agreement.id).order_by(Fact.on, Fact.id)
    )
    statements = db.session.scalars(
        select(RoyaltyStatement)
        .where(
            RoyaltyStatement.agreement_id == agreement.id,
            RoyaltyStatement.status == StatementStatus.ACCEPTED,
        )
        .order_by(RoyaltyStatement.accepted_at, RoyaltyStatement.id)
    )
    accepted = [
        StatementAccepted(each.period_from, each.period_to, each.quantity) for each in statements
    ]
    return (*(fact.event for fact in facts), *accepted)


def lines_of(agreement: Agreement) -> tuple[Due, ...]:
    """What the signed terms, as amended, make owed as things stand.

    Before effect only what must be paid for it: the lines due on the day of the notice or the
    conclusion. Empty while nothing has been delivered or concluded, and for a license that was
    found never to have taken effect.
    """
    if agreement.status is AgreementStatus.SET_ASIDE:
        return ()
    if agreement.effective_on is not None:
        return amended_schedule(
            agreement.record,
            amendments_of(agreement),
            agreement.effective_on,
            facts_of(agreement),
            agreement.last_day,
        )
    day = _awaited_from(agreement)
    if day is None or not agreement.is_before_effect:
        return ()
    lines = schedule(agreement.record, day)
    return tuple(line for line in lines if line.due_on is not None and line.due_on <= day)


def _awaited_from(agreement: Agreement) -> date | None:
    if agreement.delivered_on is not None:
        return agreement.delivered_on
    concluded_at = agreement.concluded_at
    return clock.shanghai_day(concluded_at) if concluded_at else None
