"""Fields that read what an officer types and hold what the record holds (fen, ppm)."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, StringField
from wtforms.widgets import TextInput

from marketplace.types import Money

PPM_PER_PERCENT = 10_000


class YuanField(Field):
    """Yuan as typed (12,000 · ¥12,000.50 · 1.2万 · full-width digits); `data` in fen."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return Money(self.data).yuan().removesuffix(".00") if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = Money.parse(text).amount
        except ValueError:
            raise ValueError(
                _("Enter an amount in yuan, for example 12,000 or 1.2万 (not: negotiable).")
            ) from None
        if self.data < 0:
            raise ValueError(_("Enter an amount of zero or more."))


class PercentField(Field):
    """A percentage as typed (3.5, 3.5%); `data` in parts per million."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return percent(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = unicodedata.normalize("NFKC", str(valuelist[0])) if valuelist else ""
        text = text.replace("%", "").replace(" ", "")
        self.data = None
        if not text:
            return
        try:
            ppm = Decimal(text) * PPM_PER_PERCENT
            if not ppm.is_finite() or ppm != ppm.to_integral_value():
                raise InvalidOperation
        except InvalidOperation:
            raise ValueError(
                _("Enter a percentage with at most four decimals, for example 3.5.")
            ) from None
        self.data = int(ppm)


class CountField(Field):
    """A whole number as typed (12, 1,000, full-width digits)."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = unicodedata.normalize("NFKC", str(valuelist[0])) if valuelist else ""
        text = text.replace(",", "").replace(" ", "")
        self.data = None
        if not text:
            return
        if not text.isdecimal():
            raise ValueError(_("Enter a whole number."))
        self.data = int(text)


class TextField(StringField):
    """A line or paragraph; nothing typed is None, as in the record."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = text or None

    def _value(self) -> str:
        return self.data or ""


def percent(ppm: int) -> str:
    """Parts per million as a percentage without needless zeros: 35,000 is "3.5"."""
    text = format(Decimal(ppm) / PPM_PER_PERCENT, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
