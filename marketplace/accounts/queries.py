"""Reads of people and organizations for pages, here and in rooms above."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, bindparam, false, func, or_, select

from marketplace.accounts import uscc
from marketplace.accounts.models import (
    ApiToken,
    InboxMessage,
    Invitation,
    Membership,
    Organization,
    OrganizationStatus,
    PayeeAccount,
    PayeeStatus,
    User,
)
from marketplace.extensions import db


def organization_by(key: str) -> Organization | None:
    """The organization with this credit code (any writing) or public id, or None."""
    return db.session.scalar(
        select(Organization).where(
            or_(Organization.code == uscc.normalize(key), Organization.public_id == key)
        )
    )


def user_by_public_id(public_id: str) -> User | None:
    return db.session.scalar(_USER, {"public_id": public_id})


def awaiting_verification() -> Select[Organization]:
    """What administrators have to decide on, longest wait first."""
    return (
        select(Organization)
        .where(
            Organization.status == OrganizationStatus.REGISTERED,
            Organization.verification_requested_at.is_not(None),
        )
        .order_by(Organization.verification_requested_at, Organization.id)
    )


def payee_accounts_to_verify() -> Select[PayeeAccount]:
    """Stated accounts of verified organizations, longest wait first."""
    return (
        select(PayeeAccount)
        .join(PayeeAccount.organization)
        .where(
            PayeeAccount.status == PayeeStatus.STATED,
            PayeeAccount.closed_at.is_(None),
            Organization.status == OrganizationStatus.VERIFIED,
        )
        .order_by(PayeeAccount.stated_at, PayeeAccount.id)
    )


def open_invitations(organization: Organization) -> list[Invitation]:
    """Invitations that can still be accepted, newest first."""
    rows = db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organization_id == organization.id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .order_by(Invitation.id.desc())
    )
    return [each for each in rows if each.is_open]


def tokens_of(user: User) -> Sequence[ApiToken]:
    """A person's tokens that are not revoked, newest first."""
    return db.session.scalars(
        select(ApiToken)
        .where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    ).all()


def inbox(user: User, organization: Organization | None, *, unread: bool = False) -> Select:
    """Messages to the person or to the organization acted for, newest first."""
    statement = select(InboxMessage).where(_addressed(user, organization))
    if unread:
        statement = statement.where(InboxMessage.read_at.is_(None))
    return statement.order_by(InboxMessage.created_at.desc(), InboxMessage.id.desc())


def unread_count(user: User, organization: Organization | None) -> int:
    """How many messages of the inbox nobody has read."""
    return (
        db.session.scalar(
            select(func.count(InboxMessage.id)).where(
                _addressed(user, organization), InboxMessage.read_at.is_(None)
            )
        )
        or 0
    )


def unread_anywhere(user: User) -> int:
    """How many unread messages there are for the person and all organizations of theirs."""
    return db.session.execute(_UNREAD_ANYWHERE, {"user": user.id}).scalar_one()


def _addressed(user: User, organization: Organization | None) -> ColumnElement[bool]:
    for_organization: ColumnElement[bool] = (
        InboxMessage.organization_id == organization.id if organization else false()
    )
    return or_(InboxMessage.user_id == user.id, for_organization)


_USER = select(User).where(User.public_id == bindparam("public_id"))

_UNREAD_ANYWHERE = select(func.count(InboxMessage.id)).where(
    InboxMessage.read_at.is_(None),
    or_(
        InboxMessage.user_id == bindparam("user"),
        InboxMessage.organization_id.in_(
            select(Membership.organization_id).where(
                Membership.user_id == bindparam("user"), Membership.left_at.is_(None)
            )
        ),
    ),
)
