"""What a signer types."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import BooleanField, DateField, HiddenField, PasswordField, TextAreaField
from wtforms.validators import DataRequired, Length


class SignForm(FlaskForm):
    """The last of the three steps: consent to the very text, and the password again."""

    text_sha256 = HiddenField(validators=[DataRequired()])
    read = BooleanField(
        _l("I have read the text, including the clauses that limit liability."),
        validators=[DataRequired(_l("Read the text and tick this box, or do not sign."))],
    )
    authority = BooleanField(
        _l("I am authorized to bind the organization."),
        validators=[DataRequired(_l("Only who may bind the organization signs."))],
    )
    password = PasswordField(
        _l("Your password, again"),
        validators=[DataRequired(_l("Enter your password to sign."))],
    )


class DeliveryForm(FlaskForm):
    """The licensee's proof that its notice arrived at the announced contact."""

    delivered_on = DateField(
        _l("Day of delivery"), validators=[DataRequired(_l("Enter the day of delivery."))]
    )
    note = TextAreaField(
        _l("How it was delivered"),
        validators=[
            DataRequired(_l("Say how it was delivered, for example EMS with its number.")),
            Length(max=1000),
        ],
    )
    proof = FileField(
        _l("Proof (PDF or picture)"),
        validators=[FileAllowed(["pdf", "png", "jpg", "jpeg"], _l("Upload a PDF or a picture."))],
    )


class ReasonForm(FlaskForm):
    """A step that needs a reason which the other side is told."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[
            DataRequired(_l("Give the reason; the other side is told.")),
            Length(max=2000),
        ],
    )
