"""The agreement behind the address, for whoever may see it."""

from flask_login import current_user

from marketplace.accounts.acting import acting_organization
from marketplace.agreements import policies
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.queries import by_public_id
from marketplace.errors import Missing, NotAllowed


def visible(public_id: str) -> Agreement:
    """Missing for everybody who may not see it: that it exists is nobody else's business."""
    agreement = by_public_id(public_id)
    if not policies.may_view(current_user, agreement):
        raise Missing()
    return agreement


def own_side(agreement: Agreement) -> Side:
    """The side on which the visitor acts now."""
    organization = acting_organization()
    side = agreement.side_of(organization) if organization else None
    if side is None:
        raise NotAllowed()
    return side
