"""The days for which the books are read."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired

_DAY = _l("Enter the day as 2026-11-21.")


class SpanForm(FlaskForm):
    """First and last value day, both included; sent by GET, so that the address can be kept."""

    class Meta:
        csrf = False

    first = DateField(_l("First day"), validators=[DataRequired(_DAY)])
    last = DateField(_l("Last day"), validators=[DataRequired(_DAY)])


class ReportForm(FlaskForm):
    """What a report of payments is for."""

    agreement = SelectField(_l("Agreement"), choices=[])
    first = DateField(_l("First day"), validators=[DataRequired(_DAY)])
    last = DateField(_l("Last day"), validators=[DataRequired(_DAY)])
