"""Who may look at a listing in the making, and who may change it."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.listings.models import Listing


def may_view(user: Any, listing: Listing) -> bool:
    """Members of the organization, staff and auditors; the public page is for published ones."""
    return accounts.may_view(user, listing.organization)


def may_manage(user: Any, listing: Listing) -> bool:
    """Owners and managers of the organization."""
    return accounts.may_manage(user, listing.organization)


def may_review(user: Any, listing: Listing) -> bool:
    """Staff who are no members of the organization."""
    return accounts.may_decide_on(user, listing.organization)
