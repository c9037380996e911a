"""Who may do what for an organization. A user may be anonymous; then everything is refused."""

from typing import Any

from marketplace.accounts.models import Membership, Organization, Role, User


def membership_of(user: Any, organization: Organization) -> Membership | None:
    """The user's membership of today, or None."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return next(
        (each for each in user.memberships if each.organization_id == organization.id), None
    )


def holds(user: Any, organization: Organization, *roles: Role) -> bool:
    """Whether the user is a member with at least one of the roles."""
    membership = membership_of(user, organization)
    return membership is not None and membership.has(*roles)


def is_administrator(user: Any) -> bool:
    """Staff of the operator."""
    return isinstance(user, User) and user.is_active and bool(user.is_administrator)


def is_auditor(user: Any) -> bool:
    """Supervising authority: reads everything but masked personal data."""
    return isinstance(user, User) and user.is_active and bool(user.is_auditor)


def may_view(user: Any, organization: Organization) -> bool:
    """Members, staff and auditors read what is the organization's own."""
    return (
        membership_of(user, organization) is not None or is_administrator(user) or is_auditor(user)
    )


def may_manage(user: Any, organization: Organization) -> bool:
    """Owners and managers change records of the organization."""
    return holds(user, organization, Role.OWNER, Role.MANAGER)


def may_own(user: Any, organization: Organization) -> bool:
    """Owners alone decide on members and roles."""
    return holds(user, organization, Role.OWNER)


def may_sign(user: Any, organization: Organization) -> bool:
    """Only a signatory who has stated authority to bind the organization."""
    membership = membership_of(user, organization)
    return membership is not None and membership.may_bind


def may_finance(user: Any, organization: Organization) -> bool:
    """Owners and finance members state payee accounts and enter payments."""
    return holds(user, organization, Role.OWNER, Role.FINANCE)


def may_decide_on(user: Any, organization: Organization) -> bool:
    """Administrators verify, return and suspend, but never an organization of their own."""
    return is_administrator(user) and membership_of(user, organization) is None


def is_another(first: Any, second: Any, organization: Organization) -> bool:
    """Whether ``second`` may check what ``first`` entered for the organization.

    Another member; in an organization with one member only, an administrator.
    """
    if not isinstance(second, User) or second == first:
        return False
    if len(organization.memberships) <= 1:
        return may_decide_on(second, organization)
    return membership_of(second, organization) is not None
