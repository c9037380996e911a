"""Who reads an enquiry, speaks in it, makes it public, and takes it away (PRODUCT §5.9)."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization, Role
from marketplace.enquiries.models import Enquiry, EnquirySide
from marketplace.listings.models import Listing


def may_ask(user: Any, organization: Organization | None, listing: Listing) -> bool:
    """Any member of any organization but the patentee's own, while the listing is shown."""
    if organization is None or not listing.is_live:
        return False
    if accounts.membership_of(user, listing.organization) is not None:
        return False
    return accounts.membership_of(user, organization) is not None


def may_view(user: Any, enquiry: Enquiry) -> bool:
    """Both sides' members, staff, and auditors (who see it masked); nobody else knows of it."""
    sides = (enquiry.organization, enquiry.patentee)
    return any(accounts.may_view(user, organization) for organization in sides)


def sides_of(user: Any, enquiry: Enquiry) -> list[EnquirySide]:
    """The sides for which the person is a member."""
    pairs = ((EnquirySide.ASKER, enquiry.organization), (EnquirySide.PATENTEE, enquiry.patentee))
    return [side for side, house in pairs if accounts.membership_of(user, house) is not None]


def may_speak(user: Any, enquiry: Enquiry, side: EnquirySide) -> bool:
    """The asker's members ask on; for the patentee speaks whoever manages or signs for it."""
    if side is EnquirySide.ASKER:
        return accounts.membership_of(user, enquiry.organization) is not None
    return accounts.holds(user, enquiry.patentee, Role.OWNER, Role.MANAGER, Role.SIGNATORY)


def may_publish(user: Any, enquiry: Enquiry) -> bool:
    """Owners and managers of the patentee, and only what the asker agreed to."""
    return enquiry.may_publish and accounts.may_manage(user, enquiry.patentee)


def may_decide(user: Any, enquiry: Enquiry) -> bool:
    """Staff hide and restore, but nothing in which an organization of their own stands."""
    sides = (enquiry.organization, enquiry.patentee)
    return all(accounts.may_decide_on(user, organization) for organization in sides)


def sees_masked(user: Any, enquiry: Enquiry) -> bool:
    """Auditors read texts with telephone numbers, addresses and names of persons masked."""
    return not sides_of(user, enquiry) and not accounts.is_administrator(user)
