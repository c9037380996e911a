"""What is typed about a filing: days, numbers, receipts, and what the record does not know."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired, MultipleFileField
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.declarations.batch_forms import PastedTable
from marketplace.registration.duties import DUTIES, YEARLY
from marketplace.registration.tables import Field, Table
from marketplace.terms.labels import DUTIES as NAMES

RECEIPT_KINDS = ["pdf", "png", "jpg", "jpeg", "ofd"]


def _strip(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


def _day(label: Any) -> DateField:
    return DateField(label, validators=[DataRequired(_l("Enter the day as 2026-11-21."))])


def _line(label: Any, message: Any = None, limit: int = 80) -> StringField:
    needed = DataRequired(message) if message else Optional()
    return StringField(label, validators=[needed, Length(max=limit)], filters=[_strip])


def _text(label: Any, message: Any = None) -> TextAreaField:
    needed = DataRequired(message) if message else Optional()
    return TextAreaField(label, validators=[needed, Length(max=2_000)], filters=[_strip])


def _receipt(*, required: bool = False) -> FileField:
    kinds = FileAllowed(RECEIPT_KINDS, _l("Attach a PDF, OFD, PNG or JPEG file."))
    needed = FileRequired(_l("Attach the receipt of the authority.")) if required else Optional()
    return FileField(_l("Paper of the authority"), validators=[needed, kinds])


class ActForm(FlaskForm):
    """A step that needs nothing but the click."""


class DayForm(FlaskForm):
    day = _day(_l("Day"))


class AcceptForm(FlaskForm):
    day = _day(_l("Accepted on"))
    number = _line(_l("Acceptance number"))
    receipt = _receipt()


class CorrectionForm(FlaskForm):
    day = _day(_l("Day of the authority's request"))
    due = DateField(_l("To be answered by"), validators=[Optional()])
    note = _text(_l("What is to be corrected"), _l("Write what the authority wants corrected."))
    receipt = _receipt()


class CompleteForm(FlaskForm):
    """``kept`` is the SHA-256 of a paper that was uploaded to be read before."""

    kept = HiddenField(validators=[Optional(), Regexp("^[0-9a-f]{64}$")])
    number = _line(_l("Number on the receipt"))
    day = _day(_l("Day on the receipt"))
    receipt = _receipt()

    def validate_receipt(self, field: Any) -> None:
        if not field.data and not self.kept.data:
            raise ValidationError(_l("Attach the receipt of the authority."))


class ReadingForm(FlaskForm):
    paper = FileField(
        _l("Receipt as PDF"),
        validators=[
            FileRequired(_l("Attach the receipt of the authority.")),
            FileAllowed(RECEIPT_KINDS, _l("Attach a PDF, OFD, PNG or JPEG file.")),
        ],
    )


class ReceiptTableForm(PastedTable):
    """A table of receipts, with the papers that prove its rows."""

    papers = MultipleFileField(
        _l("Papers of the authority"),
        validators=[
            FileRequired(_l("Attach the receipt of the authority.")),
            FileAllowed(RECEIPT_KINDS, _l("Attach a PDF, OFD, PNG or JPEG file.")),
        ],
        description=_l(
            "One paper that proves all rows, or one for each with its number in the file name."
        ),
    )


class ResponsibleForm(FlaskForm):
    person = SelectField(_l("Responsible"), coerce=str)

    def __init__(self, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = [SelectChoice(value, text) for value, text in choices]


class MandateForm(FlaskForm):
    agency = _line(
        _l("Credit code or id of the agency"), _l("Enter the credit code or the id."), 40
    )
    kinds = SelectMultipleField(
        _l("What it may file"),
        coerce=str,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Nothing ticked: every filing."),
    )
    given_on = _day(_l("Given on"))
    evidence = FileField(
        _l("Power of attorney"),
        validators=[
            FileRequired(_l("Attach the signed power of attorney.")),
            FileAllowed(RECEIPT_KINDS, _l("Attach a PDF, OFD, PNG or JPEG file.")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filed = [duty for duty, rule in DUTIES.items() if rule.is_filing]
        self.kinds.choices = [SelectChoice(duty.value, NAMES[duty]) for duty in filed]


class YearlyForm(FlaskForm):
    kind = SelectField(_l("What is filed"), coerce=str)
    year = IntegerField(_l("Year"), validators=[InputRequired(_l("Enter the year as 2026."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(duty.value, NAMES[duty]) for duty in YEARLY]


class RefuseForm(FlaskForm):
    code = _line(
        _l("Ground of refusal"), _l("Enter the article or code that the notice names."), 40
    )
    day = _day(_l("Day of the notice"))
    note = _text(_l("What the notice says"))
    receipt = _receipt()


class ReceiptForm(FlaskForm):
    day = _day(_l("Day on the receipt"))
    receipt = _receipt(required=True)


class ReasonForm(FlaskForm):
    reason = _text(_l("Reason"), _l("Write the reason; the others read it."))


class FilerForm(FlaskForm):
    organization = _line(
        _l("Credit code or id of the new filer"), _l("Enter the credit code or the id."), 40
    )


def answers_form(table: Table, shown: dict[str, str], language: str) -> type[FlaskForm]:
    """A form with one line for each field that the filer may type; ``shown`` is what stands now."""
    fields = {field.key: _question(field, shown, language) for field in table.questions}
    return type("AnswersForm", (FlaskForm,), fields)


def _question(field: Field, shown: dict[str, str], language: str) -> StringField:
    chinese = language.startswith("zh")
    length = Length(max=500)  # a required one may be saved empty: the package waits, not the entry
    return StringField(
        field.zh if chinese else field.en,
        validators=[length] if field.required else [Optional(), length],
        filters=[_strip],
        default=shown.get(field.key, ""),
        description=field.note[0 if chinese else 1],
    )
