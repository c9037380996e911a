"""What is typed about reports and cases."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from marketplace.accounts.forms import PlainForm
from marketplace.reports.labels import MEASURE, SUBORDINATION

_DAY = _l("Enter the day as 2026-11-21.")


class ReportForm(PlainForm):
    first_on = DateField(_l("First day"), [DataRequired(_DAY)])
    last_on = DateField(_l("Last day"), [DataRequired(_DAY)])


class TargetForm(PlainForm):
    year = IntegerField(
        _l("Year"), [InputRequired(_l("Enter the year as 2026.")), NumberRange(2015, 2100)]
    )
    measure = SelectField(_l("Measure"), coerce=str)
    value = IntegerField(
        _l("Target"),
        [InputRequired(_l("Enter a whole number.")), NumberRange(min=0)],
        description=_l("A count; for amounts whole yuan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure.choices = [SelectChoice(each.value, text) for each, text in MEASURE.items()]


class StandingForm(PlainForm):
    organization = SelectField(_l("Institution"), coerce=str)
    subordination = SelectField(_l("Subordinate to"), coerce=str)

    def __init__(self, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.organization.choices = [SelectChoice(value, text) for value, text in choices]
        self.subordination.choices = [
            SelectChoice(each.value, text) for each, text in SUBORDINATION.items()
        ]


class CaseForm(PlainForm):
    title = StringField(_l("Title"), [DataRequired(_l("Fill in this field.")), Length(max=200)])
    text = TextAreaField(
        _l("What can be learnt from it"),
        [DataRequired(_l("Fill in this field.")), Length(max=10_000)],
        description=_l("No prices and no names of persons, unless both parties want them told."),
    )


class ConsentForm(PlainForm):
    text_sha256 = HiddenField(validators=[DataRequired()])
