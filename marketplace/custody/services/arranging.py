"""Writing down what the bank holds: proposed by one party, agreed by the other, received by the bank."""

from datetime import date

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services import locked as locked_agreement
from marketplace.custody import messages
from marketplace.custody.models import (
    BankConfirmation,
    ConfirmationKind,
    Custody,
    CustodyStatus,
    ReleaseRule,
)
from marketplace.custody.services.steps import (
    keep_confirmation,
    locked,
    note,
    require_other,
    tell_other,
)
from marketplace.errors import N_, Refused
from marketplace.extensions import db


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
    _require_whole(amount_fen, release_rule, milestone, release_on)
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
    event = note("propose", custody, by, amount=amount_fen, rule=release_rule.value)
    tell_other(custody, side, messages.PROPOSED, event)
    return custody


def agree(custody: Custody, side: Side, by: User) -> None:
    """The other party agrees to what was written down."""
    custody = locked(custody)
    require_other(custody.side, side)
    custody.move("arrange")
    custody.agreed_by_id, custody.arranged_on = by.id, clock.today()
    tell_other(custody, side, messages.ARRANGED, note("arrange", custody, by))


def drop(custody: Custody, side: Side, by: User) -> None:
    """Nothing comes of it; possible until the bank has received the money."""
    custody = locked(custody)
    custody.move("drop")
    custody.dropped_on = clock.today()
    tell_other(custody, side, messages.DROPPED, note("drop", custody, by))


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
    kept = keep_confirmation(
        custody,
        by,
        kind=ConfirmationKind.RECEIVED,
        amount_fen=amount_fen,
        value_day=value_day,
        bank_reference=bank_reference,
        evidence_sha256=evidence_sha256,
    )
    event = note("receive", custody, by, amount=amount_fen, value_day=value_day.isoformat())
    tell_other(custody, side, messages.HELD, event)
    return kept


def _require_whole(
    amount_fen: int, rule: ReleaseRule, milestone: str, release_on: date | None
) -> None:
    if amount_fen <= 0:
        raise Refused("custody_amount", N_("Enter the amount that the bank holds."), field="amount")
    if rule is ReleaseRule.MILESTONE and not milestone:
        raise Refused(
            "custody_milestone",
            N_("Enter the milestone as the license names it."),
            field="milestone",
        )
    if rule is ReleaseRule.DAY and release_on is None:
        raise Refused(
            "custody_day", N_("Enter the day from which the money is released."), field="release_on"
        )
