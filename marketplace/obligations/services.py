"""Keeping the obligations of an agreement equal to ``schedule()`` and to what was paid."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services import locked as locked_agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.deeds.queries import amendments_of, terms_in_force
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.obligations import bills, deadlines, demands, rows
from marketplace.obligations.lines import Amendments, facts_of, lines_of
from marketplace.obligations.models import UNPAID, Fact, FactKind, Obligation, ObligationCredit
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.signals import obligations_changed
from marketplace.terms.late import grace_days
from marketplace.terms.record import Terms

__all__ = [
    "credit",
    "debit",
    "ensure_posted",
    "enter_fact",
    "facts_of",
    "lines_of",
    "overdue_fen",
    "refresh",
    "rows_of",
]


def refresh(agreement: Agreement) -> None:
    """Bring the rows in line with ``lines_of``; what is owed on the present day falls due.

    Rows are added and updated by key; one whose line is gone becomes void, never deleted. Bills,
    deadlines and an open demand follow. The agreement is locked, so that two at once do not add the
    same row twice.
    """
    agreement = locked_agreement(agreement)
    amendments = amendments_of(agreement)
    terms = terms_in_force(agreement, amendments)
    standing = _bring(agreement, terms, amendments)
    paid = [row.paid_fen for row in standing]
    obligations_changed.send(agreement)
    if paid != [row.paid_fen for row in standing]:
        standing = _bring(agreement, terms, amendments)  # what was paid late has now its own line
    bills.issue(agreement, standing)
    deadlines.keep(agreement, terms, standing)
    demands.settle(agreement, standing)


def _bring(agreement: Agreement, terms: Terms, amendments: Amendments) -> list[Obligation]:
    """Every row in line with its line; returns all rows in the order of ``rows_of``."""
    known = {row.key: row for row in rows_of(agreement, locked=True)}
    lines = {line.key: line for line in lines_of(agreement, amendments)}
    grace = grace_days(terms)
    for key, line in lines.items():
        if key not in known:
            known[key] = rows.add(agreement, line, grace)
        rows.bring(known[key], line, grace)
    for key, row in known.items():
        if key not in lines and row.status in UNPAID | {S.ON_HOLD}:
            rows.void(row)
    return sorted(
        known.values(), key=lambda row: (row.due_on is None, row.due_on or date.min, row.id)
    )


def rows_of(agreement: Agreement, *, locked: bool = False) -> Sequence[Obligation]:
    """The obligations of an agreement by due day."""
    statement = (
        select(Obligation)
        .where(Obligation.agreement_id == agreement.id)
        .order_by(Obligation.due_on.is_(None), Obligation.due_on, Obligation.id)
    )
    return db.session.scalars(lock(statement) if locked else statement).all()


def overdue_fen(agreement: Agreement, day: date) -> int:
    """What is overdue on a Shanghai day, in fen."""
    return sum(row.open_fen for row in rows_of(agreement) if row.is_overdue(day))


def enter_fact(
    agreement: Agreement,
    kind: FactKind,
    on: date,
    by: User | None,
    *,
    side: Side | None = None,
    name: str = "",
    evidence_sha256: str | None = None,
    note: str = "",
) -> Fact:
    """Enter something that happened to a license; the same fact twice stays one (R-61).

    One that was taken back may be entered anew, with its right day.
    """
    if on > clock.today():
        raise Refused("fact_in_future", N_("Enter a day that has come."), field="on")
    agreement = locked_agreement(agreement)
    known = _known_facts(agreement, kind, name)
    if known and not known[-1].is_withdrawn:
        return known[-1]
    fact = Fact(
        agreement=agreement,
        kind=kind,
        name=name,
        ordinal=len(known),
        side=side,
        on=on,
        evidence_sha256=evidence_sha256,
        note=note,
        entered_by_id=by.id if by else None,
    )
    db.session.add(fact)
    db.session.flush()
    _note_entered(fact, by or SYSTEM)
    refresh(agreement)
    return fact


def _note_entered(fact: Fact, by: Any) -> None:
    record(
        "agreement_fact:enter",
        fact,
        by,
        related=[fact.agreement],
        kind=fact.kind.value,
        name=fact.name,
        on=fact.on.isoformat(),
        evidence_sha256=fact.evidence_sha256,
    )


def _known_facts(agreement: Agreement, kind: FactKind, name: str) -> Sequence[Fact]:
    return db.session.scalars(
        select(Fact)
        .where(Fact.agreement_id == agreement.id, Fact.kind == kind, Fact.name == name)
        .order_by(Fact.ordinal)
    ).all()


def credit(obligation: Obligation, amount_fen: int, on: date | None = None) -> None:
    """Count money that was paid on an obligation; it must already owe it in the ledger.

    ``on`` is the value day (default: today): delay is counted to it. ValueError if more is credited
    than is open: the rest of a payment goes elsewhere.
    """
    if not 0 < amount_fen <= obligation.open_fen:
        raise ValueError(f"{amount_fen} fen cannot be credited on {obligation.open_fen}")
    ensure_posted(obligation)
    obligation.paid_fen += amount_fen
    _keep_credit(obligation, amount_fen, on)
    rows.move(obligation, "pay" if obligation.open_fen == 0 else "pay_part")


def debit(obligation: Obligation, amount_fen: int, on: date | None = None) -> None:
    """Take back a credit of the value day ``on``: a payment was reversed, or less turned out to be
    owed.

    What was given up stays given up: of it the ledger then owes no more than what is still paid.
    """
    if not 0 < amount_fen <= obligation.paid_fen:
        raise ValueError(f"{amount_fen} fen were not credited")
    obligation.paid_fen -= amount_fen
    _keep_credit(obligation, -amount_fen, on)
    if obligation.status in (S.WAIVED, S.VOID):
        rows.post_owed(obligation, obligation.paid_fen)
    elif obligation.open_fen:
        rows.move(obligation, "pay_part" if obligation.paid_fen else "reopen")


def ensure_posted(obligation: Obligation) -> None:
    """Have the ledger owe the obligation: at its due day, or when it is paid early."""
    rows.post_owed(obligation, obligation.amount_fen or 0)


def _keep_credit(obligation: Obligation, amount_fen: int, on: date | None) -> None:
    db.session.add(
        ObligationCredit(obligation=obligation, amount_fen=amount_fen, on=on or clock.today())
    )
