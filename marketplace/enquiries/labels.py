"""The words for states and steps of an enquiry."""

from flask_babel import lazy_gettext as _l

from marketplace.enquiries.models import EnquiryStatus as S

STATUS = {
    S.OPEN: _l("Waits for an answer"),
    S.ANSWERED: _l("Answered"),
    S.CLOSED: _l("Closed"),
    S.HIDDEN: _l("Taken away by staff"),
}

EVENTS = {
    "enquiry:ask": _l("Question asked"),
    "enquiry:ask_again": _l("Asked again"),
    "enquiry:answer": _l("Question answered"),
    "enquiry:close": _l("Enquiry closed"),
    "enquiry:publish": _l("Question and answer published without a name"),
    "enquiry:unpublish": _l("Question and answer taken off the page"),
    "enquiry:report": _l("Enquiry reported to the staff"),
    "enquiry:hide": _l("Enquiry taken away by staff"),
    "enquiry:restore": _l("Enquiry shown again"),
    "enquiry:remind": _l("Reminder of an unanswered question"),
}
