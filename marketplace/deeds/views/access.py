"""The paper behind the address, for whoever may see it."""

from typing import Any

from flask_login import current_user

from marketplace.accounts.acting import acting_organization, signed_in
from marketplace.accounts.models import User
from marketplace.agreements import policies as agreements
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views.access import own_side, visible
from marketplace.deeds import policies, queries
from marketplace.deeds.models import Deed
from marketplace.errors import Missing, NotAllowed


def viewed(public_id: str) -> Deed:
    """Missing for everybody who may not see it."""
    deed = queries.by_public_id(public_id)
    if not policies.may_view(current_user, deed):
        raise Missing()
    return deed


def drawn_by(agreement_id: str) -> tuple[Agreement, Side, User]:
    """The contract, the side for which the visitor acts, and the visitor, who may draw up papers."""
    agreement = visible(agreement_id)
    side = own_side(agreement)
    return agreement, side, manager(agreement, side)


def manager(agreement: Agreement, side: Side) -> User:
    """The visitor, who manages or signs for the side."""
    user = signed_in()
    if user is None or not may_act(user, agreement, side):
        raise NotAllowed()
    return user


def may_act(user: Any, agreement: Agreement, side: Side) -> bool:
    """Owners, managers and signatories of the side."""
    return agreements.may_manage_for(user, agreement, side) or agreements.may_sign_for(
        user, agreement, side
    )


def side_of_visitor(agreement: Agreement) -> Side | None:
    """The side of the organization acted for; None for staff and auditors."""
    organization = acting_organization()
    return agreement.side_of(organization) if organization is not None else None
