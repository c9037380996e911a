"""Finding a declaration for the person who asks: 404 where there is none, 403 where not theirs."""

from sqlalchemy import select

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import acting_organization, signed_in
from marketplace.accounts.models import Organization, User
from marketplace.declarations import policies
from marketplace.declarations.material_models import AgencyMandate, CoOwner
from marketplace.declarations.models import Declaration
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db


def me() -> User:
    """The signed-in user; `login_required` has seen to it that there is one."""
    user = signed_in()
    if user is None:
        raise NotAllowed()
    return user


def viewed(public_id: str) -> Declaration:
    declaration = db.session.scalar(select(Declaration).filter_by(public_id=public_id))
    if declaration is None:
        raise Missing()
    if not policies.may_view(signed_in(), declaration):
        raise NotAllowed()
    return declaration


def managed(public_id: str) -> Declaration:
    declaration = viewed(public_id)
    if not policies.may_manage(signed_in(), declaration):
        raise NotAllowed()
    return declaration


def co_owner_of(declaration: Declaration, public_id: str) -> CoOwner:
    found = next((each for each in declaration.co_owners if each.public_id == public_id), None)
    if found is None:
        raise Missing()
    return found


def my_organization() -> Organization:
    """The organization for which the user acts, which they manage."""
    organization = acting_organization()
    if organization is None or not accounts.may_manage(signed_in(), organization):
        raise NotAllowed()
    return organization


def mandate_of(organization: Organization, public_id: str) -> AgencyMandate:
    found = db.session.scalar(
        select(AgencyMandate).filter_by(public_id=public_id, organization_id=organization.id)
    )
    if found is None:
        raise Missing()
    return found
