"""Keeping the obligations of an agreement equal to ``schedule()`` and to what was paid."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked as locked_agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import Deal, Reference
from marketplace.ledger.services import post
from marketplace.obligations.lines import facts_of, lines_of
from marketplace.obligations.models import UNPAID, Fact, FactKind, Obligation
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.signals import obligations_changed
from marketplace.terms.due import Due
from marketplace.terms.enums import Standing

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
    "waive",
]


def refresh(agreement: Agreement) -> None:
    """Bring the rows in line with ``lines_of``; what is owed on the present day falls due.

    Rows are added and updated by key; one whose line is gone becomes void, never deleted. The
    agreement is locked, so that two at once do not add the same row twice.
    """
    agreement = locked_agreement(agreement)
    rows = {row.key: row for row in rows_of(agreement, locked=True)}
    lines = {line.key: line for line in lines_of(agreement)}
    for key, line in lines.items():
        _bring(rows.get(key) or _add(agreement, line), line)
    for key, row in rows.items():
        if key not in lines and row.status in UNPAID | {S.ON_HOLD}:
            _move(row, "void")
            _post_owed(row, row.paid_fen)
    obligations_changed.send(agreement)


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
    name: str = "",
    evidence_sha256: str | None = None,
    note: str = "",
) -> Fact:
    """Enter something that happened to a license; the same fact twice stays one (R-61)."""
    if on > clock.today():
        raise Refused("fact_in_future", N_("Enter a day that has come."), field="on")
    agreement = locked_agreement(agreement)
    known = _known_fact(agreement, kind, name)
    if known is not None:
        return known
    fact = Fact(
        agreement=agreement,
        kind=kind,
        name=name,
        on=on,
        evidence_sha256=evidence_sha256,
        note=note,
        entered_by_id=by.id if by else None,
    )
    db.session.add(fact)
    db.session.flush()
    record(
        "agreement_fact:enter",
        fact,
        by or SYSTEM,
        related=[agreement],
        kind=kind.value,
        name=name,
        on=on.isoformat(),
        evidence_sha256=evidence_sha256,
    )
    refresh(agreement)
    return fact


def _known_fact(agreement: Agreement, kind: FactKind, name: str) -> Fact | None:
    return db.session.scalar(
        select(Fact).where(Fact.agreement_id == agreement.id, Fact.kind == kind, Fact.name == name)
    )


def waive(obligation: Obligation, reason: str, by: User) -> None:
    """The licensor gives up an amount."""
    enter_fact(
        obligation.agreement, FactKind.WAIVED, clock.today(), by, name=obligation.key, note=reason
    )


def credit(obligation: Obligation, amount_fen: int) -> None:
    """Count money that was paid on an obligation; it must already owe it in the ledger.

    ValueError if more is credited than is open: the rest of a payment goes elsewhere.
    """
    if not 0 < amount_fen <= obligation.open_fen:
        raise ValueError(f"{amount_fen} fen cannot be credited on {obligation.open_fen}")
    ensure_posted(obligation)
    obligation.paid_fen += amount_fen
    _move(obligation, "pay" if obligation.open_fen == 0 else "pay_part")


def debit(obligation: Obligation, amount_fen: int) -> None:
    """Take back a credit: a payment was reversed, or less turned out to be owed.

    What was given up stays given up: of it the ledger then owes no more than what is still paid.
    """
    if not 0 < amount_fen <= obligation.paid_fen:
        raise ValueError(f"{amount_fen} fen were not credited")
    obligation.paid_fen -= amount_fen
    if obligation.status in (S.WAIVED, S.VOID):
        _post_owed(obligation, obligation.paid_fen)
    elif obligation.open_fen:
        _move(obligation, "pay_part" if obligation.paid_fen else "reopen")


def ensure_posted(obligation: Obligation) -> None:
    """Have the ledger owe the obligation: at its due day, or when it is paid early."""
    _post_owed(obligation, obligation.amount_fen or 0)


def _add(agreement: Agreement, line: Due) -> Obligation:
    row = Obligation(
        agreement=agreement,
        key=line.key,
        reason=line.reason,
        path=line.path,
        basis={},
        status=S.SCHEDULED,
        paid_fen=0,
        posted_fen=0,
    )
    db.session.add(row)
    _copy(row, line)
    record(
        "obligation:schedule",
        row,
        SYSTEM,
        related=[agreement],
        key=line.key,
        amount=line.amount_fen,
        due_on=line.due_on.isoformat() if line.due_on else None,
    )
    return row


def _bring(row: Obligation, line: Due) -> None:
    if _differs(row, line):
        _copy(row, line)
        record(
            "obligation:change",
            row,
            SYSTEM,
            related=[row.agreement],
            amount=line.amount_fen,
            due_on=line.due_on.isoformat() if line.due_on else None,
        )
    if line.standing is Standing.WAIVED:
        _settle(row, S.WAIVED, "waive", 0)
    elif line.standing is Standing.ON_HOLD:
        _settle(row, S.ON_HOLD, "hold", row.posted_fen)
    elif row.status is S.VOID:
        _move(row, "reschedule")
    if row.status in UNPAID | {S.PAID}:
        _fall_due(row)


def _settle(row: Obligation, target: S, action: str, owed: int) -> None:
    if row.status in UNPAID | {S.ON_HOLD} and row.status is not target and row.open_fen:
        _move(row, action)
        _post_owed(row, max(owed, row.paid_fen))


def _fall_due(row: Obligation) -> None:
    """Once the day has come, or something was paid on it early, the ledger owes it; a corrected
    amount may leave what was paid too little or enough."""
    if row.due_on is None or row.amount_fen is None:
        return
    has_come = row.due_on <= clock.today()
    if has_come and row.status is S.SCHEDULED:
        _move(row, "fall_due")
    if has_come or row.posted_fen:
        _post_owed(row, row.amount_fen)
    if row.status in (S.DUE, S.PART_PAID) and row.open_fen == 0:
        _move(row, "pay")
    elif row.status is S.PAID and row.open_fen:
        _move(row, "pay_part")


def _post_owed(row: Obligation, owed_fen: int) -> None:
    """Post the difference between what the ledger owes for this row and what it should."""
    difference = owed_fen - row.posted_fen
    if difference == 0:
        return
    agreement = row.agreement
    deal = Deal(
        licensor=row.payee or agreement.licensor.public_id,
        licensee=agreement.licensee.public_id,
        agreement=agreement.public_id,
    )
    lines = deal.fee_due(difference) if difference > 0 else deal.fee_waived(-difference)
    post(
        f"obligation:owe:{row.posted_fen}:{owed_fen}:{row.version}",
        Reference.to(row),
        lines,
        min(row.due_on or clock.today(), clock.today()),
        related=[row, agreement],
    )
    row.posted_fen = owed_fen


def _differs(row: Obligation, line: Due) -> bool:
    return any(
        getattr(row, name) != getattr(line, name)
        for name in ("amount_fen", "accrued_on", "due_on", "period_from", "period_to", "payee")
    )


def _copy(row: Obligation, line: Due) -> None:
    row.amount_fen = line.amount_fen
    row.accrued_on = line.accrued_on
    row.due_on = line.due_on
    row.period_from = line.period_from
    row.period_to = line.period_to
    row.payee = line.payee
    row.basis = dict(line.basis)


def _move(row: Obligation, action: str) -> None:
    row.move(action)
    record(f"obligation:{action}", row, SYSTEM, related=[row.agreement], paid=row.paid_fen)
