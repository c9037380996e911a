"""What is typed for many declarations at once."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from marketplace.declarations.material_forms import upload

_TABLES = ["xlsx", "csv", "tsv", "txt"]


class NothingForm(FlaskForm):
    """An act that needs nothing but the click."""


class SignAllForm(FlaskForm):
    read = BooleanField(
        _l(
            "I have read the commitment, make it for each of these patents, and may bind the organization."
        ),
        validators=[DataRequired(_l("Read the text and tick this box, or do not sign."))],
    )
    password = PasswordField(
        _l("Your password, again"), validators=[DataRequired(_l("Enter your password to sign."))]
    )


class FiledForm(FlaskForm):
    day = DateField(
        _l("Day of filing"), validators=[DataRequired(_l("Enter the day as 2026-11-21."))]
    )


class MandateChoiceForm(FlaskForm):
    mandate = SelectField(_l("Who files"), coerce=str)

    def __init__(self, choices: list[tuple[str, Any]]) -> None:
        super().__init__()
        self.mandate.choices = [SelectChoice(value, text) for value, text in choices]


class PastedTable(FlaskForm):
    """A table pasted from a spreadsheet, or uploaded."""

    table = TextAreaField(
        _l("Paste the table"),
        validators=[Optional(), Length(max=200_000)],
        description=_l("Copied from a spreadsheet, with or without its headings."),
    )
    file = FileField(
        _l("Or upload it"),
        validators=[Optional(), FileAllowed(_TABLES, _l("Upload an XLSX or CSV file."))],
    )

    @property
    def data_bytes(self) -> bytes:
        """The uploaded file, else what was pasted."""
        return self.file.data.read() if self.file.data else (self.table.data or "").encode()


class TableForm(PastedTable):
    """A table of announcements, and the one evidence of its rows."""

    evidence = upload(_l("Evidence: the pages of this gazette issue"))


class ElsewhereForm(FlaskForm):
    """One declaration that was announced before its patentee came here."""

    patent = StringField(
        _l("Patent number"), validators=[DataRequired(_l("Enter the patent number."))]
    )
    number = StringField(
        _l("Declaration number"),
        validators=[
            DataRequired(_l("Enter the number that the office assigned.")),
            Length(max=64),
        ],
    )
    announced_on = DateField(
        _l("Day of announcement"), validators=[DataRequired(_l("Enter the day as 2026-11-21."))]
    )
    gazette_issue = StringField(
        _l("Gazette issue"),
        validators=[DataRequired(_l("Enter volume and issue of the gazette.")), Length(max=64)],
    )
    way = SelectField(
        _l("Way of payment"),
        choices=[
            SelectChoice("无偿", _l("Free of charge")),
            SelectChoice("有偿", _l("For a fee")),
        ],
    )
    fixed = DecimalField(
        _l("Paid at once (yuan)"), validators=[Optional(), NumberRange(min=0)], places=2
    )
    entry = DecimalField(
        _l("Entry fee (yuan)"), validators=[Optional(), NumberRange(min=0)], places=2
    )
    rate = DecimalField(
        _l("Royalty rate (per cent)"), validators=[Optional(), NumberRange(0, 100)], places=4
    )
    base = SelectField(
        _l("Base of the royalty"),
        choices=[SelectChoice("净销售额", _l("Net sales")), SelectChoice("利润额", _l("Profit"))],
    )
    months = IntegerField(
        _l("License period (months)"),
        validators=[DataRequired(_l("Enter the period in months.")), NumberRange(1, 240)],
    )
    contact = StringField(_l("Contact that the declaration announces"), validators=[Optional()])
    evidence = upload(_l("Evidence: page of the gazette or notice of the office"))

    @property
    def cells(self) -> dict[str, str]:
        """As a row of a table has it."""
        names = ("way", "fixed", "entry", "rate", "base", "months")
        return {name: _plain(self[name].data) for name in names}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
