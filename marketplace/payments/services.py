"""What users and Stripe do with payments; each function inside the caller's ``transaction()``."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import Organization, Role, User
from marketplace.accounts.services import notify
from marketplace.agreements.messages import link
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY
from marketplace.obligations.services import rows_of
from marketplace.payments import messages
from marketplace.payments.booking import book, follow, unbook
from marketplace.payments.gateway import CheckoutSession
from marketplace.payments.models import Payment, PaymentStatus, Provider, StripeNotice
from marketplace.payments.webhook import StripeEvent
from marketplace.terms.routes import ROUTES


def due_now_fen(agreement: Agreement) -> int:
    """What is payable today, in fen: due and unpaid, before effect what effect waits for."""
    today = clock.today()
    return sum(
        row.open_fen for row in rows_of(agreement) if row.due_on is not None and row.due_on <= today
    )


def state_transfer(
    agreement: Agreement,
    amount_fen: int,
    value_day: date,
    bank_reference: str,
    slip_sha256: str | None,
    by: User,
) -> Payment:
    """The licensee states a bank transfer and shows the slip 支付凭证.

    Where the patentee cannot refuse the license its confirmation is no condition: the voucher
    stands and counts at once. Elsewhere it counts when the licensor confirms it.
    """
    _require_payee(agreement.licensor)
    if amount_fen <= 0:
        raise Refused("amount_not_positive", N_("Enter the amount that was paid."), field="amount")
    if value_day > clock.today():
        raise Refused(
            "value_day_ahead",
            N_("The value day is the day on which the bank booked it: today or before."),
            field="value_day",
        )
    payment = Payment(
        agreement=agreement,
        licensor=agreement.licensor,
        provider=Provider.BANK,
        provider_reference=bank_reference.strip() or None,
        amount_fen=amount_fen,
        currency=CURRENCY,
        value_day=value_day,
        slip_sha256=slip_sha256,
        status=PaymentStatus.STATED,
        entered_by_id=by.id,
    )
    _insert(payment)
    event = record(
        "payment:state",
        payment,
        by,
        related=[agreement],
        amount=amount_fen,
        value_day=value_day.isoformat(),
        slip_sha256=slip_sha256,
    )
    notify(
        agreement.licensor,
        messages.STATED,
        event=event,
        link=link(agreement),
        roles=(Role.OWNER, Role.FINANCE),
        title=agreement.title,
        amount_fen=amount_fen,
    )
    if not ROUTES[agreement.route].patentee_may_refuse:
        payment.move("stand")
        record("payment:stand", payment, SYSTEM, related=[agreement])
        book(payment)
    return payment


def confirm(payment: Payment, by: User) -> None:
    """The licensor finds the money on its account: evidence of payment."""
    counted_before = payment.counts
    payment.move("confirm")
    payment.confirmed_at = clock.now()
    payment.confirmed_by_id = by.id
    record("payment:confirm", payment, by, related=_about(payment))
    if not counted_before:
        book(payment)


def dispute(payment: Payment, reason: str, by: User) -> None:
    """The licensor does not find the money. A voucher that stood counts no longer; whether a
    license that rests on it is set aside is decided by two persons."""
    counted_before = payment.counts
    payment.move("dispute")
    payment.dispute_reason = reason
    event = record("payment:dispute", payment, by, related=_about(payment), reason=reason)
    if counted_before:
        unbook(payment, clock.today())
    if payment.agreement is not None:
        notify(
            payment.agreement.licensee,
            messages.DISPUTED,
            event=event,
            link=link(payment.agreement),
            title=payment.agreement.title,
            reason=reason,
        )


def reverse_payment(payment: Payment, reason: str, by: User) -> None:
    """The bank or Stripe took the money back."""
    counted_before = payment.counts
    payment.move("reverse")
    payment.reversed_at = clock.now()
    record("payment:reverse", payment, by, related=_about(payment), reason=reason)
    if counted_before:
        unbook(payment, clock.today())
        if payment.agreement is not None:
            follow(payment.agreement)


def open_stripe_payment(agreement: Agreement, by: User) -> Payment:
    """Begin a payment through Stripe of what is payable now; the session is opened after the
    commit. An opened one for the same amount is gone on with."""
    amount = due_now_fen(agreement)
    if amount <= 0:
        raise Refused("nothing_due", N_("Nothing is payable now."))
    account = agreement.licensor.payee_account
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
        licensor=agreement.licensor,
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
            related=_about(payment),
            amount=session.amount,
            currency=session.currency,
            session=session.id,
        )
        book(payment)
    elif payment.status is PaymentStatus.OPENED and session.status == "expired":
        payment.move("close")
        record("payment:close", payment, SYSTEM, related=_about(payment), session=session.id)


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
    return db.session.scalar(
        select(Payment)
        .where(Payment.public_id == session.payment, Payment.provider == Provider.STRIPE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


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
    _insert(payment)
    record("payment:confirm", payment, SYSTEM, amount=session.amount, session=session.id)
    book(payment)


def _insert(payment: Payment) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(payment)
    except IntegrityError as error:
        raise Refused(
            "payment_known",
            N_("A payment with this bank reference is entered already."),
            field="bank_reference",
        ) from error


def _require_payee(licensor: Organization) -> None:
    if licensor.payee_account is None:
        raise Refused(
            "no_payee_account",
            N_("%(organization)s has no verified account to pay to. Ask it before you pay."),
            organization=licensor.name,
        )


def _about(payment: Payment) -> list[Agreement]:
    return [payment.agreement] if payment.agreement is not None else []
