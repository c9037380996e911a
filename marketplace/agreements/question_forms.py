"""What is typed about whether a license took effect."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, Length

from marketplace.agreements.labels import CAUSE, FINDING
from marketplace.agreements.questions import QuestionCause

_KINDS = ["pdf", "ofd", "png", "jpg", "jpeg"]
_NEEDED = _l("Choose one.")


def _text(label: Any, missing: Any) -> TextAreaField:
    return TextAreaField(label, validators=[DataRequired(missing), Length(max=2000)])


def _evidence() -> FileField:
    return FileField(
        _l("What proves it (PDF, OFD or picture)"),
        validators=[FileAllowed(_KINDS, _l("Upload a PDF, an OFD or a picture."))],
    )


class FindingForm(FlaskForm):
    """The first person's finding."""

    finding = RadioField(
        _l("Your finding"),
        choices=[SelectChoice(key.value, text) for key, text in FINDING.items()],
        validators=[DataRequired(_NEEDED)],
    )
    text = _text(_l("Reason of the finding"), _l("Give the reason; both sides read it."))
    evidence = _evidence()


class DoubtForm(FlaskForm):
    """The first person's finding where nobody had asked: why no license arose."""

    cause = RadioField(_l("Why no license arose"), validators=[DataRequired(_NEEDED)])
    text = _text(_l("Reason of the finding"), _l("Give the reason; both sides read it."))
    evidence = _evidence()

    def __init__(self, causes: Sequence[QuestionCause], **values: Any) -> None:
        super().__init__(**values)
        self.cause.choices = [SelectChoice(each.value, CAUSE[each]) for each in causes]


class ReadFindingForm(FlaskForm):
    """The second person's confirmation of the very finding that was read."""

    entry = HiddenField(validators=[DataRequired()])


class SendBackForm(FlaskForm):
    text = _text(
        _l("Why it is sent back"), _l("Say what is wrong with the finding; both sides read it.")
    )


class StatementForm(FlaskForm):
    """How the licensee sees it."""

    view = _text(_l("How you see it"), _l("Say how you see it; whoever decides reads it."))
    proof = _evidence()
