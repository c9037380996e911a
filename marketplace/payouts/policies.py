"""Who divides receipts, who confirms, and who sees a part: private to those concerned."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, User
from marketplace.payouts.models import Distribution, DistributionLine


def may_divide(user: Any, organization: Organization) -> bool:
    """Owners and finance members."""
    return accounts.may_finance(user, organization)


def may_see(user: Any, distribution: Distribution) -> bool:
    """Finance members of the institution and staff. Not auditors: rewards are personal data."""
    return accounts.may_finance(user, distribution.organization) or accounts.is_administrator(user)


def may_confirm(user: Any, distribution: Distribution) -> bool:
    """Another finance member than the one who proposed it (PRODUCT §1)."""
    organization = distribution.organization
    if not accounts.is_another(distribution.proposed_by, user, organization):
        return False
    return accounts.may_finance(user, organization) or accounts.is_administrator(user)


def is_own(user: Any, line: DistributionLine) -> bool:
    """Whether the line is the person's own: by the confirmed address that the institution stated."""
    entitled = line.entitled
    return (
        isinstance(user, User)
        and user.confirmed_at is not None
        and entitled is not None
        and (entitled.email or "").lower() == user.email.lower()
    )
