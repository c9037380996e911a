"""What the signed terms, their amendments and the facts make owed, as ``schedule()`` says it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import contains_eager, selectinload

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import questioned, questions_of
from marketplace.deeds.queries import amendments_of
from marketplace.extensions import db
from marketplace.obligations.models import (
    Decision,
    DecisionKind,
    Fact,
    Obligation,
    ObligationCredit,
    RoyaltyStatement,
    StatementStatus,
)
from marketplace.terms.amending import amended_schedule
from marketplace.terms.due import Due
from marketplace.terms.events import (
    Credited,
    Event,
    Held,
    Questioned,
    Released,
    StatementAccepted,
    Upheld,
    Waived,
)
from marketplace.terms.record import Terms
from marketplace.terms.schedule import schedule

Amendments = list[tuple[date, Terms]]
"""With the Shanghai day from which each holds, oldest first."""


def facts_of(agreement: Agreement) -> tuple[Event, ...]:
    """Everything that has happened to the license, as ``schedule()`` takes it: facts, decisions and
    questions in the order in which they were entered, then statements and what was paid."""
    there = _there(agreement)
    told: list[tuple[datetime, Event]] = []
    if there.facts:
        told += [(fact.entered_at, fact.event) for fact in facts(agreement) if fact.counts]
    if there.decisions:
        told += [(each.at, event) for each in decisions(agreement) if (event := _decided(each))]
    if there.questions:
        told += _questions(agreement)
    told.sort(key=lambda each: each[0])
    accepted = _statements(agreement) if there.statements else ()
    return (*(event for _, event in told), *accepted, *(_credits(agreement) if there.paid else ()))


def _there(agreement: Agreement) -> Row[bool, bool, bool, bool, bool]:
    """What has happened to the license at all: most of it to few, and it is asked for at every step
    of every license."""
    key = agreement.id
    decided = select(Decision.id).join(Obligation).where(Obligation.agreement_id == key)
    paid = select(ObligationCredit.id).join(Obligation).where(Obligation.agreement_id == key)
    return db.session.execute(
        select(
            select(Fact.id).where(Fact.agreement_id == key).exists().label("facts"),
            decided.exists().label("decisions"),
            questioned(agreement).exists().label("questions"),
            select(RoyaltyStatement.id)
            .where(RoyaltyStatement.agreement_id == key)
            .exists()
            .label("statements"),
            paid.exists().label("paid"),
        )
    ).one()


def facts(agreement: Agreement) -> Sequence[Fact]:
    """The facts that were entered, also those disputed or taken back, by day."""
    return db.session.scalars(
        select(Fact)
        .where(Fact.agreement_id == agreement.id)
        .options(selectinload(Fact.answers))
        .order_by(Fact.on, Fact.id)
    ).all()


def decisions(agreement: Agreement) -> Sequence[Decision]:
    """What persons decided on the amounts of an agreement, in order."""
    return db.session.scalars(
        select(Decision)
        .join(Obligation)
        .where(Obligation.agreement_id == agreement.id)
        .options(contains_eager(Decision.obligation))
        .order_by(Decision.id)
    ).all()


def _questions(agreement: Agreement) -> Iterator[tuple[datetime, Event]]:
    """When it was asked whether the license took effect, and when that was over."""
    for each in questions_of(agreement):
        yield each.asked_at, Questioned(clock.shanghai_day(each.asked_at))
        if each.over_at is not None:
            yield each.over_at, Upheld(clock.shanghai_day(each.over_at))


def _decided(decision: Decision) -> Event | None:
    maker = _DECIDED.get(decision.kind)
    return maker(decision.obligation.key, decision.on) if maker else None


_DECIDED: dict[DecisionKind, Callable[[str, date], Event]] = {
    DecisionKind.HOLD: Held,
    DecisionKind.RELEASE: Released,
    DecisionKind.WAIVE: Waived,
}


def _statements(agreement: Agreement) -> Iterator[Event]:
    statements = db.session.scalars(
        select(RoyaltyStatement)
        .where(
            RoyaltyStatement.agreement_id == agreement.id,
            RoyaltyStatement.status == StatementStatus.ACCEPTED,
        )
        .order_by(RoyaltyStatement.accepted_at, RoyaltyStatement.id)
    )
    for each in statements:
        yield StatementAccepted(each.period_from, each.period_to, each.quantity)


def _credits(agreement: Agreement) -> Iterator[Event]:
    paid = db.session.execute(
        select(Obligation.key, ObligationCredit.on, ObligationCredit.amount_fen)
        .join(Obligation, Obligation.id == ObligationCredit.obligation_id)
        .where(Obligation.agreement_id == agreement.id)
        .order_by(ObligationCredit.id)
    )
    for key, on, amount_fen in paid:
        yield Credited(key, on, amount_fen)


def lines_of(agreement: Agreement, amendments: Amendments | None = None) -> tuple[Due, ...]:
    """What the signed terms, as amended, make owed as things stand; ``amendments`` are those in
    force, where the caller has them.

    Before effect only what must be paid for it: the lines due on the day of the notice or the
    conclusion. Empty while nothing has been delivered or concluded, and for a license that was
    found never to have taken effect.
    """
    if agreement.status is AgreementStatus.SET_ASIDE:
        return ()
    if agreement.effective_on is not None:
        return amended_schedule(
            agreement.record,
            amendments_of(agreement) if amendments is None else amendments,
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
