"""What is typed about a filing: days, numbers, receipts, and what the record does not know."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from marketplace.registration.tables import Field, Table

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
    note = _text(_l("What is to be corrected"), _l("Write what the authority wants corrected."))
    receipt = _receipt()


class CompleteForm(FlaskForm):
    number = _line(_l("Number on the receipt"))
    day = _day(_l("Day on the receipt"))
    receipt = _receipt(required=True)


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
    return StringField(
        field.zh if chinese else field.en,
        validators=[Optional(), Length(max=500)],
        filters=[_strip],
        default=shown.get(field.key, ""),
        description=field.note[0 if chinese else 1],
    )
