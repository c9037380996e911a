"""What is typed about a pool."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

MOST_UNITS = 1_000_000


def _strip(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


def _units(label: Any) -> IntegerField:
    message = _l("Enter whole units of share, at least 1.")
    return IntegerField(
        label, validators=[InputRequired(message), NumberRange(1, MOST_UNITS, message)]
    )


class FoundForm(FlaskForm):
    name = StringField(
        _l("Name of the pool"),
        validators=[DataRequired(_l("Give the pool a name.")), Length(max=120)],
        filters=[_strip],
    )
    purpose = TextAreaField(
        _l("Purpose and field of technology"),
        validators=[DataRequired(_l("Say what the pool is for.")), Length(max=2_000)],
        filters=[_strip],
    )
    notice_days = IntegerField(
        _l("Days of notice before a member leaves"),
        validators=[NumberRange(1, 730, _l("Enter 1 to 730 days."))],
        default=90,
    )
    added = TextAreaField(
        _l("Further rules"),
        validators=[Optional(), Length(max=8_000)],
        filters=[_strip],
        description=_l("They become the last article of the agreement, as you write them."),
    )


class InviteForm(FlaskForm):
    code = StringField(
        _l("Unified social credit code or number here"),
        validators=[DataRequired(_l("Enter the code of the organization.")), Length(max=18)],
        filters=[_strip],
        description=_l("The organization is registered on this site and verified."),
    )
    weight = _units(_l("Units of share"))


class SignatureForm(FlaskForm):
    """Agreement to the very text that was shown, and the password again."""

    shown_sha256 = HiddenField()
    read = BooleanField(
        _l("I have read this and sign it for my organization"),
        validators=[DataRequired(_l("Say that you have read it."))],
    )
    password = PasswordField(
        _l("Your password"), validators=[DataRequired(_l("Enter your password to sign."))]
    )


class JoinForm(SignatureForm):
    """Joining, or bringing in more: which patents."""

    patents = SelectMultipleField(
        _l("Patents that come into the pool"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class LeaveForm(SignatureForm):
    last_day = DateField(
        _l("Last day as a member"), validators=[DataRequired(_l("Enter the day as 2026-11-21."))]
    )
    reason = TextAreaField(
        _l("Reason"), validators=[Optional(), Length(max=2_000)], filters=[_strip]
    )


class ChangeForm(FlaskForm):
    """New units; one field ``units-<member>`` a member is read beside it."""

    effective_on = DateField(
        _l("From which day on"), validators=[DataRequired(_l("Enter the day as 2026-11-21."))]
    )
    reason = TextAreaField(
        _l("Reason"),
        validators=[DataRequired(_l("Write the reason; the members read it.")), Length(max=2_000)],
        filters=[_strip],
    )
