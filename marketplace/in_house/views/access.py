"""The record behind the address, for whoever may see it."""

from typing import Any

from sqlalchemy import select

from marketplace.accounts.acting import acting_organization, present_user
from marketplace.accounts.labels import ROLES
from marketplace.accounts.models import Organization, User
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.in_house import policies
from marketplace.in_house.models import ApprovalRequest, InHouseNotice


def own_organization() -> Organization:
    """The organization for which the visitor acts; NotAllowed without one."""
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization


def recording_organization() -> Organization:
    """The same, for an owner or manager of it."""
    organization = own_organization()
    if not policies.may_record(present_user(), organization):
        raise NotAllowed()
    return organization


def seen_request(public_id: str) -> ApprovalRequest:
    """Missing for everybody outside of the organization but staff and auditors."""
    return _seen(ApprovalRequest, public_id)


def seen_notice(public_id: str) -> InHouseNotice:
    """Missing for everybody outside of the organization but staff and auditors."""
    return _seen(InHouseNotice, public_id)


def recorded_notice(public_id: str) -> InHouseNotice:
    """A notice for an owner or manager of its organization; NotAllowed for its other readers."""
    notice = seen_notice(public_id)
    if not policies.may_record(present_user(), notice.organization):
        raise NotAllowed()
    return notice


def role_texts() -> dict[str, Any]:
    """The words for roles by their stored values."""
    return {role.value: text for role, text in ROLES.items()}


def me() -> User:
    return present_user()


def _seen(model: Any, public_id: str) -> Any:
    found = db.session.scalar(select(model).filter_by(public_id=public_id))
    if found is None or not policies.may_view(present_user(), found.organization):
        raise Missing()
    return found
