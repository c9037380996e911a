"""The form of the verification page."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import Length, Optional


class VerificationForm(FlaskForm):
    file = FileField(_l("PDF file"), validators=[FileRequired(_l("Choose the PDF to verify."))])
    agreement = StringField(
        _l("Agreement id"),
        filters=[lambda text: text.strip() if text else None],
        validators=[Optional(), Length(max=40)],
    )
