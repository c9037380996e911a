"""What is typed after a license: one form for each kind of entry."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from marketplace import clock
from marketplace.accounts.forms import PlainForm
from marketplace.aftercare.models import EntryKind


def _day(text: Any) -> DateField:
    return DateField(text, validators=[Optional()])


def _title(text: Any, help: Any = "") -> StringField:
    required = DataRequired(_l("Fill in this field."))
    return StringField(text, [required, Length(max=200)], description=help)


def _text(text: Any, *, required: bool = False, help: Any = "") -> TextAreaField:
    first = DataRequired(_l("Fill in this field.")) if required else Optional()
    return TextAreaField(text, [first, Length(max=4000)], description=help)


class AnswerForm(PlainForm):
    """Handed over, received or done: the day, and a word on it."""

    on = DateField(
        _l("Day"), [DataRequired(_l("Enter the day as 2026-11-21."))], default=clock.today
    )
    text = _text(_l("Note"))


class ItemForm(PlainForm):
    title = _title(_l("What is to be handed over"), _l("Drawings, a sample, two days of training…"))
    on = _day(_l("Due by"))


class NextStepForm(PlainForm):
    title = _title(_l("What is to be done next"))
    on = _day(_l("Due by"))


class ProgressForm(PlainForm):
    title = _title(_l("In one line"), _l("For example: trial batch made, yield nine tenths."))
    text = _text(_l("Report"))
    on = _day(_l("As of"))


class ProductForm(PlainForm):
    title = _title(_l("Product and model"))
    text = _text(_l("Note"))
    on = _day(_l("On the market since"))


class ContactForm(PlainForm):
    title = _title(_l("What it was about"))
    text = _text(_l("What was said and agreed"), help=_l("The other side reads it too."))
    on = _day(_l("Day"))


FORMS: dict[EntryKind, type[PlainForm]] = {
    EntryKind.ITEM: ItemForm,
    EntryKind.NEXT_STEP: NextStepForm,
    EntryKind.HANDED_OVER: AnswerForm,
    EntryKind.RECEIVED: AnswerForm,
    EntryKind.DONE: AnswerForm,
    EntryKind.PROGRESS: ProgressForm,
    EntryKind.PRODUCT: ProductForm,
    EntryKind.CONTACT: ContactForm,
}
