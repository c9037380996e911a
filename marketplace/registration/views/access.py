"""The filing behind the address, for whoever may see it."""

from marketplace.accounts.acting import signed_in
from marketplace.errors import Missing
from marketplace.registration import policies
from marketplace.registration.models import Filing
from marketplace.registration.queries import by_public_id


def visible(filing_id: str) -> Filing:
    """Missing for everybody who may not see it: that it exists is nobody else's business."""
    filing = by_public_id(filing_id)
    if not policies.may_view(signed_in(), filing):
        raise Missing()
    return filing
