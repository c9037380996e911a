"""What the acts of this room have in common."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization
from marketplace.errors import N_, NotAllowed
from marketplace.in_house import policies


def actor(by: Any, organization: Organization) -> Any:
    """The person's membership where there is one, so that events name the organization."""
    return accounts.membership_of(by, organization) or by


def require_recorder(by: Any, organization: Organization) -> None:
    """NotAllowed unless the person may record for the organization."""
    if not policies.may_record(by, organization):
        raise NotAllowed(
            "not_a_manager",
            N_("Only an owner or manager of %(organization)s does this."),
            organization=organization.name,
        )
