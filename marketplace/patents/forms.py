"""What is typed about patents."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.errors import Refused
from marketplace.patents import labels
from marketplace.patents.bars import DERIVED
from marketplace.patents.enums import Bar, BarState, StatusSource
from marketplace.patents.numbers import NumberError, parse
from marketplace.patents.services import STATABLE_SOURCES
from marketplace.types import Money
from marketplace.web import refusal_text

STATABLE_BARS = tuple(bar for bar in Bar if bar not in DERIVED)


class PatentForm(FlaskForm):
    """Base: strips white space; shows a refusal of the service at the field it names."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if unbound_field.field_class in (StringField, TextAreaField):
                own = unbound_field.kwargs.get("filters", [])
                options = {**options, "filters": [_strip, *own]}
            return unbound_field.bind(form=form, **options)

    def show(self, refusal: Refused) -> bool:
        """Put a refusal at its field; False if the form has no such field."""
        if refusal.field not in self:
            return False
        field = self[refusal.field]
        field.errors = [*field.errors, refusal_text(refusal)]
        return True


def _strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _choices(texts: Mapping[Any, LazyString], only: Iterable[Any] | None = None) -> list[Any]:
    members = texts if only is None else [member for member in texts if member in set(only)]
    return [SelectChoice(member.value, texts[member]) for member in members]


def _source_field() -> SelectField:
    return SelectField(
        _l("Source"),
        choices=_choices(labels.SOURCES, STATABLE_SOURCES),
        default=StatusSource.PATENTEE.value,
        validators=[DataRequired()],
    )


class ImportForm(PatentForm):
    file = FileField(
        _l("List"), validators=[FileRequired(_l("Choose the file with your list of patents."))]
    )


class NewPatentForm(PatentForm):
    number = StringField(
        _l("Application number"),
        validators=[DataRequired(_l("Enter the application number with its check digit."))],
    )
    title = StringField(
        _l("Title"),
        validators=[
            DataRequired(_l("Enter the title as on the certificate.")),
            Length(max=500, message=_l("Enter at most 500 characters.")),
        ],
    )
    advantage = TextAreaField(_l("Product, advantages, performance"), validators=[Optional()])
    filing_on = DateField(_l("Filing day"), validators=[Optional()])

    def validate_number(self, field: StringField) -> None:
        try:
            parse(field.data or "")
        except NumberError as error:
            raise ValidationError(refusal_text(error)) from error


class BarsForm(PatentForm):
    """One choice for each bar that is stated; the derived ones follow from the record."""

    source = _source_field()
    on = DateField(_l("As of"), validators=[DataRequired(_l("Enter the day of the look-up."))])
    note = StringField(_l("Note"), validators=[Optional(), Length(max=500)])


for _bar in STATABLE_BARS:
    setattr(
        BarsForm,
        _bar.value,
        RadioField(
            labels.BARS[_bar],
            choices=_choices(labels.STATES),
            default=BarState.NOT_STATED.value,
            validators=[InputRequired(_l("Choose one."))],
        ),
    )


class StatusForm(PatentForm):
    status = SelectField(
        _l("Legal status"), choices=_choices(labels.STATUSES), validators=[DataRequired()]
    )
    source = _source_field()
    on = DateField(
        _l("Looked up on"), validators=[DataRequired(_l("Enter the day of the look-up."))]
    )


class PlansForm(PatentForm):
    willingness = SelectMultipleField(
        _l("Willingness"),
        choices=_choices(labels.WAYS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    implementation = RadioField(
        _l("Implementation"),
        choices=_choices(labels.IMPLEMENTATIONS),
        validators=[InputRequired(_l("Choose one."))],
    )
    asking_fee = StringField(_l("Asking fee"), validators=[Optional()])
    price_intention = StringField(_l("Price intention"), validators=[Optional(), Length(max=200)])
    text_private = BooleanField(_l("Keep the product text from the public"))

    def validate_asking_fee(self, field: StringField) -> None:
        try:
            Money.parse(field.data)
        except ValueError as error:
            raise ValidationError(_l("Enter an amount in yuan, like 12,000 or 1.2万元.")) from error

    @property
    def fee(self) -> int | None:
        """The asking fee in fen."""
        return Money.parse(self.asking_fee.data).amount if self.asking_fee.data else None


class ReportForm(PatentForm):
    conclusion = RadioField(
        _l("Conclusion"),
        choices=_choices(labels.CONCLUSIONS),
        validators=[InputRequired(_l("Choose one."))],
    )
    report_number = StringField(
        _l("Number of the report"), validators=[Optional(), Length(max=100)]
    )
    report_on = DateField(_l("Day of the report"), validators=[Optional()])


class FundingForm(PatentForm):
    funded = RadioField(
        _l("Result of a state-funded research project"),
        choices=[
            SelectChoice("yes", _l("Yes")),
            SelectChoice("no", _l("No")),
            SelectChoice("", _l("Not stated")),
        ],
        validators=[],
    )
    project = StringField(_l("Project"), validators=[Optional(), Length(max=500)])

    @property
    def answer(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.funded.data)


class DaysForm(PatentForm):
    filing_on = DateField(_l("Filing day"), validators=[Optional()])
    granted_on = DateField(_l("Grant day"), validators=[Optional()])


class ProofForm(PatentForm):
    organization = StringField(
        _l("Owner: credit code or public id"),
        validators=[DataRequired(_l("Enter the organization that the register names."))],
    )
    evidence = FileField(
        _l("Copy of the patent register"),
        validators=[FileRequired(_l("Attach the copy of the patent register."))],
    )
    passed_on = DateField(
        _l("Transfer registered on"),
        description=_l(
            "Only where the register shows that the patent passed from the present holder to this "
            "one: licenses go on with the new holder from that day. Empty where the claim was wrong."
        ),
        validators=[Optional()],
    )
