"""What every way of paying shares: writing and locking the record of a payment."""

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked_by_key
from marketplace.database import add_new, lock_once
from marketplace.errors import N_, Refused
from marketplace.payments.models import Payment


def insert(payment: Payment) -> None:
    """Write it; Refused where a payment with this reference is known."""
    add_new(
        payment,
        Refused(
            "payment_known",
            N_("A payment with this bank reference is entered already."),
            field="bank_reference",
        ),
    )


def locked_payment(payment: Payment) -> Payment:
    """The newest state of a payment, kept from changing; its agreement first, like everywhere, so
    that two at once wait for each other and never deadlock."""
    if payment.agreement_id is not None:
        locked_by_key(payment.agreement_id)
    found: Payment = lock_once(payment)
    return found


def require_payee(licensor: Organization) -> None:
    if licensor.payee_account is None:
        raise Refused(
            "no_payee_account",
            N_("%(organization)s has no verified account to pay to. Ask it before you pay."),
            organization=licensor.name,
        )


def about(payment: Payment) -> list[Agreement]:
    return [payment.agreement] if payment.agreement is not None else []
