"""Telling the bank to release or return: by rule, or by one person of each party; and what it did."""

from datetime import date

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Side
from marketplace.custody import messages
from marketplace.custody.models import (
    ConfirmationKind,
    Custody,
    CustodyStatus,
    Instruction,
    InstructionKind,
    InstructionStatus,
)
from marketplace.custody.rules import rule_holds
from marketplace.custody.services.steps import (
    keep_confirmation,
    locked,
    note,
    require_other,
    tell_other,
)
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.payments import services as payments

_CONFIRMS = {
    InstructionKind.RELEASE: ConfirmationKind.RELEASED,
    InstructionKind.RETURN: ConfirmationKind.RETURNED,
}


def instruct(
    custody: Custody, side: Side, by: User, kind: InstructionKind, amount_fen: int, reason: str
) -> Instruction:
    """Tell the bank to release or return an amount: issued at once where the rule says so, else
    proposed until a person of the other party decides the same."""
    custody = locked(custody)
    if custody.status is not CustodyStatus.HELD or not 0 < amount_fen <= custody.free_fen:
        raise Refused(
            "custody_not_free",
            N_("Enter an amount above zero, and no more than the bank holds without instruction."),
            field="amount",
        )
    by_rule = rule_holds(custody, kind)
    instruction = Instruction(
        custody=custody,
        kind=kind,
        amount_fen=amount_fen,
        by_rule=by_rule,
        reason=reason,
        side=side,
        proposed_by_id=by.id,
        status=InstructionStatus.PROPOSED,
    )
    db.session.add(instruction)
    db.session.flush()
    event = note("instruct", custody, by, kind=kind.value, amount=amount_fen, by_rule=by_rule)
    if by_rule:
        _issue(instruction, by)
    tell_other(custody, side, messages.ISSUED if by_rule else messages.TO_DECIDE, event)
    return instruction


def decide(instruction: Instruction, side: Side, by: User) -> None:
    """The second person, of the other party, decides the same; the bank can be told."""
    custody = locked(instruction.custody)
    db.session.refresh(instruction)
    require_other(instruction.side, side)
    if by.id == instruction.proposed_by_id:
        raise NotAllowed("two_persons", N_("Two persons decide this. Ask a colleague."))
    instruction.decided_by_id = by.id
    _issue(instruction, by)
    event = note("decide", custody, by, instruction=instruction.public_id)
    tell_other(custody, side, messages.ISSUED, event)


def withdraw(instruction: Instruction, side: Side, by: User) -> None:
    """Who proposed it takes it back, or the other party declines; nothing was told to the bank."""
    custody = locked(instruction.custody)
    db.session.refresh(instruction)
    instruction.move("withdraw")
    instruction.withdrawn_on = clock.today()
    event = note("withdraw", custody, by, instruction=instruction.public_id)
    tell_other(custody, side, messages.WITHDRAWN, event)


def confirm_carried_out(
    instruction: Instruction,
    side: Side,
    by: User,
    *,
    value_day: date,
    bank_reference: str,
    evidence_sha256: str,
) -> None:
    """The bank's paper says that it did as told. What is released has reached the licensor's own
    account: a payment of the license with the bank's paper as its voucher, on the bank's day."""
    custody = locked(instruction.custody)
    db.session.refresh(instruction)
    instruction.move("carry_out")
    instruction.carried_out_on = value_day
    keep_confirmation(
        custody,
        by,
        kind=_CONFIRMS[instruction.kind],
        instruction=instruction,
        amount_fen=instruction.amount_fen,
        value_day=value_day,
        bank_reference=bank_reference,
        evidence_sha256=evidence_sha256,
    )
    if custody.held_fen == 0:
        custody.move("end")
        custody.ended_on = value_day
    event = note(
        "carry_out",
        custody,
        by,
        instruction=instruction.public_id,
        kind=instruction.kind.value,
        amount=instruction.amount_fen,
        value_day=value_day.isoformat(),
    )
    tell_other(custody, side, messages.CARRIED_OUT, event)
    if instruction.kind is InstructionKind.RELEASE:
        _count(instruction, side, by, value_day, bank_reference, evidence_sha256)


def _count(
    instruction: Instruction, side: Side, by: User, value_day: date, reference: str, slip: str
) -> None:
    payment = payments.state_transfer(
        instruction.custody.agreement, instruction.amount_fen, value_day, reference, slip, by
    )
    if side is Side.LICENSOR:
        payments.confirm(payment, by)


def _issue(instruction: Instruction, by: User) -> None:
    instruction.move("issue")
    instruction.issued_on = clock.today()
