"""Bank transfers: stated with a slip, confirmed, disputed, taken back."""

from datetime import date

from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import Organization, Role, User
from marketplace.accounts.services import notify
from marketplace.agreements.messages import link
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY
from marketplace.payments import messages
from marketplace.payments.bank_models import BankRow, BankRowStatus
from marketplace.payments.booking import book, follow, unbook
from marketplace.payments.models import Payment, PaymentStatus, Provider
from marketplace.payments.payees import payee_of
from marketplace.payments.services.records import (
    about,
    insert,
    locked_payment,
    require_payee,
)
from marketplace.terms.routes import ROUTES


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
    _require_plausible(agreement, amount_fen, value_day)
    agreement = locked(agreement)
    licensor, reference = payee_of(agreement), bank_reference.strip()
    if reference:
        _require_not_taken_back(licensor, reference)
    else:
        _require_not_found(agreement, amount_fen, value_day)
    payment = Payment(
        agreement=agreement,
        licensor=licensor,
        provider=Provider.BANK,
        provider_reference=reference or None,
        amount_fen=amount_fen,
        currency=CURRENCY,
        value_day=value_day,
        slip_sha256=slip_sha256,
        status=PaymentStatus.STATED,
        entered_by_id=by.id,
    )
    insert(payment)
    _tell_licensor(payment, agreement, by)
    if not ROUTES[agreement.route].patentee_may_refuse:
        payment.move("stand")
        record("payment:stand", payment, SYSTEM, related=[agreement])
        book(payment)
    return payment


def _require_plausible(agreement: Agreement, amount_fen: int, value_day: date) -> None:
    require_payee(payee_of(agreement))
    if amount_fen <= 0:
        raise Refused("amount_not_positive", N_("Enter the amount that was paid."), field="amount")
    if value_day > clock.today():
        raise Refused(
            "value_day_ahead",
            N_("The value day is the day on which the bank booked it: today or before."),
            field="value_day",
        )


def _require_not_found(agreement: Agreement, amount_fen: int, value_day: date) -> None:
    """Without the bank's number a transfer that the licensor's bank has shown already is the same."""
    found = db.session.scalar(
        select(BankRow.id)
        .join(Payment, Payment.id == BankRow.payment_id)
        .where(
            Payment.agreement_id == agreement.id,
            BankRow.status == BankRowStatus.BOOKED,
            BankRow.amount_fen == amount_fen,
            BankRow.value_day == value_day,
        )
    )
    if found is not None:
        raise Refused(
            "payment_found",
            N_(
                "The licensor's bank shows this transfer already; it counts. If you paid a second "
                "time that day, enter the bank's transaction number."
            ),
            field="bank_reference",
        )


def _require_not_taken_back(licensor: Organization, reference: str) -> None:
    """A transfer that the licensor's bank has shown and taken back is none."""
    found = db.session.scalar(
        select(BankRow.id).where(
            BankRow.organization_id == licensor.id,
            BankRow.status == BankRowStatus.REVERSED,
            func.lower(BankRow.reference) == reference.lower(),
        )
    )
    if found is not None:
        raise Refused(
            "payment_taken_back",
            N_(
                "The licensor's bank took this transfer back: the money is not there. Ask your bank, "
                "and pay again."
            ),
            field="bank_reference",
        )


def _tell_licensor(payment: Payment, agreement: Agreement, by: User) -> None:
    event = record(
        "payment:state",
        payment,
        by,
        related=[agreement],
        amount=payment.amount_fen,
        value_day=payment.value_day.isoformat() if payment.value_day else None,
        slip_sha256=payment.slip_sha256,
    )
    notify(
        payment.licensor,
        messages.STATED,
        event=event,
        link=link(agreement),
        roles=(Role.OWNER, Role.FINANCE),
        title=agreement.title,
        amount_fen=payment.amount_fen,
    )


def confirm(payment: Payment, by: User) -> None:
    """The licensor finds the money on its account: evidence of payment."""
    payment = locked_payment(payment)
    if payment.amount_fen is None:
        raise Refused(
            "nothing_charged",
            N_("Stripe does not know this payment as paid yet. We ask again; confirm it then."),
        )
    counted_before = payment.counts
    payment.move("confirm")
    payment.confirmed_at = clock.now()
    payment.confirmed_by_id = by.id
    record("payment:confirm", payment, by, related=about(payment))
    if not counted_before:
        book(payment)


def dispute(payment: Payment, reason: str, by: User) -> None:
    """The licensor does not find the money. A voucher that stood counts no longer; whether a
    license that rests on it is set aside is decided by two persons."""
    payment = locked_payment(payment)
    counted_before = payment.counts
    payment.move("dispute")
    payment.dispute_reason = reason
    event = record("payment:dispute", payment, by, related=about(payment), reason=reason)
    if counted_before:
        unbook(payment, clock.today())
    if payment.agreement is not None:
        follow(payment.agreement)
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
    payment = locked_payment(payment)
    counted_before = payment.counts
    payment.move("reverse")
    payment.reversed_at = clock.now()
    record("payment:reverse", payment, by, related=about(payment), reason=reason)
    if counted_before:
        unbook(payment, clock.today())
        if payment.agreement is not None:
            follow(payment.agreement)
