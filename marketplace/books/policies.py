"""Who reads an organization's books: its own finance members, staff and auditors, nobody else."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement


def may_read(user: Any, organization: Organization) -> bool:
    """Owners and finance members of the organization; staff and auditors."""
    return (
        accounts.may_finance(user, organization)
        or accounts.is_administrator(user)
        or accounts.is_auditor(user)
    )


def is_masked(user: Any, organization: Organization) -> bool:
    """Auditors who are no finance members there see no personal names (LAW 9.3)."""
    return accounts.is_auditor(user) and not accounts.may_finance(user, organization)


def may_report(user: Any, agreement: Agreement) -> bool:
    """Finance members of either party ask for the report of what was paid."""
    return any(
        accounts.may_finance(user, each) for each in (agreement.licensor, agreement.licensee)
    )
