"""What every step of an enquiry has in common."""

from collections.abc import Sequence
from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, Role
from marketplace.accounts.services import notify
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import record
from marketplace.enquiries.contacts import contacts_in
from marketplace.enquiries.messages import link
from marketplace.enquiries.models import Enquiry
from marketplace.errors import N_, Refused
from marketplace.listings.signals import listing_changed


def changed(enquiry: Enquiry, what: str, by: Any, **data: Any) -> AuditEvent:
    """Record `enquiry:<what>`; the texts themselves never enter the trail."""
    sides = (enquiry.organization, enquiry.patentee)
    memberships = (accounts.membership_of(by, organization) for organization in sides)
    actor = next((each for each in memberships if each is not None), by)
    return record(f"enquiry:{what}", enquiry, actor, related=[enquiry.listing], **data)


def tell(
    enquiry: Enquiry,
    to: Organization,
    code: str,
    event: AuditEvent,
    *,
    roles: Sequence[Role] = (),
    **params: Any,
) -> None:
    """An inbox row for one side, and mails by preference, naming the other side's organization."""
    other = enquiry.patentee if to is enquiry.organization else enquiry.organization
    names = {"title": enquiry.listing.title, "organization": other.name}
    notify(to, code, event=event, link=link(enquiry), roles=roles, **names | params)


def listing_page_changed(enquiry: Enquiry) -> None:
    """Let followers of the listing know that its public page shows something else now."""
    listing_changed.send(enquiry.listing)


def require_no_contact(text: str, field: str, *, knowing: bool = False) -> str:
    """Warn of a telephone number or address in `text`; nothing is masked, for it might be meant.

    With `knowing` the author has been warned and wants to send it as it is.
    """
    found = [] if knowing else contacts_in(text)
    if found:
        raise Refused(
            "contact_in_text",
            N_(
                "This contains contact data (%(found)s). The other side will see it. Take it "
                "out, or tick that you want to send it as it is."
            ),
            status=422,
            field=field,
            found="、".join(found[:3]),
        )
    return text
