"""What is typed about the materials: commitment, files, agency, co-owners and their statements."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from marketplace.declarations.forms import EVIDENCE_KINDS, StepForm
from marketplace.declarations.labels import ANSWERS, FILE_KINDS
from marketplace.declarations.material_models import Answer, FileKind


def upload(label: Any, *, optional: bool = False) -> FileField:
    """A paper as PDF, OFD or picture."""
    return FileField(
        label,
        validators=[
            Optional() if optional else FileRequired(_l("Attach the file.")),
            FileAllowed(EVIDENCE_KINDS, _l("Attach a PDF, OFD, PNG or JPEG file.")),
        ],
    )


def _line(label: Any, message: Any, limit: int, help: Any = "") -> StringField:
    return StringField(
        label,
        validators=[DataRequired(message), Length(max=limit)],
        filters=[lambda text: text.strip() if isinstance(text, str) else text],
        description=help,
    )


class CommitmentForm(FlaskForm):
    """The signatory has read the very text, and enters the password again."""

    text_sha256 = HiddenField(validators=[DataRequired()])
    read = BooleanField(
        _l("I have read the commitment and may bind the organization."),
        validators=[DataRequired(_l("Read the text and tick this box, or do not sign."))],
    )
    password = PasswordField(
        _l("Your password, again"), validators=[DataRequired(_l("Enter your password to sign."))]
    )


class MaterialFileForm(StepForm):
    kind = SelectField(_l("What it is"), coerce=str)
    file = upload(_l("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(kind.value, FILE_KINDS[kind]) for kind in FileKind]


class MandateForm(FlaskForm):
    name = _line(_l("Name of the agency"), _l("Enter the name of the agency."), 200)
    code = _line(
        _l("Agency code"),
        _l("Enter the code of the agency."),
        20,
        _l("As on its practice license."),
    )
    agent = _line(_l("Patent attorney"), _l("Enter the name of the attorney."), 100)
    scope = TextAreaField(
        _l("Scope of the mandate"),
        validators=[DataRequired(_l("Say what the agency may do.")), Length(max=1_000)],
    )
    given_on = DateField(
        _l("Given on"), validators=[DataRequired(_l("Enter the day as 2026-11-21."))]
    )
    evidence = upload(_l("Power of attorney"))
    consent = upload(_l("Written consent of all patentees (co-owned patents)"), optional=True)


class ChooseMandateForm(StepForm):
    mandate = SelectField(_l("Who files"), coerce=str)

    def __init__(self, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mandate.choices = [SelectChoice(value, text) for value, text in choices]


class CoOwnerForm(StepForm):
    name = _line(_l("Name in the register"), _l("Enter the name as in the patent register."), 200)
    email = StringField(_l("Mail address"), validators=[Optional(), Length(max=320)])


class AddressForm(StepForm):
    email = StringField(
        _l("Mail address"),
        validators=[DataRequired(_l("Enter a mail address such as name@example.com."))],
    )


class RemovalForm(StepForm):
    reason = _line(
        _l("Why this is no co-owner"),
        _l("Write the reason; it is kept."),
        500,
        _l("Another spelling of your own name, or a former owner."),
    )


class StatementForm(FlaskForm):
    """The co-owner's answer, under the text."""

    answer = RadioField(_l("Your statement"), validators=[DataRequired(_l("Choose one."))])
    signer_name = _line(_l("Your name"), _l("Enter your name."), 100)
    signer_position = StringField(
        _l("Your position"),
        validators=[Optional(), Length(max=100)],
        description=_l("Where you state this for an organization."),
    )
    note = TextAreaField(_l("Remark"), validators=[Optional(), Length(max=1_000)])
    authority = BooleanField(
        _l("I am the co-owner, or may bind the co-owner in this."),
        validators=[DataRequired(_l("Only the co-owner or who may bind it states this."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [SelectChoice(each.value, ANSWERS[each]) for each in Answer]


class SignedStatementForm(StatementForm):
    """The answer of a signatory who is signed in."""

    password = PasswordField(
        _l("Your password, again"), validators=[DataRequired(_l("Enter your password to sign."))]
    )


class PaperStatementForm(StepForm):
    answer = RadioField(
        _l("What it says"), validators=[DataRequired(_l("Choose one."))], default="given"
    )
    signer_name = _line(_l("Signed by"), _l("Enter who signed the paper."), 100)
    day = DateField(_l("Signed on"), validators=[DataRequired(_l("Enter the day as 2026-11-21."))])
    paper = upload(_l("Scan of the signed statement"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = [SelectChoice(each.value, ANSWERS[each]) for each in Answer]
