"""Who asks, who issues, who reads: the two parties of the agreement, staff and auditors."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.agreements.models import Agreement
from marketplace.invoices.models import InvoiceRequest


def may_ask(user: Any, agreement: Agreement) -> bool:
    """Finance members and owners of the licensee."""
    return accounts.may_finance(user, agreement.licensee)


def may_issue(user: Any, request: InvoiceRequest) -> bool:
    """Finance members and owners of the licensor."""
    return accounts.may_finance(user, request.issuer)


def may_see(user: Any, request: InvoiceRequest) -> bool:
    """Members of both sides who see to money; staff and auditors."""
    return (
        accounts.may_finance(user, request.issuer)
        or accounts.may_finance(user, request.buyer)
        or accounts.is_administrator(user)
        or accounts.is_auditor(user)
    )
