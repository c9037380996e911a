"""What the page of an enquiry shows to whom: the thread, the names, the steps as forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from marketplace.accounts import masking
from marketplace.accounts.models import Organization
from marketplace.enquiries import policies, services
from marketplace.enquiries.forms import PublishForm, ReasonForm, ReplyForm, ReportForm
from marketplace.enquiries.models import Enquiry, EnquirySide, EnquiryStatus

Allowed = Callable[[Any, Enquiry], bool]
Act = Callable[[Enquiry, Any, Any], None]


class EmptyForm(FlaskForm):
    """Only a button."""


@dataclass(frozen=True)
class Step:
    """One thing to do with an enquiry: who sees it, its form, what it calls. ``folded`` steps
    stand behind their title."""

    slug: str
    title: LazyString
    submit: LazyString
    allowed: Allowed
    act: Act
    form: type[FlaskForm] = EmptyForm
    help: LazyString | None = None
    tone: str = "secondary"
    folded: bool = True


@dataclass(frozen=True)
class Said:
    """One message as the reader sees it; never the name of a person."""

    by: str
    is_own: bool
    side: EnquirySide
    text: str
    at: datetime


@dataclass(frozen=True)
class Names:
    """The two sides as the reader may know them."""

    asker: str
    patentee: str


def names_for(user: Any, enquiry: Enquiry) -> Names:
    """The organizations' names; those of natural persons masked for auditors."""
    masked = policies.sees_masked(user, enquiry)
    return Names(_name(enquiry.organization, masked), _name(enquiry.patentee, masked))


def thread_for(user: Any, enquiry: Enquiry) -> list[Said]:
    """The messages as the reader sees them; nothing of a thread that staff took away, save to
    staff and auditors."""
    sides = policies.sides_of(user, enquiry)
    if enquiry.status is EnquiryStatus.HIDDEN and sides:
        return []
    masked = policies.sees_masked(user, enquiry)
    names = names_for(user, enquiry)
    return [
        Said(
            by=names.asker if each.side is EnquirySide.ASKER else names.patentee,
            is_own=each.side in sides,
            side=each.side,
            text=masking.text(each.text) if masked else each.text,
            at=each.sent_at,
        )
        for each in enquiry.messages
    ]


def steps_for(
    user: Any, enquiry: Enquiry, failed: Mapping[str, FlaskForm]
) -> list[tuple[Step, FlaskForm]]:
    """The steps that this reader may take now, each with its form (the failed one as typed)."""
    return [
        (step, failed.get(step.slug) or _fresh(step, enquiry))
        for step in STEPS.values()
        if step.allowed(user, enquiry)
    ]


def _fresh(step: Step, enquiry: Enquiry) -> FlaskForm:
    if step.form is PublishForm:
        data = {
            "question": enquiry.published_question or enquiry.messages[0].text,
            "answer": enquiry.published_answer or enquiry.last_of(EnquirySide.PATENTEE),
        }
        return PublishForm(formdata=None, prefix=step.slug, data=data)
    return step.form(formdata=None, prefix=step.slug)


def _name(organization: Organization, masked: bool) -> str:
    return (
        masking.name(organization.name)
        if masked and organization.is_natural_person
        else (organization.name)
    )


def _speaks(side: EnquirySide) -> Allowed:
    return lambda user, enquiry: enquiry.is_running and policies.may_speak(user, enquiry, side)


def _reply(verb: Callable[..., None]) -> Act:
    return lambda enquiry, form, by: verb(enquiry, by, form.text.data, knowing=form.knowing.data)


def _may_close(user: Any, enquiry: Enquiry) -> bool:
    return any(_speaks(side)(user, enquiry) for side in EnquirySide)


def _may_publish(user: Any, enquiry: Enquiry) -> bool:
    answered = enquiry.answered_at is not None and enquiry.status is not EnquiryStatus.HIDDEN
    return answered and policies.may_publish(user, enquiry)


def _may_report(user: Any, enquiry: Enquiry) -> bool:
    hidden = enquiry.status is EnquiryStatus.HIDDEN
    return bool(policies.sides_of(user, enquiry)) and not hidden and not enquiry.is_reported


_ALL = (
    Step(
        "answer",
        _l("Answer"),
        _l("Send the answer"),
        _speaks(EnquirySide.PATENTEE),
        _reply(services.answer),
        ReplyForm,
        tone="primary",
        folded=False,
    ),
    Step(
        "ask",
        _l("Go on asking"),
        _l("Send"),
        _speaks(EnquirySide.ASKER),
        _reply(services.ask_again),
        ReplyForm,
        tone="primary",
        folded=False,
    ),
    Step(
        "publish",
        _l("Publish question and answer"),
        _l("Publish on the page of the listing"),
        _may_publish,
        lambda enquiry, form, by: services.publish(
            enquiry, by, question=form.question.data, answer=form.answer.data
        ),
        PublishForm,
        help=_l("The asker agreed. No name is shown; the asker is told."),
    ),
    Step(
        "unpublish",
        _l("Take it off the page"),
        _l("Take off the page of the listing"),
        lambda user, enquiry: enquiry.is_public and policies.may_publish(user, enquiry),
        lambda enquiry, _form, by: services.unpublish(enquiry, by),
    ),
    Step(
        "close",
        _l("Close the enquiry"),
        _l("Close the enquiry"),
        _may_close,
        lambda enquiry, _form, by: services.close(enquiry, by),
        help=_l("Nothing more can be written here then; the other side is told."),
    ),
    Step(
        "report",
        _l("Report to the staff"),
        _l("Report"),
        _may_report,
        lambda enquiry, form, by: services.report(enquiry, by, form.reason.data),
        ReportForm,
        tone="quiet",
    ),
    Step(
        "hide",
        _l("Take it away"),
        _l("Take the enquiry away"),
        lambda user, enquiry: (
            enquiry.status is not EnquiryStatus.HIDDEN and policies.may_decide(user, enquiry)
        ),
        lambda enquiry, form, by: services.hide(enquiry, by, form.reason.data),
        ReasonForm,
        help=_l("Neither side nor the public reads it any longer."),
        folded=False,
    ),
    Step(
        "restore",
        _l("Show it again"),
        _l("Show it again"),
        lambda user, enquiry: (
            enquiry.status is EnquiryStatus.HIDDEN and policies.may_decide(user, enquiry)
        ),
        lambda enquiry, _form, by: services.restore(enquiry, by),
        folded=False,
    ),
)

STEPS: Mapping[str, Step] = {step.slug: step for step in _ALL}
