"""Payments through Stripe: opened here, settled by what Stripe says."""

from contextlib import suppress

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, PayeeAccount, User
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import add_once
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY
from marketplace.payments.booking import book
from marketplace.payments.gateway import CheckoutSession
from marketplace.payments.models import Payment, PaymentStatus, Provider, StripeNotice
from marketplace.payments.queries import payable_now
from marketplace.payments.services.records import about, insert, locked_payment
from marketplace.payments.services.refunds import settle_returns
from marketplace.payments.webhook import StripeEvent


def open_stripe_payment(agreement: Agreement, by: User) -> Payment:
    """Begin a payment through Stripe of what is payable now; the session is opened after the
    commit. An opened one for the same amount is gone on with."""
    agreement = locked(agreement)
    licensor, amount = payable_now(agreement)
    if amount <= 0:
        raise Refused("nothing_due", N_("Nothing is payable now."))
    account = licensor.payee_account
    if account is None or not account.stripe_account_id:
        raise Refused(
            "no_online_payment",
            N_("The licensor takes no online payment. Pay by bank transfer."),
        )
    opened = db.session.scalars(
        select(Payment).where(
            Payment.agreement_id == agreement.id,
            Payment.status == PaymentStatus.OPENED,
            Payment.requested_fen == amount,
        )
    ).first()
    if opened is not None:
        return opened
    payment = Payment(
        agreement=agreement,
        licensor=licensor,
        provider=Provider.STRIPE,
        requested_fen=amount,
        stripe_account=account.stripe_account_id,
        currency=CURRENCY,
        status=PaymentStatus.OPENED,
        entered_by_id=by.id,
    )
    db.session.add(payment)
    db.session.flush()
    record("payment:open", payment, by, related=[agreement], amount=amount)
    return payment


def keep_session(payment: Payment, session: CheckoutSession) -> None:
    """Keep which Stripe session stands for a payment."""
    payment.provider_reference = session.id
    payment.checkout_url = session.url


def settle_session(session: CheckoutSession, account: str | None) -> None:
    """Book what a Stripe session says, whoever told of it: return page, notice, poll or hand.

    One fact however often it is told, in whatever order. The amount is Stripe's, never what was
    asked for. ``account`` is the connected account that the session belongs to: money that answers
    no checkout of ours is money all the same and stands in the suspense of that account's licensor.
    """
    asked = _asked_for(session, account)
    if asked is not None and _is_settled(asked, session):
        return
    payment = _held(asked, session) or _stray(session, account)
    if payment is None:
        return
    if payment.status in (PaymentStatus.OPENED, PaymentStatus.CLOSED) and session.is_paid:
        _receive(payment, session)
    elif payment.status is PaymentStatus.OPENED and session.status == "expired":
        payment.move("close")
        record("payment:close", payment, SYSTEM, related=about(payment), session=session.id)
    if payment.amount_fen is not None:
        settle_returns(payment, session.returns)


def is_known(event: StripeEvent) -> bool:
    """Whether a notice was worked on before; only ``first_time`` claims it."""
    return (
        db.session.scalar(select(StripeNotice.id).where(StripeNotice.event_id == event.key))
        is not None
    )


def first_time(event: StripeEvent) -> bool:
    """Claim a notice: False if it was worked on before. In the transaction of its effect, so that
    a crash in between leaves it unclaimed and the next delivery does the work (R-32)."""
    values = {"event_id": event.key, "type": event.type, "received_at": clock.now()}
    return add_once(StripeNotice, values) is not None


def licensor_of_account(stripe_account: str | None) -> Organization | None:
    """The organization behind a connected account."""
    if not stripe_account:
        return None
    return db.session.scalars(
        select(Organization).where(
            Organization.payee_accounts.any(stripe_account_id=stripe_account)
        )
    ).first()


def connected_accounts() -> list[str]:
    """Every connected account that was stated here."""
    return list(
        db.session.scalars(
            select(PayeeAccount.stripe_account_id)
            .where(PayeeAccount.stripe_account_id.is_not(None))
            .distinct()
        )
    )


def _asked_for(session: CheckoutSession, account: str | None) -> Payment | None:
    """The payment that we opened this session for, on the account that it pays to."""
    return db.session.scalar(
        select(Payment).where(
            Payment.public_id == session.payment,
            Payment.provider == Provider.STRIPE,
            Payment.stripe_account == account,
        )
    )


def _is_settled(payment: Payment, session: CheckoutSession) -> bool:
    """Whether the session says nothing that is not booked. Seen without a lock: what was received
    is never unsaid, so that whoever comes later sees no less."""
    booked = payment.status not in (PaymentStatus.OPENED, PaymentStatus.CLOSED)
    return booked and payment.provider_reference == session.id and not session.returns


def _held(payment: Payment | None, session: CheckoutSession) -> Payment | None:
    """The same payment, kept from changing; None where another session stands for it."""
    payment = locked_payment(payment) if payment is not None else None
    if payment is None or payment.provider_reference not in (None, session.id):
        return None
    return payment


def _stray(session: CheckoutSession, account: str | None) -> Payment | None:
    """The payment for money that answers no checkout of ours; opened at its first notice, so that
    of two that come at once the database lets one do it (R-44)."""
    licensor = licensor_of_account(account)
    if licensor is None and session.is_paid:
        raise Refused(
            "stripe_account_unknown",
            N_("No organization here has this connected account. Enter it; Stripe tells again."),
        )
    if licensor is None:
        return None
    known = select(Payment).where(
        Payment.provider == Provider.STRIPE,
        Payment.licensor_id == licensor.id,
        Payment.provider_reference == session.id,
    )
    if db.session.scalar(known) is None and session.is_paid:
        with suppress(Refused):
            insert(_stray_payment(session, licensor, account))
    payment = db.session.scalar(known)
    return locked_payment(payment) if payment is not None else None


def _stray_payment(
    session: CheckoutSession, licensor: Organization, account: str | None
) -> Payment:
    """A second session paid for one payment of ours is of the same agreement."""
    twin = db.session.scalar(
        select(Payment).where(
            Payment.public_id == session.payment, Payment.licensor_id == licensor.id
        )
    )
    return Payment(
        agreement=twin.agreement if twin else None,
        licensor=licensor,
        provider=Provider.STRIPE,
        provider_reference=session.id,
        stripe_account=account,
        currency=session.currency,
        status=PaymentStatus.OPENED,
    )


def _receive(payment: Payment, session: CheckoutSession) -> None:
    payment.amount_fen = session.amount
    payment.currency = session.currency
    payment.value_day = clock.shanghai_day(session.paid_at or clock.now())
    payment.provider_reference = session.id
    payment.payment_intent = session.payment_intent
    payment.move("confirm")
    payment.confirmed_at = clock.now()
    record(
        "payment:confirm",
        payment,
        SYSTEM,
        related=about(payment),
        amount=session.amount,
        currency=session.currency,
        session=session.id,
    )
    book(payment)
