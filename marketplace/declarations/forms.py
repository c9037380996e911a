"""What is typed about a declaration: its papers, and each step with its day and evidence."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from marketplace.fees.statement import LIMIT
from marketplace.in_house.rules import CUSTOMARY_DAYS

EVIDENCE_KINDS = ["pdf", "png", "jpg", "jpeg", "ofd"]


def _strip(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


def _day(label: Any, help: Any = "") -> DateField:
    message = _l("Enter the day as 2026-11-21.")
    return DateField(label, validators=[DataRequired(message)], description=help)


def _text(label: Any, message: Any, limit: int = 2_000, help: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        validators=[DataRequired(message), Length(max=limit)],
        filters=[_strip],
        description=help,
    )


def _line(label: Any, message: Any, limit: int, help: Any = "") -> StringField:
    return StringField(
        label,
        validators=[DataRequired(message), Length(max=limit)],
        filters=[_strip],
        description=help,
    )


def _evidence(label: Any = None, *, optional: bool = False) -> FileField:
    wanted = FileRequired(_l("Attach the page of the gazette or the notice of the office."))
    return FileField(
        label or _l("Evidence: page of the gazette or notice of the office"),
        validators=[
            Optional() if optional else wanted,
            FileAllowed(EVIDENCE_KINDS, _l("Attach a PDF, OFD, PNG or JPEG file.")),
        ],
    )


class PapersForm(FlaskForm):
    fee_statement = _text(
        _l("Statement on basis and method of the license fee"),
        _l("Write the statement; the office wants it with the declaration."),
        LIMIT,
    )
    contact = _text(
        _l("Contact that the declaration announces"),
        _l("Enter the contact; the office announces it."),
        500,
    )

    wording_reason = TextAreaField(
        _l("Why words that sound like advertising are none"),
        validators=[Optional(), Length(max=500)],
        filters=[_strip],
        description=_l("Only where you keep a marked word; it stays with the record."),
    )


class StepForm(FlaskForm):
    """Base of the steps, several of which share a page under prefixes: the token that protects
    every POST of the site is the page's, not the form's."""

    class Meta(FlaskForm.Meta):
        csrf = False


class ActForm(StepForm):
    """A step that needs nothing but the click."""


class NoteForm(StepForm):
    note = TextAreaField(
        _l("Note (optional)"),
        validators=[Length(max=2_000)],
        filters=[_strip],
        description=_l("Kept with your decision."),
    )


class ReasonForm(StepForm):
    reason = _text(_l("Reason"), _l("Write the reason; the others read it."))


class DayForm(StepForm):
    day = _day(_l("Day"))


class DayReasonForm(StepForm):
    day = _day(_l("Day"))
    reason = _text(_l("Reason"), _l("Write the reason; the others read it."))


class CorrectionForm(StepForm):
    day = _day(_l("Day of the office's request"))
    note = _text(_l("What the office wants corrected"), _l("Write what is to be corrected."))
    due_on = DateField(
        _l("Last day for the correction"),
        validators=[Optional()],
        description=_l(
            "As it stands on the office's notice; we remind you seven days and one day before."
        ),
    )
    evidence = _evidence(_l("The office's notice"), optional=True)


class InHouseForm(StepForm):
    opened_on = _day(_l("Opened on"))
    days = IntegerField(
        _l("Days"),
        validators=[NumberRange(1, 365, _l("Enter the number of days, at least 1."))],
        default=CUSTOMARY_DAYS,
        description=_l("As your own rules say; many institutions take 15."),
    )
    place = _line(_l("Where it is shown"), _l("Enter the page or place of the notice."), 300)
    rules = StringField(
        _l("Your institution's rule"),
        validators=[Length(max=300)],
        filters=[_strip],
        description=_l("Name and article of the rule that sets the days, for the file."),
    )
    related_party = TextAreaField(
        _l("Related parties"),
        validators=[Length(max=2_000)],
        filters=[_strip],
        description=_l("Who is related to the other side, and how. Empty: nobody."),
    )
    evidence = FileField(
        _l("Screenshot or photograph of the notice"),
        validators=[FileAllowed(EVIDENCE_KINDS, _l("Attach a PDF, OFD, PNG or JPEG file."))],
        description=_l("It can be added later; without one the notice is not closed."),
    )


class AnnouncementForm(StepForm):
    number = _line(_l("Declaration number"), _l("Enter the number that the office assigned."), 64)
    announced_on = _day(_l("Day of announcement"))
    gazette_issue = _line(_l("Gazette issue"), _l("Enter volume and issue of the gazette."), 64)
    evidence = _evidence()


class WithdrawalPapersForm(StepForm):
    reason = _text(
        _l("Reason of the withdrawal"),
        _l("Write the reason; it goes to the office."),
        help=_l("One of the circumstances of Rule 86 or another proper reason, no conditions."),
    )
    evidence = _evidence(_l("Proof of the reason"))


class DecisionForm(StepForm):
    day = _day(_l("Day of the office's announcement"))
    evidence = _evidence()


class WithdrawalForm(StepForm):
    withdrawn_on = _day(_l("Day on which the office announced the withdrawal"))
    gazette_issue = _line(_l("Gazette issue"), _l("Enter volume and issue of the gazette."), 64)
    evidence = _evidence()
