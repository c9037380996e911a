"""What payer and payee type."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from marketplace.types import Money


class AmountField(StringField):
    """Yuan as people type them; ``fen`` holds the whole fen once validated."""

    fen: int = 0

    def pre_validate(self, form: Any) -> None:
        try:
            self.fen = Money.parse(self.data or "").amount
        except ValueError as error:
            raise ValidationError(
                str(_l("Enter an amount in yuan, for example 12,000.00."))
            ) from error


class TransferForm(FlaskForm):
    """A bank transfer with its slip."""

    amount = AmountField(_l("Amount paid"), validators=[DataRequired(_l("Enter the amount."))])
    value_day = DateField(
        _l("Value day on the bank slip"),
        validators=[DataRequired(_l("Enter the day on which the bank booked it."))],
    )
    bank_reference = StringField(
        _l("Bank's transaction number"), validators=[Optional(), Length(max=120)]
    )
    slip = FileField(
        _l("Payment slip (PDF or picture)"),
        validators=[
            DataRequired(_l("Upload the payment slip: it is the voucher for the filings.")),
            FileAllowed(["pdf", "png", "jpg", "jpeg"], _l("Upload a PDF or a picture.")),
        ],
    )


class InvoiceForm(FlaskForm):
    """Asked once per organization."""

    invoice_title = StringField(
        _l("Invoice title"),
        validators=[DataRequired(_l("Enter the title for invoices.")), Length(max=200)],
    )
    invoice_tax_number = StringField(_l("Tax number"), validators=[Optional(), Length(max=20)])


class DisputeForm(FlaskForm):
    """Why a payment is not found."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[DataRequired(_l("Say what you looked for and did not find."))],
    )
