"""One row in line with its line of ``schedule()``: amounts, days, state, and what the ledger owes.

The agreement must be locked. Every step writes its event; every posting follows from a step.
"""

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.extensions import db
from marketplace.ledger.chart import Deal, Reference
from marketplace.ledger.services import post
from marketplace.obligations.models import UNPAID, ClockStep, Obligation
from marketplace.obligations.models import ObligationStatus as S
from marketplace.terms.due import Due
from marketplace.terms.enums import Standing

OWE = "obligation:owe"
_FIGURES = ("amount_fen", "accrued_on", "due_on", "period_from", "period_to", "payee")


def add(agreement: Agreement, line: Due, grace_days: int) -> Obligation:
    """A row for a line that had none."""
    row = Obligation(
        agreement=agreement,
        key=line.key,
        reason=line.reason,
        path=line.path,
        basis={},
        status=S.SCHEDULED,
        paid_fen=0,
        posted_fen=0,
        grace_days=grace_days,
    )
    db.session.add(row)
    _copy(row, line)
    row.plan(clock.today())
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


def bring(row: Obligation, line: Due, grace_days: int) -> None:
    """Bring a row in line: what is owed on the present day falls due."""
    if _differs(row, line) or row.grace_days != grace_days:
        _change(row, line, grace_days)
    if line.standing is Standing.WAIVED:
        _settle(row, S.WAIVED, "waive", 0)
    elif line.standing is Standing.ON_HOLD:
        _settle(row, S.ON_HOLD, "hold", row.posted_fen)
    elif row.status in (S.VOID, S.ON_HOLD):
        move(row, "reschedule")
    if row.status in UNPAID | {S.PAID}:
        fall_due(row)


def void(row: Obligation) -> None:
    """Its line is gone: only what was paid on it stays in the ledger until it is matched anew."""
    move(row, "void")
    post_owed(row, row.paid_fen)


def fall_due(row: Obligation) -> None:
    """Once the day has come, or something was paid on it early, the ledger owes it; a corrected
    amount may leave what was paid too little or enough."""
    if row.due_on is None or row.amount_fen is None:
        return
    has_come = row.due_on <= clock.today()
    if has_come and row.status is S.SCHEDULED:
        move(row, "fall_due")
        while row.clock_step in (ClockStep.REMIND, ClockStep.FALL_DUE):
            row.step_on()
    if has_come or row.posted_fen:
        post_owed(row, row.amount_fen)
    if row.status in (S.DUE, S.PART_PAID) and row.open_fen == 0:
        move(row, "pay")
    elif (row.status is S.DUE and row.paid_fen) or (row.status is S.PAID and row.open_fen):
        move(row, "pay_part")


def post_owed(row: Obligation, owed_fen: int) -> None:
    """Post the difference between what the ledger owes for this row and what it should."""
    difference = owed_fen - row.posted_fen
    if difference == 0:
        return
    db.session.flush()  # what changed has its version, which names the entry
    agreement = row.agreement
    deal = Deal(
        licensor=row.owed_to,
        licensee=agreement.licensee.public_id,
        agreement=agreement.public_id,
    )
    lines = deal.fee_due(difference) if difference > 0 else deal.fee_waived(-difference)
    post(
        f"{OWE}:{row.posted_fen}:{owed_fen}:{row.version}",
        Reference.to(row),
        lines,
        min(row.due_on or clock.today(), clock.today()),
        related=[row, agreement],
    )
    row.posted_fen = owed_fen


def move(row: Obligation, action: str) -> None:
    """One step of the life cycle with its event; the clock is set anew where the row opens again,
    and stands still where it is settled."""
    was_open = row.status in UNPAID
    row.move(action)
    if (row.status in UNPAID) is not was_open or row.status is S.PAID:
        row.plan(clock.today())
    record(f"obligation:{action}", row, SYSTEM, related=[row.agreement], paid=row.paid_fen)


def _change(row: Obligation, line: Due, grace_days: int) -> None:
    figure_known, due_on = row.amount_fen is not None, row.due_on
    if row.payee != _payee(row, line) and row.posted_fen:
        post_owed(row, 0)
    _copy(row, line)
    if (figure_known, due_on, row.grace_days) != (
        row.amount_fen is not None,
        row.due_on,
        grace_days,
    ):
        row.grace_days = grace_days
        row.plan(clock.today())
    record(
        "obligation:change",
        row,
        SYSTEM,
        related=[row.agreement],
        amount=line.amount_fen,
        due_on=line.due_on.isoformat() if line.due_on else None,
    )


def _settle(row: Obligation, target: S, action: str, owed: int) -> None:
    if row.status in UNPAID | {S.ON_HOLD} and row.status is not target and row.open_fen:
        move(row, action)
        post_owed(row, max(owed, row.paid_fen))


def _differs(row: Obligation, line: Due) -> bool:
    wanted = {name: getattr(line, name) for name in _FIGURES} | {"payee": _payee(row, line)}
    return any(getattr(row, name) != value for name, value in wanted.items())


def _payee(row: Obligation, line: Due) -> str | None:
    """Whoever paid the holder it knew has paid (Civil Code 546): such a row keeps its payee."""
    return row.payee if row.paid_fen else line.payee


def _copy(row: Obligation, line: Due) -> None:
    row.payee = _payee(row, line)
    row.amount_fen = line.amount_fen
    row.accrued_on = line.accrued_on
    row.due_on = line.due_on
    row.period_from = line.period_from
    row.period_to = line.period_to
    row.basis = dict(line.basis)
