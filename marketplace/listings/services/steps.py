"""What every change of a listing has in common."""

from collections.abc import Sequence
from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Role
from marketplace.accounts.services import notify
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.listings.models import Listing
from marketplace.listings.signals import listing_changed


def changed(
    listing: Listing,
    what: str,
    by: Any,
    *,
    tell: str | None = None,
    roles: Sequence[Role] = (),
    related: Sequence[Any] = (),
    **data: Any,
) -> AuditEvent:
    """Record `listing:<what>`, tell the organization's inbox (message code `tell`), signal."""
    actor = accounts.membership_of(by, listing.organization) or by
    about = [*listing.patents, *related]
    event = record(f"listing:{what}", listing, actor, related=about, **data)
    if tell:
        notify(
            listing.organization,
            tell,
            event=event,
            link=f"/my/listings/{listing.public_id}",
            roles=roles,
            title=listing.title or listing.patents[0].title,
            **{name: value for name, value in data.items() if name == "reason"},
        )
    listing_changed.send(listing)
    return event
