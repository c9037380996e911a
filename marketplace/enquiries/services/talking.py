"""Asking and answering."""

from datetime import datetime, time

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, Role, User
from marketplace.audit.actors import SYSTEM
from marketplace.database import lock
from marketplace.enquiries import messages, policies, queries
from marketplace.enquiries.models import (
    Enquiry,
    EnquiryDraft,
    EnquiryMessage,
    EnquirySide,
    EnquiryStatus,
)
from marketplace.enquiries.services.steps import changed, require_no_contact, tell
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.inputs import require_text
from marketplace.listings.models import Listing

MOST_UNANSWERED = 3
"""Threads about one listing for which an organization may wait at the same time."""
MOST_A_DAY = 20
"""Threads that an organization may begin on one Shanghai day."""

ANSWERERS = (Role.OWNER, Role.MANAGER, Role.SIGNATORY)


def ask(
    listing: Listing,
    organization: Organization,
    by: User,
    text: str,
    *,
    may_publish: bool = False,
    knowing: bool = False,
    draft: EnquiryDraft | None = None,
) -> Enquiry:
    """Begin a thread. The patentee sees the name of the organization, not the person's.

    ``may_publish``: question and answer may be published without a name; ``knowing``: contact
    data in the text are meant; ``draft`` is forgotten once its text has been sent.
    """
    if not policies.may_ask(by, organization, listing):
        raise NotAllowed(
            "may_not_ask",
            N_("Members of other organizations ask about a listing that is shown."),
        )
    organization.require_not_suspended()
    text = require_no_contact(require_text(text, "text"), "text", knowing=knowing)
    _require_quota(organization, listing)
    enquiry = Enquiry(
        listing=listing,
        organization=organization,
        asked_by=by,
        may_publish=may_publish,
        waiting_since=clock.now(),
    )
    db.session.add(enquiry)
    message = _say(enquiry, EnquirySide.ASKER, by, text)
    if draft is not None:
        db.session.delete(draft)
    event = changed(enquiry, "ask", by, message=message.public_id, may_publish=may_publish)
    tell(enquiry, enquiry.patentee, messages.ASKED, event, roles=ANSWERERS)
    return enquiry


def ask_again(enquiry: Enquiry, by: User, text: str, *, knowing: bool = False) -> None:
    """Add a question or a remark to a running thread."""
    _require_speaker(enquiry, by, EnquirySide.ASKER)
    text = require_no_contact(require_text(text, "text"), "text", knowing=knowing)
    enquiry.move("ask_again")
    if enquiry.waiting_since is None:
        enquiry.waiting_since, enquiry.reminded_on = clock.now(), None
    message = _say(enquiry, EnquirySide.ASKER, by, text)
    event = changed(enquiry, "ask_again", by, message=message.public_id)
    tell(enquiry, enquiry.patentee, messages.ASKED_AGAIN, event, roles=ANSWERERS)


def answer(enquiry: Enquiry, by: User, text: str, *, knowing: bool = False) -> None:
    """The patentee answers; the thread waits no longer."""
    _require_speaker(enquiry, by, EnquirySide.PATENTEE)
    text = require_no_contact(require_text(text, "text"), "text", knowing=knowing)
    enquiry.move("answer")
    enquiry.answered_at = enquiry.answered_at or clock.now()
    enquiry.waiting_since = None
    message = _say(enquiry, EnquirySide.PATENTEE, by, text)
    event = changed(enquiry, "answer", by, message=message.public_id)
    tell(enquiry, enquiry.organization, messages.ANSWERED, event)


def close(enquiry: Enquiry, by: User) -> None:
    """Either side ends the thread; the other is told."""
    sides = [side for side in EnquirySide if policies.may_speak(by, enquiry, side)]
    if not sides:
        raise NotAllowed()
    enquiry.move("close")
    enquiry.closed_at, enquiry.waiting_since = clock.now(), None
    event = changed(enquiry, "close", by)
    asker_closed = EnquirySide.ASKER in sides
    other = enquiry.patentee if asker_closed else enquiry.organization
    tell(enquiry, other, messages.CLOSED, event, roles=ANSWERERS if asker_closed else ())


def remind(enquiry: Enquiry) -> bool:
    """Tell the patentee that a question has waited for days; False where it no longer does."""
    if enquiry.status is not EnquiryStatus.OPEN or enquiry.waiting_since is None:
        return False
    days = (clock.today() - clock.shanghai_day(enquiry.waiting_since)).days
    enquiry.reminded_on = clock.today()
    event = changed(enquiry, "remind", SYSTEM, days=days)
    tell(enquiry, enquiry.patentee, messages.WAITING, event, roles=ANSWERERS, days=days)
    return True


def keep_draft(listing: Listing, text: str, *, may_publish: bool) -> EnquiryDraft:
    """Keep what somebody typed before signing in, so that it is there afterwards.

    No event: nothing has been said to anybody yet.
    """
    draft = EnquiryDraft(listing=listing, text=require_text(text, "text"), may_publish=may_publish)
    db.session.add(draft)
    db.session.flush()
    return draft


def _say(enquiry: Enquiry, side: EnquirySide, by: User, text: str) -> EnquiryMessage:
    message = EnquiryMessage(enquiry=enquiry, side=side, author=by, text=text)
    db.session.add(message)
    db.session.flush()
    return message


def _require_speaker(enquiry: Enquiry, by: User, side: EnquirySide) -> None:
    if not policies.may_speak(by, enquiry, side):
        raise NotAllowed()


def _require_quota(organization: Organization, listing: Listing) -> None:
    """Few at a time: the count is taken while the organization's row is locked."""
    db.session.execute(lock(select(Organization.id).where(Organization.id == organization.id)))
    if queries.unanswered_of(organization, listing) >= MOST_UNANSWERED:
        raise Refused(
            "too_many_unanswered",
            N_(
                "Your organization already waits for %(most)s answers about this listing. Add to "
                "one of those enquiries instead."
            ),
            status=429,
            field="text",
            most=MOST_UNANSWERED,
        )
    midnight = datetime.combine(clock.today(), time(), clock.SHANGHAI)
    if queries.asked_since(organization, midnight) >= MOST_A_DAY:
        raise Refused(
            "too_many_today",
            N_("Your organization has asked %(most)s questions today. Go on tomorrow."),
            status=429,
            field="text",
            most=MOST_A_DAY,
        )
