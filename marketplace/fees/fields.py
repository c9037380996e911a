"""Form fields of the guidance: amounts, shares and plain decimals as people write them."""

from fractions import Fraction

from flask_babel import gettext as _
from wtforms import StringField

from marketplace.fees.figures import read_decimal
from marketplace.fees.ranges import MILLION
from marketplace.types import Money

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


class DecimalField(StringField):
    """A plain decimal above zero; the data are a Fraction, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if self.raw_text:
            self.data = read_decimal(self.raw_text)
            if not self.data:
                raise ValueError(_("Enter a number above zero, for example 2.8."))

    def _value(self) -> str:
        return getattr(self, "raw_text", "")
