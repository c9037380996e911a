"""What is typed about the house's own decisions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.accounts.labels import ROLES
from marketplace.accounts.models import Organization, Role
from marketplace.in_house.labels import RESULTS
from marketplace.in_house.models import InHouseNotice, Verdict
from marketplace.in_house.models.approvals import ApprovalStep
from marketplace.in_house.rules import CUSTOMARY_DAYS

EVIDENCE_KINDS = ["pdf", "png", "jpg", "jpeg", "ofd"]
_DAY = _l("Enter the day as 2026-11-21.")
_FILE = FileAllowed(EVIDENCE_KINDS, _l("Attach a PDF, OFD, PNG or JPEG file."))


def _strip(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


class _Boxes(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StepForm(Form):
    """One row of the chain; an empty name drops it."""

    name = StringField(_l("Name of the step"), filters=[_strip], validators=[Length(max=80)])
    roles = _Boxes(_l("Whoever holds a role"), choices=[])
    members = _Boxes(_l("These members"), choices=[])


class ChainForm(FlaskForm):
    """The steps in order, with a few empty rows behind them."""

    steps = FieldList(FormField(StepForm))

    def __init__(self, organization: Organization, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [SelectChoice(each.value, ROLES[each]) for each in Role]
        members = [
            SelectChoice(each.public_id, each.user.name) for each in organization.memberships
        ]
        for row in self.steps:
            row.form.roles.choices = roles
            row.form.members.choices = members

    def chain(self) -> list[ApprovalStep]:
        """The rows that have a name."""
        return [
            ApprovalStep(
                row.form.name.data, tuple(row.form.roles.data), tuple(row.form.members.data)
            )
            for row in self.steps
            if row.form.name.data
        ]


class DecisionForm(FlaskForm):
    verdict = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice(Verdict.APPROVE.value, _l("Approve")),
            SelectChoice(Verdict.RETURN.value, _l("Return")),
        ],
        validators=[InputRequired(_l("Choose approve or return."))],
    )
    note = TextAreaField(
        _l("Note, or the reason of a return"), filters=[_strip], validators=[Length(max=2_000)]
    )


class ManyForm(DecisionForm):
    """The same over all that is marked."""


class NoticeForm(FlaskForm):
    title = StringField(
        _l("Title of the notice"),
        filters=[_strip],
        validators=[Length(max=200)],
        description=_l("Empty: it is made from what the notice shows."),
    )
    opened_on = DateField(_l("Opened on"), validators=[DataRequired(_DAY)])
    days = IntegerField(
        _l("Days"),
        default=CUSTOMARY_DAYS,
        validators=[NumberRange(1, 365, _l("Enter the number of days, at least 1."))],
        description=_l("As your own rules say; many institutions take 15."),
    )
    place = StringField(
        _l("Where it is shown"),
        filters=[_strip],
        validators=[DataRequired(_l("Enter the page or place of the notice.")), Length(max=300)],
    )
    rules = StringField(
        _l("Your institution's rule"),
        filters=[_strip],
        validators=[Length(max=300)],
        description=_l("Name and article of the rule that sets the days, for the file."),
    )
    related_party = TextAreaField(
        _l("Related parties"),
        filters=[_strip],
        validators=[Length(max=2_000)],
        description=_l("Who is related to the other side, and how. Empty: nobody."),
    )
    evidence = FileField(
        _l("Screenshot or photograph of the notice"),
        validators=[_FILE],
        description=_l("It can be added later; without one the notice is not closed."),
    )


class ObjectionForm(FlaskForm):
    raised_by = StringField(
        _l("Who objects"),
        filters=[_strip],
        validators=[DataRequired(_l("Enter who objects.")), Length(max=120)],
    )
    raised_on = DateField(_l("Received on"), validators=[DataRequired(_DAY)])
    subject = SelectField(_l("Against"), choices=[])
    text = TextAreaField(
        _l("The objection"),
        filters=[_strip],
        validators=[DataRequired(_l("Write what is objected.")), Length(max=2_000)],
    )

    def __init__(self, notice: InHouseNotice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [SelectChoice(each.public_id, each.name) for each in notice.standing]
        self.subject.choices = [SelectChoice("", _l("All that is shown")), *rows]


class RulingForm(FlaskForm):
    result = RadioField(
        _l("Result"),
        choices=[SelectChoice(each.value, text) for each, text in RESULTS.items()],
        validators=[InputRequired(_l("Choose the result."))],
        description=_l("Upheld: what it is against is taken out of the notice and returned."),
    )
    handling = TextAreaField(
        _l("How it was handled"),
        filters=[_strip],
        validators=[DataRequired(_l("Write how it was handled.")), Length(max=2_000)],
    )
    ruled_on = DateField(_l("Decided on"), validators=[DataRequired(_DAY)])


class EvidenceForm(FlaskForm):
    evidence = FileField(
        _l("Screenshot or photograph of the notice"),
        validators=[FileRequired(_l("Attach a screenshot or photograph of the notice.")), _FILE],
    )
    taken_on = DateField(_l("Taken on"), validators=[DataRequired(_DAY)])


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        _l("Reason"),
        filters=[_strip],
        validators=[DataRequired(_l("Write the reason; the others read it.")), Length(max=2_000)],
    )
