"""Question and answer on the public page: without a name, and only as the asker agreed."""

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.enquiries import messages, policies
from marketplace.enquiries.contacts import contacts_in
from marketplace.enquiries.models import Enquiry, EnquiryStatus
from marketplace.enquiries.services.steps import changed, listing_page_changed, tell
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.inputs import require_text


def publish(enquiry: Enquiry, by: User, *, question: str, answer: str) -> None:
    """Show question and answer on the listing's page in the words given.

    The patentee may shorten them, so that nothing in them says who asked. Refused without the
    asker's agreement, before an answer, and where contact data or the asker's name stand in them.
    """
    if not policies.may_publish(by, enquiry):
        raise NotAllowed(
            "not_agreed",
            N_("The asker did not agree to publication, or you do not manage this listing."),
        )
    if enquiry.answered_at is None or enquiry.status is EnquiryStatus.HIDDEN:
        raise Refused("not_answered", N_("Answer the question before you publish it."))
    enquiry.published_question = _nameless(enquiry, question, "question")
    enquiry.published_answer = _nameless(enquiry, answer, "answer")
    first = enquiry.published_at is None
    enquiry.published_at, enquiry.published_by_id = clock.now(), by.id
    event = changed(enquiry, "publish", by)
    if first:
        tell(enquiry, enquiry.organization, messages.PUBLISHED, event)
    listing_page_changed(enquiry)


def unpublish(enquiry: Enquiry, by: User) -> None:
    """Take question and answer off the page again; the thread stays as it is."""
    if not policies.may_publish(by, enquiry):
        raise NotAllowed()
    if enquiry.published_at is None:
        raise Refused("not_published", N_("This question does not stand on the page."))
    enquiry.published_at = enquiry.published_by_id = None
    enquiry.published_question = enquiry.published_answer = ""
    changed(enquiry, "unpublish", by)
    listing_page_changed(enquiry)


def _nameless(enquiry: Enquiry, text: str, field: str) -> str:
    text = require_text(text, field)
    found = contacts_in(text)
    if enquiry.organization.name in text:
        found.append(enquiry.organization.name)
    if found:
        raise Refused(
            "names_somebody",
            N_("Take out what tells who asked or how to reach somebody: %(found)s."),
            status=422,
            field=field,
            found="、".join(found[:3]),
        )
    return text
