"""Royalty statements: the licensee reports a period, the licensor accepts or disputes."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify
from marketplace.agreements.messages import link
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.deeds.queries import terms_in_force
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.obligations import messages
from marketplace.obligations.models import (
    Obligation,
    ObligationStatus,
    RoyaltyStatement,
    StatementStatus,
)
from marketplace.obligations.services import refresh
from marketplace.terms.enums import Reason
from marketplace.terms.timeline import ONE_DAY


def submit_statement(
    agreement: Agreement,
    period_from: date,
    period_to: date,
    quantity: int,
    by: User,
    evidence_sha256: str | None = None,
) -> RoyaltyStatement:
    """Report the base of a royalty period: fen of net sales or profit, or units; 0 is a report.

    The period must be one of those that the terms make; it must be over. The same report twice,
    while the first waits for its answer, is one.
    """
    _require_reportable(agreement, period_from, period_to, quantity)
    waiting = _waiting(agreement, period_to, quantity)
    if waiting is not None:
        return waiting
    statement = RoyaltyStatement(
        agreement=agreement,
        period_from=period_from,
        period_to=period_to,
        quantity=quantity,
        evidence_sha256=evidence_sha256,
        submitted_by=by,
    )
    royalty = terms_in_force(agreement).royalty
    if royalty is not None and royalty.answer_days:
        statement.answer_by = clock.today() + timedelta(royalty.answer_days)
    db.session.add(statement)
    db.session.flush()
    _tell_licensor(statement, by)
    refresh(agreement)
    return statement


def _require_reportable(
    agreement: Agreement, period_from: date, period_to: date, quantity: int
) -> None:
    if quantity < 0:
        raise Refused(
            "negative_quantity",
            N_("Report zero or more. A loss counts as zero."),
            field="quantity",
        )
    if not _is_period(agreement, period_from, period_to):
        raise Refused(
            "no_such_period",
            N_("Choose one of the reporting periods of this agreement."),
            field="period",
        )
    if period_to >= clock.today():
        raise Refused(
            "period_runs",
            N_("This period runs through %(day)s. Report it when it is over."),
            field="period",
            day=period_to.isoformat(),
        )


def accept_statement(statement: RoyaltyStatement, by: User) -> None:
    """The licensor accepts: the royalty of the period is known and falls due."""
    locked(statement.agreement)
    _accept(statement, by)


def accept_by_time(statement: RoyaltyStatement) -> None:
    """Nobody answered within the days that the terms give: the report counts as accepted, from the
    day after the last one for an answer."""
    locked(statement.agreement)
    if statement.answer_by is None or clock.today() <= statement.answer_by:
        raise Refused("answer_runs", N_("The days for an answer are not over yet."))
    statement.accepted_by_time = True
    event = _accept(statement, SYSTEM, on=(statement.answer_by + ONE_DAY).isoformat())
    for organization in (statement.agreement.present_licensor, statement.agreement.licensee):
        notify(
            organization,
            messages.STATEMENT_BY_TIME,
            event=event,
            link=link(statement.agreement),
            title=statement.agreement.title,
            period=_span(statement),
        )


def _accept(statement: RoyaltyStatement, by: Any, **data: Any) -> AuditEvent:
    statement.move("accept")
    statement.accepted_at = clock.now()
    event = record("royalty_statement:accept", statement, by, related=[statement.agreement], **data)
    refresh(statement.agreement)
    return event


def dispute_statement(statement: RoyaltyStatement, reason: str, by: User) -> None:
    """The licensor disputes the figure; nothing falls due from it until it is accepted."""
    statement.move("dispute")
    statement.disputed_at = clock.now()
    statement.dispute_reason = reason
    event = record(
        "royalty_statement:dispute", statement, by, related=[statement.agreement], reason=reason
    )
    notify(
        statement.agreement.licensee,
        messages.STATEMENT_DISPUTED,
        event=event,
        link=link(statement.agreement),
        title=statement.agreement.title,
        reason=reason,
    )
    refresh(statement.agreement)


def open_periods(agreement: Agreement) -> list[Obligation]:
    """Royalty periods that are over and have no accepted statement yet, by day."""
    rows = db.session.scalars(
        select(Obligation)
        .where(
            Obligation.agreement_id == agreement.id,
            Obligation.reason == Reason.ROYALTY,
            Obligation.amount_fen.is_(None),
            Obligation.period_to < clock.today(),
        )
        .order_by(Obligation.period_to)
    ).all()
    return list(rows)


def reportable_periods(agreement: Agreement) -> list[Obligation]:
    """Royalty periods that are over: those to report first, then those whose figure can be
    corrected by a new report, the newest on top."""
    today = clock.today()
    rows = db.session.scalars(
        select(Obligation)
        .where(
            Obligation.agreement_id == agreement.id,
            Obligation.reason == Reason.ROYALTY,
            Obligation.status != ObligationStatus.VOID,
            Obligation.period_to < today,
        )
        .order_by(Obligation.period_to)
    ).all()
    reported = [row for row in rows if row.amount_fen is not None]
    return [row for row in rows if row.amount_fen is None] + reported[::-1]


def statements_of(agreement: Agreement) -> list[RoyaltyStatement]:
    """All statements of an agreement, newest first."""
    return list(
        db.session.scalars(
            select(RoyaltyStatement)
            .where(RoyaltyStatement.agreement_id == agreement.id)
            .order_by(RoyaltyStatement.id.desc())
        )
    )


def awaiting_acceptance(agreement: Agreement) -> list[RoyaltyStatement]:
    """Statements that the licensor has not answered."""
    return [each for each in statements_of(agreement) if each.status is StatementStatus.SUBMITTED]


def _tell_licensor(statement: RoyaltyStatement, by: User) -> None:
    agreement = statement.agreement
    event = record(
        "royalty_statement:submit",
        statement,
        by,
        related=[agreement],
        period_from=statement.period_from.isoformat(),
        period_to=statement.period_to.isoformat(),
        quantity=statement.quantity,
        evidence_sha256=statement.evidence_sha256,
    )
    notify(
        agreement.present_licensor,
        messages.STATEMENT,
        event=event,
        link=link(agreement),
        title=agreement.title,
        period=_span(statement),
    )


def _span(statement: RoyaltyStatement) -> str:
    return f"{statement.period_from.isoformat()} – {statement.period_to.isoformat()}"


def _waiting(agreement: Agreement, period_to: date, quantity: int) -> RoyaltyStatement | None:
    """The same report, if it waits for its answer; the agreement is locked for the look."""
    locked(agreement)
    return db.session.scalars(
        select(RoyaltyStatement).where(
            RoyaltyStatement.agreement_id == agreement.id,
            RoyaltyStatement.period_to == period_to,
            RoyaltyStatement.quantity == quantity,
            RoyaltyStatement.status == StatementStatus.SUBMITTED,
        )
    ).first()


def _is_period(agreement: Agreement, first: date, last: date) -> bool:
    return (
        db.session.scalar(
            select(Obligation.id).where(
                Obligation.agreement_id == agreement.id,
                Obligation.reason == Reason.ROYALTY,
                Obligation.period_from == first,
                Obligation.period_to == last,
            )
        )
        is not None
    )
