"""Who sees and signs a further paper."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.agreements import policies
from marketplace.deeds.models import Deed


def may_view(user: Any, deed: Deed) -> bool:
    """Whoever sees the contract; what nobody has signed yet is the proposing side's own."""
    if not policies.may_view(user, deed.agreement):
        return False
    return deed.first_signed_at is not None or accounts.may_view(user, deed.party(deed.side))
