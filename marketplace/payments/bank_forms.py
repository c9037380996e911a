"""What the licensor's finance types about its bank's statements and about money that goes back."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from marketplace.payments.forms import AmountField

OTHER = "other"
UNRELATED = "unrelated"


class StatementForm(FlaskForm):
    """A statement of the account, as the bank gives it."""

    file = FileField(
        _l("Bank statement (CSV, XLSX or camt.053)"),
        validators=[
            FileRequired(_l("Choose the file that your bank gave you.")),
            FileAllowed(
                ["csv", "txt", "xlsx", "xml"], _l("Choose a CSV, XLSX or camt.053 (XML) file.")
            ),
        ],
    )


class LicenseForm(FlaskForm):
    """Which license money came for."""

    reference = StringField(
        _l("Reference of the license"),
        validators=[DataRequired(_l("Enter the license's reference.")), Length(max=40)],
        description=_l("The 16 characters shown on the license's page and on the payment page."),
    )


class RowForm(FlaskForm):
    """What a person says of a row: one of the licenses that may fit, another one, or none."""

    choice = RadioField(
        _l("This row is"), validators=[DataRequired(_l("Choose what the row is for."))]
    )
    reference = StringField(
        _l("Reference of another license"),
        validators=[Optional(), Length(max=40)],
        description=_l("The 16 characters shown on the license's page and on the payment page."),
    )

    def __init__(self, choices: list[SelectChoice], **more: Any) -> None:
        super().__init__(**more)
        self.choice.choices = choices


class RefundForm(FlaskForm):
    """Money that goes back the way it came."""

    amount = AmountField(
        _l("Amount to give back"), validators=[DataRequired(_l("Enter the amount."))]
    )
    reason = TextAreaField(
        _l("Reason"),
        validators=[DataRequired(_l("Say why the money goes back.")), Length(max=2_000)],
        description=_l("Both parties read it."),
    )


class GivenBackForm(RefundForm):
    """Money that went back by bank transfer."""

    amount = AmountField(
        _l("Amount given back"), validators=[DataRequired(_l("Enter the amount."))]
    )
    value_day = DateField(
        _l("Value day of the bank"),
        validators=[DataRequired(_l("Enter the day on which the bank booked it."))],
    )
    bank_reference = StringField(
        _l("Bank's transaction number"), validators=[Optional(), Length(max=120)]
    )
