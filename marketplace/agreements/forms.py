"""What a signer types."""

from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from marketplace.in_house.rules import CUSTOMARY_DAYS
from marketplace.terms.parts import Transfer
from marketplace.terms.record import Terms
from marketplace.types import Money


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


class ConversionForm(FlaskForm):
    """The written confirmation of conversion, with the password again."""

    confirmed = BooleanField(
        _l("We convert the trial on the terms shown above."),
        validators=[DataRequired(_l("Tick this box, or go back and return the trial."))],
    )
    password = PasswordField(
        _l("Your password, again"), validators=[DataRequired(_l("Enter your password to sign."))]
    )


class ReferenceForm(FlaskForm):
    """The numbers that the own house gives to a contract."""

    contract_number = StringField(
        _l("Your contract number"),
        description=_l("As your house numbers its contracts; it is printed on the contract."),
        validators=[Optional(), Length(max=80)],
    )
    seal_number = StringField(
        _l("Approval number of the seal"),
        description=_l("Where your house approves each use of its seal."),
        validators=[Optional(), Length(max=80)],
    )


class ProposalForm(FlaskForm):
    """What one side says about its proposal."""

    note = TextAreaField(
        _l("What you say to the other side"),
        description=_l("It stands beside your version and stays on record."),
        validators=[Length(max=2000)],
    )


class SaleForm(FlaskForm):
    """What one side proposes for a sale: a price, or shares of a company."""

    kind = RadioField(
        _l("What the patent is given for"),
        choices=[
            SelectChoice("price", _l("A price")),
            SelectChoice("shares", _l("Shares (contribution in kind)")),
        ],
        validators=[InputRequired(_l("Choose price or shares."))],
    )
    price = StringField(_l("Price in yuan"), description=_l("For example 300,000 or 30万."))
    due_days = IntegerField(
        _l("Payable within"),
        default=30,
        validators=[Optional(), NumberRange(0, 3_650, _l("Enter days, 0 to 3,650."))],
    )
    shares = StringField(_l("Share in percent"), description=_l("For example 12.5."))
    company = StringField(_l("Of which company"), validators=[Length(max=200)])

    def __init__(self, terms: Terms, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sale = terms.transfer
        if self.is_submitted() or sale is None:
            return
        self.kind.data = "shares" if sale.shares_ppm else "price"
        self.price.data = Money(sale.price_fen).yuan() if sale.price_fen else ""
        self.due_days.data = sale.due_days
        self.shares.data = _percent(sale.shares_ppm) if sale.shares_ppm else ""
        self.company.data = sale.company or ""

    def validate_price(self, field: Any) -> None:
        if self.kind.data == "price" and not _fen(field.data):
            raise ValidationError(_l("Enter an amount in yuan, for example 300,000 or 30万."))

    def validate_shares(self, field: Any) -> None:
        if self.kind.data == "shares" and _ppm(field.data) is None:
            raise ValidationError(_l("Enter a share over 0 and up to 100 percent."))

    def validate_company(self, field: Any) -> None:
        if self.kind.data == "shares" and not (field.data or "").strip():
            raise ValidationError(_l("Name the company whose shares are given."))

    def proposed(self, terms: Terms) -> Terms:
        """The record with what is typed in the place of price or shares."""
        if self.kind.data == "price":
            due = self.due_days.data if self.due_days.data is not None else 30
            sale = Transfer(price_fen=_fen(self.price.data), due_days=due)
        else:
            sale = Transfer(shares_ppm=_ppm(self.shares.data), company=self.company.data.strip())
        kept = {
            name: value
            for name, value in dict(terms).items()
            if name not in {"route", "fee_mode", "transfer", "instalments", "signing"}
        }
        return Terms.of(terms.route, **{**kept, "transfer": sale})


class HouseNoticeForm(FlaskForm):
    """The in-house notice of one contract."""

    opened_on = DateField(_l("Opened on"), validators=[DataRequired(_l("Enter the day."))])
    days = IntegerField(
        _l("Days"),
        default=CUSTOMARY_DAYS,
        validators=[NumberRange(1, 365, _l("Enter the number of days, at least 1."))],
        description=_l("As your own rules say; many institutions take 15."),
    )
    place = StringField(
        _l("Where it is shown"),
        validators=[DataRequired(_l("Enter the page or place of the notice.")), Length(max=300)],
    )
    rules = StringField(_l("Your institution's rule"), validators=[Length(max=300)])
    related_party = TextAreaField(
        _l("Related parties"),
        validators=[Length(max=2_000)],
        description=_l("Who is related to the other side, and how. Empty: nobody."),
    )
    evidence = FileField(
        _l("Screenshot or photograph of the notice"),
        validators=[
            FileAllowed(
                ["pdf", "png", "jpg", "jpeg", "ofd"], _l("Attach a PDF, OFD, PNG or JPEG file.")
            )
        ],
        description=_l("It can be added later; without one the notice is not closed."),
    )


def _fen(text: str | None) -> int | None:
    try:
        amount = Money.parse(text or "").amount
    except ValueError:
        return None
    return amount if amount > 0 else None


def _ppm(text: str | None) -> int | None:
    """Percent as parts per million; None where it is none, or finer than that."""
    try:
        ppm = Fraction((text or "").strip().removesuffix("%").removesuffix("％")) * 10_000
    except (ValueError, ZeroDivisionError):
        return None
    whole = ppm.denominator == 1 and 0 < ppm <= 1_000_000
    return int(ppm) if whole else None


def _percent(ppm: int) -> str:
    whole, rest = divmod(ppm, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
