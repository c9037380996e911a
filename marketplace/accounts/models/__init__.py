"""People, organizations, memberships, payee accounts, inbox and API tokens."""

from marketplace.accounts.models.inbox import InboxMessage
from marketplace.accounts.models.members import Invitation, Membership, Role
from marketplace.accounts.models.organizations import (
    LIFECYCLE,
    Organization,
    OrganizationKind,
    OrganizationStatus,
)
from marketplace.accounts.models.payees import PayeeAccount, PayeeStatus
from marketplace.accounts.models.people import ApiToken, MailPreference, User

__all__ = [
    "LIFECYCLE",
    "ApiToken",
    "InboxMessage",
    "Invitation",
    "MailPreference",
    "Membership",
    "Organization",
    "OrganizationKind",
    "OrganizationStatus",
    "PayeeAccount",
    "PayeeStatus",
    "Role",
    "User",
]
