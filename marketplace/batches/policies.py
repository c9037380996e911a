"""Who may look at a batch, change it, and decide on it."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.batches.models import ListingBatch


def may_view(user: Any, batch: ListingBatch) -> bool:
    """Members of the organization, staff and auditors."""
    return accounts.may_view(user, batch.organization)


def may_manage(user: Any, batch: ListingBatch) -> bool:
    """Owners and managers of the organization."""
    return accounts.may_manage(user, batch.organization)


def may_review(user: Any, batch: ListingBatch) -> bool:
    """Staff who are no members of the organization."""
    return accounts.may_decide_on(user, batch.organization)
