"""Online payments between us and the gateway; no call stands inside a transaction."""

import logging
from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from marketplace import clock
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.payments import services
from marketplace.payments.gateway import CheckoutRequest, Gateway
from marketplace.payments.models import Payment, PaymentStatus, Provider

log = logging.getLogger(__name__)

POLL_FOR = timedelta(days=7)


def checkout_request(payment: Payment, back_url: str) -> CheckoutRequest:
    """What is asked of the gateway for a payment that was opened."""
    account = payment.licensor.payee_account
    agreement = payment.agreement
    if account is None or agreement is None or payment.requested_fen is None:
        raise ValueError("only an opened payment of an agreement goes to a checkout")
    return CheckoutRequest(
        payment=payment.public_id,
        account=account.stripe_account_id or "",
        amount=payment.requested_fen,
        description=agreement.title,
        success_url=back_url,
        cancel_url=back_url,
    )


def settle(gateway: Gateway, payment: Payment) -> None:
    """Ask the gateway how a payment stands and book what it says."""
    account = payment.licensor.payee_account
    if payment.provider_reference is None or account is None:
        return
    session = gateway.read_session(payment.provider_reference, account.stripe_account_id or "")
    with transaction():
        services.settle_session(session, payment.licensor)


def poll() -> int:
    """Ask for every checkout that is still open: a notice may never come (R-39)."""
    gateway: Gateway = current_app.extensions["gateway"]
    if not gateway.enabled:
        return 0
    opened = db.session.scalars(
        select(Payment).where(
            Payment.provider == Provider.STRIPE,
            Payment.status == PaymentStatus.OPENED,
            Payment.entered_at > clock.now() - POLL_FOR,
        )
    ).all()
    for payment in opened:
        try:
            settle(gateway, payment)
        except Refused:
            log.warning("payment %s could not be asked for", payment.public_id)
    return len(opened)
