"""The forms of the verification page."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Form, StringField
from wtforms.validators import DataRequired, Length, Optional


class VerificationForm(FlaskForm):
    file = FileField(_l("PDF file"), validators=[FileRequired(_l("Choose the PDF to verify."))])
    agreement = StringField(
        _l("Agreement id"),
        filters=[lambda text: text.strip() if text else None],
        validators=[Optional(), Length(max=40)],
    )


def as_typed(text: str | None) -> str | None:
    """A document id as people copy it from paper: letters of any size, in groups, O for 0, I for 1."""
    if not text:
        return text
    bare = "".join(text.lower().split()).replace("-", "")
    return bare.translate(str.maketrans("oil", "011"))


class NumberForm(Form):
    """Asks by the address line alone: it changes nothing, and the page can be kept."""

    document = StringField(
        _l("Document id"),
        filters=[as_typed],
        validators=[DataRequired(_l("Enter the id that stands on the document.")), Length(max=40)],
    )
