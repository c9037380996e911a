"""What is typed about a listing besides its terms."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
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
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from marketplace import clock
from marketplace.listings.checks import TEXT_LIMIT
from marketplace.listings.parts_forms import choices, text_of
from marketplace.patents.bars import DERIVED
from marketplace.patents.models import Bar, BarState, LegalStatus, Maturity, StatusSource
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.routes import ROUTES

MOST_TEXT = 60_000
"""Characters of a license text."""
STATED_BARS = tuple(bar for bar in Bar if bar not in DERIVED)


def _strip(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


class RouteForm(FlaskForm):
    """One choice of route and fee mode together, so that no impossible pair can be sent."""

    choice = RadioField(
        _l("How does the license come about, and how is it paid?"),
        choices=[
            SelectChoice(f"{route.value}:{mode.value}", text_of(mode))
            for route, rules in ROUTES.items()
            for mode in FeeMode
            if mode in rules.fee_modes
        ],
        validators=[InputRequired(_l("Choose one of the ways."))],
    )

    @property
    def chosen(self) -> tuple[Route, FeeMode]:
        route, mode = self.choice.data.split(":")
        return Route(route), FeeMode(mode)


def _text(label: Any, help: Any) -> TextAreaField:
    return TextAreaField(
        label, validators=[Optional(), Length(max=TEXT_LIMIT)], filters=[_strip], description=help
    )


class TextForm(FlaskForm):
    """The product text in a buyer's words; what is still missing is named before submission."""

    title = StringField(
        _l("Title for buyers"),
        validators=[
            DataRequired(_l("Give the listing a title that a buyer understands.")),
            Length(max=200),
        ],
        filters=[_strip],
        description=_l("The product or effect, not the legal title of the patent."),
    )
    summary = _text(_l("What it does"), _l("Two or three sentences that a factory owner reads."))
    uses = _text(_l("Where it is used"), _l("Products, processes, customers."))
    benefit = _text(
        _l("What is better than what one uses today"),
        _l("Name the usual way, then the difference in figures: 8 ℃ cooler, a third less glue."),
    )
    economics = _text(
        _l("What it brings in money, and how that was reckoned"),
        _l("Cost, output, scrap, energy per piece or year. Leave it empty without a reckoning."),
    )
    stage = SelectField(
        _l("How far it is"),
        choices=[SelectChoice("", _l("Not stated")), *choices(Maturity)],
        default="",
    )
    maturity = _text(
        _l("Proof of how far it is"),
        _l("Who has used it, how long, which test report; and what is still to be done."),
    )
    materials = _text(_l("What comes with the license"), _l("Drawings, samples, training, visits."))
    handover = _text(
        _l("How and when it is handed over"), _l("How many days after the license, by whom, where.")
    )
    duties = _text(
        _l("What the licensee must bring or do"), _l("Equipment, permits, raw material, reports.")
    )
    standards = _text(
        _l("Standards and approvals that it touches"),
        _l("Number of the standard, and whether products made by it have passed."),
    )

    @property
    def chosen_stage(self) -> Maturity | None:
        return Maturity(self.stage.data) if self.stage.data else None


class BarsForm(FlaskForm):
    """The patentee's word on the bars, for every patent of the listing at once."""

    status = SelectField(
        _l("Legal status of the patents"),
        choices=[
            SelectChoice("", _l("Leave as recorded")),
            *choices([LegalStatus.VALID, LegalStatus.STAYED]),
        ],
        default="",
    )
    source = SelectField(
        _l("Source"),
        choices=choices([each for each in StatusSource if each is not StatusSource.IMPORTED_LIST]),
        default=StatusSource.PATENTEE.value,
    )
    on = DateField(
        _l("As of"),
        validators=[DataRequired(_l("Enter the day of the look-up."))],
        default=clock.today,
    )

    @property
    def states(self) -> dict[Bar, BarState]:
        """The bars for which something was stated."""
        stated = {bar: self[bar.value].data for bar in STATED_BARS}
        return {bar: BarState(value) for bar, value in stated.items() if value}


for _bar in STATED_BARS:
    setattr(
        BarsForm,
        _bar.value,
        RadioField(
            text_of(_bar),
            choices=[
                SelectChoice("", _l("Leave as it is")),
                *choices([BarState.CLEAR, BarState.BARRED]),
            ],
            default="",
            validators=[Optional()],
        ),
    )


class SubmitForm(FlaskForm):
    designate_inbox = BooleanField(
        _l("Notices may be delivered to our inbox on this site"), default=True
    )


class OfferForm(FlaskForm):
    """Signing: the text that was shown, agreement to be bound, and the password again."""

    shown_sha256 = HiddenField()
    agree = BooleanField(
        _l("I have read the offer and sign it for my organization"),
        validators=[DataRequired(_l("Say that you have read the offer."))],
    )
    password = PasswordField(
        _l("Your password"), validators=[DataRequired(_l("Enter your password to sign."))]
    )


class ChooseTextForm(FlaskForm):
    """Which published text an open-source listing stands under; choices come from the view."""

    text = RadioField(
        _l("License text"), validators=[InputRequired(_l("Choose one of the texts."))]
    )


class OwnTextForm(FlaskForm):
    """A patentee's own text: kept with version and hash, never changed."""

    title = StringField(
        _l("Title of the text"),
        validators=[DataRequired(_l("Give the text a title.")), Length(max=120)],
        filters=[_strip],
    )
    label = StringField(
        _l("Version"),
        validators=[DataRequired(_l("Give the version, for example 1.0.")), Length(max=12)],
        filters=[_strip],
    )
    conditions = TextAreaField(
        _l("Conditions in plain words"),
        validators=[
            DataRequired(_l("Say in plain words what a user must keep to.")),
            Length(max=2_000),
        ],
        filters=[_strip],
        description=_l("One a line; shown on the page of the listing."),
    )
    body = TextAreaField(
        _l("Text in Chinese"),
        validators=[
            Length(max=MOST_TEXT, message=_l("A license text has at most 60,000 characters."))
        ],
        filters=[_strip],
        description=_l("The Chinese text is the license. Paste it here or choose a file below."),
    )
    file = FileField(
        _l("Text in Chinese, as a file"),
        validators=[
            Optional(),
            FileAllowed(["txt", "md"], _l("Choose a .txt or .md file.")),
        ],
        description=_l("A .txt or .md file in UTF-8 or GB 18030."),
    )
    body_en = TextAreaField(
        _l("Text in English, for reading"),
        validators=[Optional(), Length(max=MOST_TEXT)],
        filters=[_strip],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """The text is typed or stands in a file, not both; what a file says becomes the text."""
        if not super().validate(extra_validators):
            return False
        if not self.file.data:
            return bool(self.body.data) or self._wrong(_("Paste the whole text, or choose a file."))
        if self.body.data:
            return self._wrong(_("Either paste the text or choose a file, so that one counts."))
        self.body.data = _strip(_decoded(self.file.data.read()))
        if not self.body.data:
            return self._wrong(_("The file is no readable text. Save it as UTF-8."), self.file)
        if len(self.body.data) > MOST_TEXT:
            return self._wrong(_("A license text has at most 60,000 characters."), self.file)
        return True

    def _wrong(self, text: str, field: Any = None) -> bool:
        field = field or self.body
        field.errors = [*field.errors, text]
        return False


def _decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or GB 18030; empty where it is none."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "" if "\0" in text else text
    return ""
