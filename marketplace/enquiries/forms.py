"""What is typed in enquiries."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import DataRequired, Length

from marketplace.inputs import TEXT_LIMIT


def _strip(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


def _text(label: Any, help: Any, limit: int = TEXT_LIMIT) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[DataRequired(_l("Fill in this field.")), Length(max=limit)],
        filters=[_strip],
        description=help,
    )


class _SpokenForm(FlaskForm):
    knowing = BooleanField(_l("Send it with the contact data in it"))


class AskForm(_SpokenForm):
    text = _text(
        _l("Your question"),
        _l(
            "For example: does it suit my product, which equipment is needed, may we see a sample. "
            "Do not write your own trade secrets."
        ),
    )
    may_publish = BooleanField(
        _l("The patentee may publish my question and the answer, without the name of my side"),
        description=_l("Others then find the answer too. Without the tick it stays private."),
    )


class ReplyForm(_SpokenForm):
    text = _text(
        _l("Your text"),
        _l("The other side reads it as it stands; it cannot be changed afterwards."),
    )


class PublishForm(FlaskForm):
    question = _text(
        _l("Question as everybody reads it"),
        _l("Shorten it so that nothing in it tells who asked."),
    )
    answer = _text(_l("Answer as everybody reads it"), None)


class ReasonForm(FlaskForm):
    reason = _text(_l("Reason"), _l("Both sides read the reason for a removal."), 500)


class ReportForm(FlaskForm):
    reason = _text(
        _l("What is wrong with it?"),
        _l("Only the staff read this; the other side is not told."),
        500,
    )
