"""Online payments between us and the gateway; no call stands inside a transaction."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Select, select

from marketplace import clock
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.payments import services
from marketplace.payments.gateway import Gateway, GatewayRefused
from marketplace.payments.models import Payment, PaymentStatus, Provider
from marketplace.payments.refund_models import OPEN, Refund, RefundStatus
from marketplace.payments.stripe_facts import CheckoutRequest, CheckoutSession, RefundRequest
from marketplace.payments.webhook import StripeEvent

log = logging.getLogger(__name__)

POLL_FOR = timedelta(days=7)
LOOK_BACK = timedelta(days=4)
"""One day more than Stripe goes on telling (https://docs.stripe.com/webhooks#retries)."""
MONEY_EVENTS = frozenset({"payment_intent", "charge", "refund"})
"""Also ``charge.refund.…`` and ``charge.dispute.…``."""


def checkout_request(payment: Payment, back_url: str) -> CheckoutRequest:
    """What is asked of the gateway for a payment that was opened."""
    account = payment.licensor.payee_account
    agreement = payment.agreement
    if account is None or agreement is None or payment.requested_fen is None:
        raise ValueError("only an opened payment of an agreement goes to a checkout")
    return CheckoutRequest(
        payment=payment.public_id,
        account=account_of(payment),
        amount=payment.requested_fen,
        description=agreement.title,
        success_url=back_url,
        cancel_url=back_url,
    )


def account_of(payment: Payment) -> str:
    """The connected account that a payment was opened on; the licensor's may be another by now."""
    if payment.stripe_account:
        return payment.stripe_account
    account = payment.licensor.payee_account
    return (account.stripe_account_id if account else None) or ""


def settle(gateway: Gateway, payment: Payment) -> None:
    """Ask the gateway how a payment stands and book what it says."""
    if payment.provider is not Provider.STRIPE or payment.provider_reference is None:
        return
    session = gateway.read_session(payment.provider_reference, account_of(payment))
    with transaction():
        services.settle_session(session, account_of(payment))


def work_on(gateway: Gateway, event: StripeEvent) -> None:
    """What a notice is about is read anew from Stripe, so that order and repetition do not matter;
    claimed in the transaction of its effect, so that a crash leaves it to the next (R-32)."""
    if services.is_known(event):
        return
    session = _session_of(gateway, event)
    with transaction():
        if services.first_time(event) and session is not None:
            services.settle_session(session, event.account)


def send_refund(gateway: Gateway, refund: Refund) -> None:
    """Have Stripe give back what was asked for. What Stripe refuses has failed; where it does not
    answer the refund stays asked for, and ``sweep`` asks again with the same key."""
    payment = refund.payment
    request = RefundRequest(
        refund=refund.public_id,
        account=account_of(payment),
        payment_intent=payment.payment_intent or "",
        amount=refund.amount_fen,
    )
    try:
        back = gateway.refund(request)
    except GatewayRefused as refusal:
        with transaction():
            services.refuse_refund(refund, str(refusal.params["reason"]))
        return
    with transaction():
        services.keep_refund(refund, back)


def poll() -> int:
    """Ask for every checkout that is still open: a notice may never come (R-39)."""
    return _each(
        select(Payment).where(
            Payment.provider == Provider.STRIPE,
            Payment.status == PaymentStatus.OPENED,
            Payment.entered_at > clock.now() - POLL_FOR,
        ),
        settle,
    )


def sweep() -> int:
    """Finish the refunds that were begun: look first whether Stripe has them, then ask."""
    return _each(select(Refund).where(Refund.status.in_(OPEN)), finish_refund)


def finish_refund(gateway: Gateway, refund: Refund) -> None:
    """Bring one refund to where Stripe has it, asking for it where Stripe has none."""
    settle(gateway, refund.payment)
    db.session.refresh(refund)
    if refund.status is RefundStatus.ASKED:
        send_refund(gateway, refund)


def catch_up() -> int:
    """Read what happened on every connected account and work on what no notice told: refunds made
    at Stripe, disputes, payments that were not begun here."""
    gateway: Gateway = current_app.extensions["gateway"]
    if not gateway.enabled:
        return 0
    worked = 0
    for account in services.connected_accounts():
        for event in reversed(list(gateway.events(account, clock.now() - LOOK_BACK))):
            try:
                work_on(gateway, event)
                worked += 1
            except Refused:
                log.warning("event %s could not be worked on", event.id)
    return worked


def _each(asked: Select[Any], work: Callable[[Gateway, Any], None]) -> int:
    gateway: Gateway = current_app.extensions["gateway"]
    if not gateway.enabled:
        return 0
    found = db.session.scalars(asked).all()
    for each in found:
        try:
            work(gateway, each)
        except Refused:
            log.warning("%s %s could not be asked for", each.__tablename__, each.public_id)
    return len(found)


def _session_of(gateway: Gateway, event: StripeEvent) -> CheckoutSession | None:
    """The session that a notice is about: itself, or the one whose charge it tells of."""
    subject, account = event.object, event.account or ""
    if subject.get("object") == "checkout.session" or event.type.startswith("checkout.session."):
        return gateway.read_session(str(subject["id"]), account)
    if event.type.split(".")[0] not in MONEY_EVENTS:
        return None
    own = subject.get("id") if subject.get("object") == "payment_intent" else None
    intent = own or subject.get("payment_intent")
    return gateway.find_session(str(intent), account) if intent else None
