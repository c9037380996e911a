"""What is typed about money that a bank holds."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from marketplace.custody.labels import KIND, RULE
from marketplace.custody.models import InstructionKind, ReleaseRule
from marketplace.payments.forms import AmountField


def _choices(labels: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(key.value, text) for key, text in labels.items()]


def _value_day() -> DateField:
    return DateField(
        _l("Value day of the bank"),
        validators=[DataRequired(_l("Enter the day on which the bank booked it."))],
    )


def _number() -> StringField:
    return StringField(
        _l("Bank's transaction number"),
        validators=[DataRequired(_l("Enter the number on the bank's paper.")), Length(max=120)],
    )


def _paper() -> FileField:
    return FileField(
        _l("The bank's confirmation"),
        validators=[
            FileRequired(_l("Attach the bank's confirmation.")),
            FileAllowed(["pdf", "ofd", "png", "jpg", "jpeg"], _l("Upload a PDF or a picture.")),
        ],
    )


class CustodyForm(FlaskForm):
    """What both parties and the bank have arranged."""

    bank = StringField(
        _l("Bank"), validators=[DataRequired(_l("Enter the bank and branch.")), Length(max=200)]
    )
    bank_reference = StringField(
        _l("Bank's number of the custody agreement"),
        validators=[
            DataRequired(_l("Enter the number on the custody agreement.")),
            Length(max=120),
        ],
    )
    amount = AmountField(_l("Amount"), validators=[DataRequired(_l("Enter the amount."))])
    release_rule = RadioField(
        _l("The licensor is paid"),
        choices=_choices(RULE),
        default=ReleaseRule.DECISION.value,
        validators=[DataRequired()],
    )
    milestone = StringField(_l("Milestone"), validators=[Optional(), Length(max=200)])
    release_on = DateField(_l("Released from"), validators=[Optional()])
    return_on = DateField(
        _l("Goes back from"),
        validators=[Optional()],
        description=_l("What was not released by this day goes back to the licensee."),
    )
    conditions = TextAreaField(
        _l("Further conditions in the bank's agreement"), validators=[Optional(), Length(max=4_000)]
    )


class ReceivedForm(FlaskForm):
    """The bank holds the money."""

    amount = AmountField(_l("Amount"), validators=[DataRequired(_l("Enter the amount."))])
    value_day = _value_day()
    bank_reference = _number()
    evidence = _paper()


class CarriedOutForm(FlaskForm):
    """The bank did as told."""

    value_day = _value_day()
    bank_reference = _number()
    evidence = _paper()


class InstructionForm(FlaskForm):
    """What the bank is to do."""

    kind = RadioField(
        _l("Instruction"),
        choices=_choices(KIND),
        default=InstructionKind.RELEASE.value,
        validators=[DataRequired()],
    )
    amount = AmountField(_l("Amount"), validators=[DataRequired(_l("Enter the amount."))])
    reason = TextAreaField(_l("Reason"), validators=[Optional(), Length(max=2_000)])
