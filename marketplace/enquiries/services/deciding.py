"""A side reports an enquiry; staff take it away or bring it back."""

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.services import notify_administrators
from marketplace.enquiries import messages, policies
from marketplace.enquiries.models import Enquiry, EnquirySide
from marketplace.enquiries.services.steps import changed, listing_page_changed, tell
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.inputs import require_text


def report(enquiry: Enquiry, by: User, reason: str) -> None:
    """A member of either side asks the staff to look; the other side is not told."""
    sides = policies.sides_of(by, enquiry)
    if not sides:
        raise NotAllowed()
    if enquiry.is_reported:
        raise Refused("reported_already", N_("This was reported already; the staff will look."))
    enquiry.report_reason = require_text(reason, "reason", limit=500)
    enquiry.reported_at, enquiry.reported_by_id = clock.now(), by.id
    event = changed(enquiry, "report", by)
    asker = EnquirySide.ASKER in sides
    house = enquiry.organization if asker else enquiry.patentee
    notify_administrators(
        messages.REPORTED,
        event=event,
        link=messages.link(enquiry),
        title=enquiry.listing.title,
        organization=house.name,
    )


def hide(enquiry: Enquiry, by: User, reason: str) -> None:
    """Take the thread away from both sides and from the public page; they read the reason."""
    _require_staff(enquiry, by)
    reason = require_text(reason, "reason", limit=500)
    enquiry.move("hide")
    enquiry.hide_reason = reason
    enquiry.hidden_at, enquiry.hidden_by_id = clock.now(), by.id
    enquiry.waiting_since = None
    event = changed(enquiry, "hide", by, reason=reason)
    for house in (enquiry.organization, enquiry.patentee):
        tell(enquiry, house, messages.HIDDEN, event, reason=reason)
    listing_page_changed(enquiry)


def restore(enquiry: Enquiry, by: User) -> None:
    """Bring a thread back; it waits for an answer again."""
    _require_staff(enquiry, by)
    enquiry.move("restore")
    enquiry.hidden_at = enquiry.hidden_by_id = None
    enquiry.reported_at = enquiry.reported_by_id = None
    enquiry.hide_reason = enquiry.report_reason = ""
    enquiry.waiting_since, enquiry.reminded_on = clock.now(), None
    changed(enquiry, "restore", by)
    listing_page_changed(enquiry)


def _require_staff(enquiry: Enquiry, by: User) -> None:
    if not policies.may_decide(by, enquiry):
        raise NotAllowed(
            "own_enquiry",
            N_("Only an administrator who belongs to neither side decides on it."),
        )
