"""Who enters and who confirms payments."""

from typing import Any

from marketplace.accounts import policies
from marketplace.agreements.models import Agreement
from marketplace.payments.models import Payment


def may_pay(user: Any, agreement: Agreement) -> bool:
    """Finance, owners, managers and signatories of the licensee."""
    licensee = agreement.licensee
    return (
        policies.may_finance(user, licensee)
        or policies.may_manage(user, licensee)
        or policies.may_sign(user, licensee)
    )


def may_confirm(user: Any, payment: Payment) -> bool:
    """Finance and owners of the licensor."""
    return policies.may_finance(user, payment.licensor)
