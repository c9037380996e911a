"""What is typed on the pages of a deal."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField
from wtforms.validators import DataRequired


class DemandForm(FlaskForm):
    """A demand for payment: the day until which to pay, and the password again."""

    deadline_on = DateField(
        _l("Pay by"), validators=[DataRequired(_l("Set the day until which to pay."))]
    )
    password = PasswordField(
        _l("Your password, again"),
        validators=[DataRequired(_l("Enter your password to serve the demand."))],
    )
