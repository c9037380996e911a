"""What is typed on staff pages: reasons, the result of an export check, filters."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from marketplace.accounts.forms import PlainForm
from marketplace.accounts.labels import STATES
from marketplace.admin.labels import FINDINGS
from marketplace.agreements.labels import STATUS
from marketplace.terms.enums import Route
from marketplace.web import label

_DAY = _l("Enter the day as 2026-11-21.")


class ReasonForm(PlainForm):
    """Why something is returned or stopped; whom it concerns reads it."""

    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Write what is to be mended; the organization reads it.")),
            Length(max=2000),
        ],
    )


class ExportForm(PlainForm):
    finding = RadioField(
        _l("Result of the check"),
        choices=[SelectChoice(str(value), text) for value, text in FINDINGS.items()],
        validators=[DataRequired(_l("Choose what the check found."))],
    )
    reference = StringField(
        _l("Number of the export license or registration"), [Optional(), Length(max=80)]
    )


def _day(text: Any) -> DateField:
    return DateField(text, validators=[Optional()])


class RangeForm(Form):
    """Filters in the address line; a day that cannot be read is named, never ignored."""

    since = _day(_l("From day"))
    until = _day(_l("To day"))

    def validate_since(self, field: DateField) -> None:
        _require_day(field)

    def validate_until(self, field: DateField) -> None:
        _require_day(field)
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_l("The last day lies before the first."))


def _require_day(field: DateField) -> None:
    if field.process_errors:
        raise ValidationError(_DAY)


class OrganizationsForm(Form):
    q = StringField(_l("Name or credit code"))
    status = SelectField(_l("State"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = _choices(STATES)


class AgreementsForm(RangeForm):
    organization = StringField(_l("Party: name or credit code"))
    status = SelectField(_l("State"), default="")
    route = SelectField(_l("Route"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = _choices(STATUS)
        self.route.choices = _choices({route: label(route) for route in Route})


class TrailForm(RangeForm):
    q = StringField(_l("Record: any number, id, name or address of a page"))
    person = StringField(_l("Person: email address or id"))
    organization = StringField(_l("Organization: name or credit code"))
    tag = SelectField(_l("What happened"), default="")

    def __init__(self, *args: Any, tags: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tag.choices = _choices(tags)


def _choices(texts: dict[Any, Any]) -> list[SelectChoice]:
    everything = SelectChoice("", _l("All"))
    return [everything, *(SelectChoice(str(value), text) for value, text in texts.items())]
