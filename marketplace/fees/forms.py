"""What the guidance page asks; a GET form, since nothing is changed."""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from marketplace.fees.figures import read_decimal
from marketplace.fees.inputs import LICENSEES, YEARS, EarlierLicense, GuidanceInputs, OwnUse
from marketplace.fees.ranges import MILLION
from marketplace.patents.enums import PatentKind
from marketplace.patents.labels import KINDS
from marketplace.patents.life import YEARS as LIFE_YEARS
from marketplace.patents.reference import industry_children
from marketplace.types import Money

_IPC = re.compile(r"[A-H](\d{2}([A-Z](\d{1,4}(/\d{2,6})?)?)?)?")
_PPM_PER_PERCENT = 10_000


class AmountField(StringField):
    """Yuan as people write them; the data are fen, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if self.raw_text:
            try:
                self.data = Money.parse(self.raw_text).amount
            except ValueError:
                raise ValueError(
                    _("Enter an amount in yuan, for example 12,000 or 1.2万.")
                ) from None
            if self.data <= 0:
                raise ValueError(_("Enter an amount above zero."))

    def _value(self) -> str:
        return getattr(self, "raw_text", "")


class PercentField(StringField):
    """A percentage from 0 to 100; the data are parts per million, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = valuelist[0].strip().rstrip("%％") if valuelist else ""
        self.data = None
        if self.raw_text:
            share = read_decimal(self.raw_text)
            ppm = share * _PPM_PER_PERCENT if share is not None else Fraction(0)
            if not 0 < ppm <= MILLION or ppm.denominator != 1:
                raise ValueError(_("Enter a percentage up to 100, for example 3.5."))
            self.data = ppm.numerator

    def _value(self) -> str:
        return getattr(self, "raw_text", "")


def _count(numbers: Iterable[int]) -> list[Any]:
    low, high = min(numbers), max(numbers)
    message = _l("Enter a whole number from %(low)s to %(high)s.", low=low, high=high)
    return [InputRequired(message), NumberRange(low, high, message)]


class GuidanceForm(FlaskForm):
    """One patent, and the license that is to be priced."""

    class Meta(FlaskForm.Meta):
        csrf = False

    kind = SelectField(_l("Kind of patent"))
    industry = SelectField(_l("Industry"), default="")
    ipc = StringField(_l("IPC class"), [Optional()])
    licensees = IntegerField(_l("Expected licensees"), _count(LICENSEES), default=5)
    years = IntegerField(_l("License period in years"), _count(YEARS), default=5)
    factor = PercentField(_l("Own coefficient instead of k(n)"))
    profit = AmountField(_l("Yearly profit of the product"))
    contribution = PercentField(_l("Share of the patent in that profit"))
    margin = PercentField(_l("Profit margin of the product"))
    past_fee = AmountField(_l("Fee of the earlier license in all"))
    past_years = IntegerField(_l("Years of the earlier license"), [Optional(), NumberRange(1, 20)])
    past_rate = PercentField(_l("Royalty rate of the earlier license"))
    past_factor = PercentField(_l("Factor from its type to an ordinary license"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, KINDS[kind]) for kind in PatentKind]
        self.industry.choices = [("", _l("Not chosen")), *divisions()]

    def validate_ipc(self, field: StringField) -> None:
        field.data = re.sub(r"\s", "", field.data or "").upper()
        if field.data and not _IPC.fullmatch(field.data):
            raise ValidationError(_("Enter an IPC symbol such as H01M or H01M 10/0525."))

    def validate_years(self, field: IntegerField) -> None:
        kind = self.kind.data
        if kind in set(PatentKind) and (field.data or 0) > LIFE_YEARS[PatentKind(kind)]:
            raise ValidationError(
                _(
                    "A patent of this kind lives %(years)s years at most.",
                    years=LIFE_YEARS[PatentKind(kind)],
                )
            )

    def validate_contribution(self, field: PercentField) -> None:
        if (field.data is None) != (self.profit.data is None):
            raise ValidationError(_("Enter profit and share together, or neither."))

    def inputs(self, on: date) -> GuidanceInputs:
        """What was asked, after validation."""
        return GuidanceInputs(
            on=on,
            expected_licensees=self.licensees.data,
            years=self.years.data,
            kind=PatentKind(self.kind.data),
            ipc=(self.ipc.data,) if self.ipc.data else (),
            industries=(self.industry.data,) if self.industry.data else (),
            factor_ppm=self.factor.data,
            own_use=self._own_use(),
            earlier=self._earlier(),
        )

    def _own_use(self) -> OwnUse | None:
        if self.profit.data is None or self.contribution.data is None:
            return None
        return OwnUse(self.profit.data, self.contribution.data, self.margin.data)

    def _earlier(self) -> EarlierLicense | None:
        if self.past_fee.data is None and self.past_rate.data is None:
            return None
        return EarlierLicense(
            total=self.past_fee.data,
            years=self.past_years.data or 1,
            rate_ppm=self.past_rate.data,
            type_factor_ppm=self.past_factor.data or MILLION,
        )


def divisions() -> list[tuple[str, str]]:
    """The industry divisions of GB/T 4754 with their codes, in the standard's order."""
    return [
        (code, f"{code} {name}")
        for section, _name in industry_children()
        for code, name in industry_children(section)
    ]
