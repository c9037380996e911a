"""Money going back: asked for by the licensor's finance, or told by Stripe or the bank.

States only go forward (R-35): what was told late and says less than is known changes nothing.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Role, User
from marketplace.accounts.services import notify
from marketplace.agreements.messages import link
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.payments import messages
from marketplace.payments.giving_back import give_back, put_back
from marketplace.payments.models import Payment, PaymentStatus, Provider
from marketplace.payments.refund_models import LIFECYCLE, OPEN, Refund, RefundKind
from marketplace.payments.refund_models import RefundStatus as R
from marketplace.payments.services.records import about, locked_payment
from marketplace.payments.stripe_facts import MoneyBack
from marketplace.types import Money

_STEPS = {
    R.DONE: ("settle",),
    R.FAILED: ("fail",),
    R.REINSTATED: ("settle", "reinstate"),
}
"""What leads to a state that Stripe tells; a won dispute took the money before it gave it back."""


def refundable_fen(payment: Payment) -> int:
    """What of a payment can still be given back: received, not gone back, not on its way back."""
    return payment.net_fen - sum(
        each.amount_fen for each in refunds_of(payment) if each.status in OPEN
    )


def refunds_of(payment: Payment) -> list[Refund]:
    """What went back of a payment, or is to, oldest first."""
    return list(
        db.session.scalars(
            select(Refund).where(Refund.payment_id == payment.id).order_by(Refund.id)
        )
    )


def ask_refund(payment: Payment, amount_fen: int, reason: str, by: User) -> Refund:
    """The licensor's finance gives money back through Stripe, wholly or in part. The asking is
    committed before Stripe is called, so that nobody asks a second time meanwhile (R-43)."""
    payment = locked_payment(payment)
    if payment.provider is not Provider.STRIPE or payment.payment_intent is None:
        raise Refused(
            "not_refundable",
            N_("This payment did not come through Stripe. Give it back by bank transfer."),
        )
    refund = _new(payment, RefundKind.REFUND, amount_fen, reason, by)
    db.session.add(refund)
    db.session.flush()
    record("refund:ask", refund, by, related=[payment, *about(payment)], amount=amount_fen)
    return refund


def give_back_by_transfer(
    payment: Payment, amount_fen: int, value_day: date, reference: str, reason: str, by: User
) -> Refund:
    """The licensor's finance states that money went back by bank transfer, as its bank booked it."""
    payment = locked_payment(payment)
    if value_day > clock.today():
        raise Refused(
            "value_day_ahead",
            N_("The value day is the day on which the bank booked it: today or before."),
            field="value_day",
        )
    reference = reference.strip()
    known = _known(payment, reference) if reference else None
    if known is not None:
        raise Refused(
            "refund_known",
            N_("A return with this bank reference is entered already."),
            field="bank_reference",
        )
    refund = _new(payment, RefundKind.TRANSFER, amount_fen, reason, by)
    refund.provider_reference, refund.value_day = reference or None, value_day
    db.session.add(refund)
    db.session.flush()
    _bring(refund, R.DONE, by)
    return refund


def keep_refund(refund: Refund, back: MoneyBack) -> None:
    """What Stripe answered to a refund that we asked for."""
    settle_returns(locked_payment(refund.payment), [back])


def settle_returns(payment: Payment, told: Iterable[MoneyBack]) -> None:
    """Bring our refunds in line with what Stripe says went back of a payment that we know."""
    for back in told:
        refund = _known(payment, back.id) or _asked(payment, back) or _added(payment, back)
        refund.provider_reference = back.id
        if back.status is R.PENDING and refund.status is R.ASKED:
            refund.move("send")
        refund.value_day = refund.value_day or clock.shanghai_day(back.at)
        _bring(refund, back.status, SYSTEM)


def refuse_refund(refund: Refund, reason: str) -> None:
    """Stripe will not give the money back, in its own words: the licensor can ask anew."""
    locked_payment(refund.payment)
    db.session.refresh(refund)
    refund.reason = f"{refund.reason} ({reason})".strip()
    _bring(refund, R.FAILED, SYSTEM)


def _bring(refund: Refund, target: R, by: object) -> None:
    """Take the steps to what is told, as far as the life of a refund still allows."""
    for step in _STEPS.get(target, ()):
        if step not in LIFECYCLE.actions(refund.status):
            continue
        counted = refund.status is R.DONE
        refund.move(step)
        refund.settled_at = clock.now()
        event = record(
            f"refund:{step}",
            refund,
            by,
            related=[refund.payment, *about(refund.payment)],
            amount=refund.amount_fen,
            reference=refund.provider_reference,
        )
        if step == "settle":
            give_back(refund)
        elif counted:
            put_back(refund)
        _tell(refund, event)


def _new(payment: Payment, kind: RefundKind, amount_fen: int, reason: str, by: User) -> Refund:
    if payment.status is not PaymentStatus.CONFIRMED:
        raise Refused("not_received", N_("Only money that is confirmed as received is given back."))
    left = refundable_fen(payment)
    if not 0 < amount_fen <= left:
        raise Refused(
            "refund_amount",
            N_("Enter an amount above zero and up to what is left of the payment: %(left)s."),
            field="amount",
            left=Money(left, payment.currency).yuan(),
        )
    return Refund(
        payment=payment, kind=kind, amount_fen=amount_fen, reason=reason, asked_by_id=by.id
    )


def _known(payment: Payment, reference: str) -> Refund | None:
    return db.session.scalar(
        select(Refund).where(
            Refund.payment_id == payment.id, Refund.provider_reference == reference
        )
    )


def _asked(payment: Payment, back: MoneyBack) -> Refund | None:
    """The refund that we asked for and whose answer never reached us. One that was given up as
    refused stays so: if Stripe made it after all, that is a return of its own."""
    if back.refund is None:
        return None
    return db.session.scalar(
        select(Refund).where(
            Refund.payment_id == payment.id,
            Refund.public_id == back.refund,
            Refund.amount_fen == back.amount,
            Refund.status.in_(OPEN),
            Refund.provider_reference.is_(None),
        )
    )


def _added(payment: Payment, back: MoneyBack) -> Refund:
    """What was done at Stripe itself, or by the payer's bank."""
    refund = Refund(
        payment=payment, kind=back.kind, amount_fen=back.amount, provider_reference=back.id
    )
    db.session.add(refund)
    db.session.flush()
    record("refund:add", refund, SYSTEM, related=[payment, *about(payment)], amount=back.amount)
    return refund


def _tell(refund: Refund, event: AuditEvent) -> None:
    payment = refund.payment
    address = link(payment.agreement) if payment.agreement else "/money"
    parties = [payment.licensor, *(each.licensee for each in about(payment))]
    for party in parties:
        notify(
            party,
            messages.of_refund(refund.status, refund.kind),
            event=event,
            link=address,
            roles=(Role.OWNER, Role.FINANCE),
            amount_fen=refund.amount_fen,
        )
