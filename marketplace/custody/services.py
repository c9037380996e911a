"""What the parties do with money that a bank holds; each inside the caller's ``transaction()``."""

from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Role, User
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services import locked as locked_agreement
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.custody import messages
from marketplace.custody.checks import require_other, require_whole
from marketplace.custody.models import (
    BankConfirmation,
    ConfirmationKind,
    Custody,
    CustodyStatus,
    Instruction,
    InstructionKind,
    InstructionStatus,
    ReleaseRule,
)
from marketplace.custody.rules import rule_holds
from marketplace.database import add_new, lock
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.payments import services as payments

_CONFIRMS = {
    InstructionKind.RELEASE: ConfirmationKind.RELEASED,
    InstructionKind.RETURN: ConfirmationKind.RETURNED,
}


def propose(
    agreement: Agreement,
    side: Side,
    by: User,
    *,
    bank: str,
    bank_reference: str,
    amount_fen: int,
    release_rule: ReleaseRule,
    milestone: str = "",
    release_on: date | None = None,
    return_on: date | None = None,
    conditions: str = "",
) -> Custody:
    """One party writes down what it and the bank have arranged; the other party agrees or not."""
    agreement = locked_agreement(agreement)
    require_whole(amount_fen, release_rule, milestone, release_on)
    custody = Custody(
        agreement=agreement,
        side=side,
        bank=bank,
        bank_reference=bank_reference,
        amount_fen=amount_fen,
        release_rule=release_rule,
        milestone=milestone if release_rule is ReleaseRule.MILESTONE else "",
        release_on=release_on if release_rule is ReleaseRule.DAY else None,
        return_on=return_on,
        conditions=conditions,
        proposed_by_id=by.id,
    )
    db.session.add(custody)
    db.session.flush()
    event = _record("propose", custody, by, amount=amount_fen, rule=release_rule.value)
    _tell_other(custody, side, messages.PROPOSED, event)
    return custody


def agree(custody: Custody, side: Side, by: User) -> None:
    """The other party agrees to what was written down."""
    custody = locked(custody)
    require_other(custody.side, side)
    custody.move("arrange")
    custody.agreed_by_id, custody.arranged_on = by.id, clock.today()
    _tell_other(custody, side, messages.ARRANGED, _record("arrange", custody, by))


def drop(custody: Custody, side: Side, by: User) -> None:
    """Nothing comes of it; possible until the bank has received the money."""
    custody = locked(custody)
    custody.move("drop")
    custody.dropped_on = clock.today()
    _tell_other(custody, side, messages.DROPPED, _record("drop", custody, by))


def confirm_received(
    custody: Custody,
    side: Side,
    by: User,
    *,
    amount_fen: int,
    value_day: date,
    bank_reference: str,
    evidence_sha256: str,
) -> BankConfirmation:
    """The bank's paper says that it holds the money, or a further part of it."""
    custody = locked(custody)
    left = custody.amount_fen - custody.confirmed_fen(ConfirmationKind.RECEIVED)
    if not 0 < amount_fen <= left:
        raise Refused(
            "custody_amount",
            N_("Enter an amount above zero, and no more than was arranged and is not held yet."),
            field="amount",
        )
    if custody.status is not CustodyStatus.HELD:
        custody.move("hold")
        custody.held_on = value_day
    kept = _confirm(
        custody,
        by,
        kind=ConfirmationKind.RECEIVED,
        amount_fen=amount_fen,
        value_day=value_day,
        bank_reference=bank_reference,
        evidence_sha256=evidence_sha256,
    )
    event = _record("receive", custody, by, amount=amount_fen, value_day=value_day.isoformat())
    _tell_other(custody, side, messages.HELD, event)
    return kept


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
    event = _record("instruct", custody, by, kind=kind.value, amount=amount_fen, by_rule=by_rule)
    if by_rule:
        _issue(instruction, by)
    _tell_other(custody, side, messages.ISSUED if by_rule else messages.TO_DECIDE, event)
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
    event = _record("decide", custody, by, instruction=instruction.public_id)
    _tell_other(custody, side, messages.ISSUED, event)


def withdraw(instruction: Instruction, side: Side, by: User) -> None:
    """Who proposed it takes it back, or the other party declines; nothing was told to the bank."""
    custody = locked(instruction.custody)
    db.session.refresh(instruction)
    instruction.move("withdraw")
    instruction.withdrawn_on = clock.today()
    event = _record("withdraw", custody, by, instruction=instruction.public_id)
    _tell_other(custody, side, messages.WITHDRAWN, event)


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
    _confirm(
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
    event = _record(
        "carry_out",
        custody,
        by,
        instruction=instruction.public_id,
        kind=instruction.kind.value,
        amount=instruction.amount_fen,
        value_day=value_day.isoformat(),
    )
    _tell_other(custody, side, messages.CARRIED_OUT, event)
    if instruction.kind is InstructionKind.RELEASE:
        _count(instruction, side, by, value_day, bank_reference, evidence_sha256)


def locked(custody: Custody) -> Custody:
    """The newest state, kept from changing; its agreement first, like everywhere."""
    locked_agreement(custody.agreement)
    statement = lock(select(Custody).where(Custody.id == custody.id))
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    db.session.refresh(found, ["instructions", "confirmations"])
    return found


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


def _confirm(custody: Custody, by: User, **facts: Any) -> BankConfirmation:
    if facts["value_day"] > clock.today():
        raise Refused(
            "value_day_ahead",
            N_("The value day is the day on which the bank booked it: today or before."),
            field="value_day",
        )
    instruction = facts.pop("instruction", None)
    kept = BankConfirmation(
        custody_id=custody.id,
        instruction_id=instruction.id if instruction else None,
        entered_by_id=by.id,
        **facts,
    )
    add_new(
        kept,
        Refused(
            "custody_confirmed",
            N_("This confirmation of the bank is entered already."),
            field="bank_reference",
        ),
    )
    db.session.refresh(custody, ["confirmations"])
    return kept


def _record(action: str, custody: Custody, by: User, **facts: Any) -> AuditEvent:
    return record(f"custody:{action}", custody, by, related=[custody.agreement], **facts)


def _tell_other(custody: Custody, side: Side, code: str, event: AuditEvent) -> None:
    other = Side.LICENSEE if side is Side.LICENSOR else Side.LICENSOR
    notify(
        custody.party(other),
        code,
        event=event,
        link=f"/custody/{custody.public_id}",
        roles=(Role.OWNER, Role.FINANCE),
        title=custody.agreement.title,
        amount_fen=custody.amount_fen,
    )
