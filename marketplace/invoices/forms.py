"""What licensee and licensor type about invoices."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from marketplace.invoices.labels import KINDS
from marketplace.invoices.models import InvoiceKind
from marketplace.payments.forms import AmountField
from marketplace.types import Money

FILE_TYPES = ["pdf", "ofd", "xml", "png", "jpg", "jpeg"]


class TitleForm(FlaskForm):
    """Title and tax number, as they shall stand on the paper."""

    title = StringField(
        _l("Invoice title"),
        validators=[DataRequired(_l("Enter the title for invoices.")), Length(max=200)],
    )
    tax_number = StringField(_l("Tax number"), validators=[Optional(), Length(max=40)])


class AskForm(TitleForm):
    kind = SelectField(
        _l("What you need"), choices=[SelectChoice(each.value, KINDS[each]) for each in InvoiceKind]
    )
    amount = AmountField(_l("Amount"), validators=[DataRequired(_l("Enter the amount."))])
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=1000)])


class PaperForm(FlaskForm):
    """What stands on the paper that was issued."""

    number = StringField(
        _l("Number of the paper"),
        validators=[DataRequired(_l("Enter the number.")), Length(max=40)],
    )
    issued_on = DateField(
        _l("Day of issue"), validators=[DataRequired(_l("Enter the day as 2026-11-21."))]
    )
    tax = StringField(_l("Tax shown on it (yuan)"), validators=[Optional(), Length(max=40)])
    tax_note = StringField(_l("How it is taxed"), validators=[Optional(), Length(max=200)])
    file = FileField(
        _l("File of the paper"),
        validators=[FileAllowed(FILE_TYPES, _l("Attach a PDF, OFD, XML or picture."))],
    )
    tax_fen: int | None = None

    def validate_tax(self, field: StringField) -> None:
        """Empty is open; anything else is an amount."""
        if not (field.data or "").strip():
            return
        try:
            self.tax_fen = Money.parse(field.data or "").amount
        except ValueError as error:
            message = _l("Enter an amount in yuan, for example 12,000.00.")
            raise ValidationError(str(message)) from error


class RedForm(PaperForm):
    reason = TextAreaField(
        _l("Reason"), validators=[DataRequired(_l("Say why it is taken back.")), Length(max=1000)]
    )


class RefuseForm(FlaskForm):
    reason = TextAreaField(
        _l("Reason"), validators=[DataRequired(_l("Say what is wrong.")), Length(max=1000)]
    )
