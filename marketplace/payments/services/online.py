"""Payments through Stripe: opened here, settled by what Stripe says."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY
from marketplace.payments.booking import book
from marketplace.payments.gateway import CheckoutSession
from marketplace.payments.models import Payment, PaymentStatus, Provider, StripeNotice
from marketplace.payments.payees import payee_of
from marketplace.payments.services.bank import due_now_fen
from marketplace.payments.services.records import about, insert, locked_payment
from marketplace.payments.webhook import StripeEvent


def open_stripe_payment(agreement: Agreement, by: User) -> Payment:
    """Begin a payment through Stripe of what is payable now; the session is opened after the
    commit. An opened one for the same amount is gone on with."""
    agreement = locked(agreement)
    amount = due_now_fen(agreement)
    if amount <= 0:
        raise Refused("nothing_due", N_("Nothing is payable now."))
    licensor = payee_of(agreement)
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


def settle_session(session: CheckoutSession, licensor: Organization | None = None) -> None:
    """Book what a Stripe session says, whoever told of it: return page, notice, poll or hand.

    One fact however often it is told. The amount is Stripe's, never what was asked for; a session
    that we do not know is money all the same and goes to its licensor's suspense.
    """
    payment = _payment_of(session)
    if payment is None:
        if session.is_paid and licensor is not None:
            _book_unknown(session, licensor)
        return
    if payment.status in (PaymentStatus.OPENED, PaymentStatus.CLOSED) and session.is_paid:
        payment.amount_fen = session.amount
        payment.currency = session.currency
        payment.value_day = clock.shanghai_day(session.paid_at or clock.now())
        payment.provider_reference = session.id
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
    elif payment.status is PaymentStatus.OPENED and session.status == "expired":
        payment.move("close")
        record("payment:close", payment, SYSTEM, related=about(payment), session=session.id)


def first_time(event: StripeEvent) -> bool:
    """Claim a notice: False if it was worked on before. In the transaction of its effect, so that
    a crash in between leaves it unclaimed and the next delivery does the work (R-32)."""
    try:
        with db.session.begin_nested():
            db.session.add(StripeNotice(event_id=event.id, type=event.type))
    except IntegrityError:
        return False
    return True


def licensor_of_account(stripe_account: str | None) -> Organization | None:
    """The organization behind a connected account."""
    if not stripe_account:
        return None
    return db.session.scalars(
        select(Organization).where(
            Organization.payee_accounts.any(stripe_account_id=stripe_account)
        )
    ).first()


def _payment_of(session: CheckoutSession) -> Payment | None:
    if not session.payment:
        return None
    payment = db.session.scalar(
        select(Payment).where(
            Payment.public_id == session.payment, Payment.provider == Provider.STRIPE
        )
    )
    return locked_payment(payment) if payment is not None else None


def _book_unknown(session: CheckoutSession, licensor: Organization) -> None:
    known = db.session.scalar(
        select(Payment.id).where(
            Payment.provider == Provider.STRIPE,
            Payment.licensor_id == licensor.id,
            Payment.provider_reference == session.id,
        )
    )
    if known is not None:
        return
    payment = Payment(
        licensor=licensor,
        provider=Provider.STRIPE,
        provider_reference=session.id,
        amount_fen=session.amount,
        currency=session.currency,
        value_day=clock.shanghai_day(session.paid_at or clock.now()),
        status=PaymentStatus.CONFIRMED,
        confirmed_at=clock.now(),
    )
    insert(payment)
    record("payment:confirm", payment, SYSTEM, amount=session.amount, session=session.id)
    book(payment)
