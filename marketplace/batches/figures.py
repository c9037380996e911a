"""Reading the figures of a sheet of listings: amounts in fen, rates in ppm, counts, texts."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from marketplace.errors import N_
from marketplace.patents import cells
from marketplace.patents.cells import Reading, unread
from marketplace.patents.columns import heading_unit
from marketplace.types import Money


def read_amount(text: str, heading: str) -> Reading:
    """An amount as typed, whatever its size: the checks of terms judge it, not the reader."""
    reading = cells.read_fee(text, heading_unit(heading) or ("元" if text else None))
    if reading.problem is None or reading.problem.code != "fee_suspicious":
        return reading
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    has_unit = re.search(r"[万亿元]", plain)
    return Reading(Money.parse(plain if has_unit else plain + (heading_unit(heading) or "")).amount)


def read_rate(text: str, heading: str) -> Reading:
    if cells.is_nothing(text):
        return Reading()
    plain = unicodedata.normalize("NFKC", text).replace("%", "").strip()
    try:
        ppm = Decimal(plain) * 10_000
        if not ppm.is_finite() or ppm != ppm.to_integral_value():
            raise InvalidOperation
    except InvalidOperation:
        return unread(
            "rate_unreadable",
            N_("“%(value)s” is no percentage. Write it like 3.5 or 3.5%%."),
            text,
        )
    return Reading(int(ppm))


def read_count(text: str, heading: str) -> Reading:
    if cells.is_nothing(text):
        return Reading()
    plain = re.sub(r"\s|个?月|年|months?|years?", "", unicodedata.normalize("NFKC", text).lower())
    if not plain.isdecimal():
        return unread(
            "count_unreadable", N_("“%(value)s” is no whole number. Write it like 36."), text
        )
    return Reading(int(plain))


def read_text(text: str, heading: str) -> Reading:
    return cells.read_text(text)
