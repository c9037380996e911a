"""What both sides are told; never the text itself, so that no mail carries what is private."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.enquiries.models import Enquiry
from marketplace.errors import N_

ASKED: Final = "enquiry:asked"
ASKED_AGAIN: Final = "enquiry:asked_again"
ANSWERED: Final = "enquiry:answered"
CLOSED: Final = "enquiry:closed"
PUBLISHED: Final = "enquiry:published"
WAITING: Final = "enquiry:waiting"
REPORTED: Final = "enquiry:reported"
HIDDEN: Final = "enquiry:hidden"


def link(enquiry: Enquiry) -> str:
    """The enquiry's page, as inbox rows and mails name it."""
    return f"/enquiries/{enquiry.public_id}"


register_message(
    ASKED,
    subject=N_("Question about %(title)s"),
    body=N_("%(organization)s asks something about this listing. Answer on the site."),
    action=N_("Read and answer"),
)
register_message(
    ASKED_AGAIN,
    subject=N_("Another question about %(title)s"),
    body=N_("%(organization)s has written again about this listing."),
    action=N_("Read and answer"),
)
register_message(
    ANSWERED,
    subject=N_("Answer about %(title)s"),
    body=N_("%(organization)s has answered your question about this listing."),
    action=N_("Read the answer"),
)
register_message(
    CLOSED,
    subject=N_("Enquiry closed: %(title)s"),
    body=N_("%(organization)s has closed this enquiry. You may ask anew."),
)
register_message(
    PUBLISHED,
    subject=N_("Your question was published: %(title)s"),
    body=N_(
        "As you agreed when asking, the patentee shows your question and the answer on the page "
        "of the listing, without the name of your organization."
    ),
)
register_message(
    WAITING,
    subject=N_("A question has waited %(days)s days: %(title)s"),
    body=N_(
        "%(organization)s has had no answer yet. A short answer, or that you will not answer, is "
        "better than none."
    ),
    action=N_("Answer now"),
)
register_message(
    REPORTED,
    subject=N_("Enquiry reported: %(title)s"),
    body=N_("%(organization)s reports an enquiry. Read it, then take it away or leave it."),
    action=N_("Decide on the report"),
)
register_message(
    HIDDEN,
    subject=N_("Enquiry taken away: %(title)s"),
    body=N_("The staff of the site took this enquiry away. Reason: %(reason)s"),
)
