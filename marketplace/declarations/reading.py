"""Tables that people paste or upload: announcements, and declarations announced elsewhere."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from pydantic import ValidationError

from marketplace.errors import N_, Refused
from marketplace.patents.cells import read_day
from marketplace.patents.enums import PatentKind
from marketplace.patents.keyed import keyed_rows
from marketplace.patents.numbers import NumberError, parse
from marketplace.terms.enums import RoyaltyBase
from marketplace.terms.fee_parts import Fixed, Royalty, Tier
from marketplace.terms.parts import Period
from marketplace.terms.presets import free
from marketplace.terms.record import Terms

__all__ = ["Entry", "Imported", "announcements", "imported", "terms_of"]

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "patent": ("专利号", "申请号", "patent"),
    "number": ("声明编号", "许可编号", "declaration", "编号"),
    "day": ("公告日", "announced", "day"),
    "issue": ("公报", "卷期", "issue", "期号"),
    "way": ("支付方式", "way"),
    "fixed": ("固定费用", "一次总付", "金额", "fixed"),
    "entry": ("入门费", "entry"),
    "rate": ("提成率", "提成比例", "rate"),
    "base": ("提成基数", "base"),
    "months": ("许可期限", "months", "期限"),
    "contact": ("联系", "contact"),
    "statement": ("简要说明", "statement"),
}
_ORDER: Final = ("patent", "number", "day", "issue")
_PERCENT: Final = 10_000
"""One per cent in parts per million."""
_BASES: Final = {"净销售额": RoyaltyBase.NET_SALES, "利润额": RoyaltyBase.PROFIT}
_NOTHING: Final = frozenset({"", "-", "—", "无", "0"})


@dataclass(frozen=True)
class Entry:
    """One row about an announcement; `problem` says what cannot be read."""

    row: int
    shown: str
    patent: str = ""
    number: str = ""
    day: date | None = None
    issue: str = ""
    problem: Refused | None = None


@dataclass(frozen=True)
class Imported:
    """One row about a declaration announced elsewhere, with its terms."""

    entry: Entry
    terms: Terms | None = None
    contact: str = ""
    statement: str = ""

    @property
    def problem(self) -> Refused | None:
        return self.entry.problem


def announcements(data: bytes) -> list[Entry]:
    """Rows of patent number, declaration number, announcement day, gazette issue. Without
    headings the columns are taken in this order."""
    return [_entry(number, cells) for number, cells in _rows(data)]


def imported(data: bytes) -> list[Imported]:
    """Rows as above with payment way, fees in yuan, rate in per cent and the period in months."""
    found = []
    for number, cells in _rows(data):
        entry = _entry(number, cells)
        terms = None
        if entry.problem is None:
            try:
                terms = terms_of(cells, PatentKind(parse(entry.patent).kind))
            except Refused as refusal:
                entry = Entry(number, entry.shown, problem=refusal)
        found.append(Imported(entry, terms, cells.get("contact", ""), cells.get("statement", "")))
    return found


def terms_of(cells: Mapping[str, str], kind: PatentKind) -> Terms:
    """The announced terms of a row; Refused (422) naming the cell that says otherwise.

    Zero and empty fees mean 无偿, which the row has to say by its payment way.
    """
    way = unicodedata.normalize("NFKC", cells.get("way", "")).strip()
    fixed, entry = _fen(cells.get("fixed", "")), _fen(cells.get("entry", ""))
    rate = _ppm(cells.get("rate", ""))
    if way in {"无偿", "免费"} and (fixed or entry or rate):
        raise _unreadable(N_("The way of payment says 无偿, yet a fee stands beside it."))
    if way not in {"无偿", "免费"} and not (fixed or entry or rate):
        raise _unreadable(N_("Enter the fee in yuan or the rate in per cent, or write 无偿."))
    fees: dict[str, object] = {}
    if fixed:
        fees["lump_sum"] = Fixed(amount_fen=fixed)
    if entry:
        fees["entry_fee"] = Fixed(amount_fen=entry)
    if rate:
        base = _BASES.get(cells.get("base", "").strip() or "净销售额")
        if base is None:
            raise _unreadable(N_("Write 净销售额 or 利润额 as the base of the royalty."))
        fees["royalty"] = Royalty(base=base, tiers=(Tier(rate_ppm=rate),))
    try:
        return free(kind=kind.value, **{"period": _period(cells.get("months", "")), **fees})
    except ValidationError as error:
        raise _unreadable(N_("These terms do not fit together. Enter them by the form.")) from error


def _period(text: str) -> Period:
    plain = unicodedata.normalize("NFKC", text).strip()
    years = re.fullmatch(r"(\d{1,2})\s*年", plain)
    months = re.fullmatch(r"(\d{1,3})\s*(?:个?月)?", plain)
    if years:
        return Period(months=12 * int(years[1]))
    if months and int(months[1]):
        return Period(months=int(months[1]))
    day = read_future_day(plain)
    if day is not None:
        return Period(end_on=day)
    raise _unreadable(N_("Write the license period as months (36), years (3年) or its last day."))


def read_future_day(text: str) -> date | None:
    """A day in ISO form or with 年月日, also one ahead; None where it is none."""
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    return keyed_rows(data, _HEADINGS, _ORDER, {"patent", "number"})


def _entry(row: int, cells: Mapping[str, str]) -> Entry:
    shown = cells.get("patent", "")
    try:
        patent = parse(shown).text
    except NumberError as refusal:
        return Entry(row, shown, problem=refusal)
    day = read_day(cells.get("day", ""))
    if day.value is None:
        problem = _unreadable(N_("Enter the day of announcement like 2026-11-21."))
        return Entry(row, shown, problem=problem)
    number, issue = cells.get("number", ""), cells.get("issue", "")
    return Entry(row, shown, patent, number, day.value, issue)


def _fen(text: str) -> int:
    """Yuan as written, also 3万元, in fen."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace("¥", "")
    factor = 1_000_000 if "万" in plain else 100
    plain = plain.removesuffix("元").removesuffix("万").strip()
    return int(_figure(plain) * factor)


def _ppm(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("%").strip()
    return int(_figure(plain) * _PERCENT)


def _figure(plain: str) -> Decimal:
    if plain in _NOTHING:
        return Decimal(0)
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise _unreadable(
            N_("A fee is no figure. Write yuan like 30000, a rate like 2.5.")
        ) from error
    if not value.is_finite() or value < 0:
        raise _unreadable(N_("A fee is no figure. Write yuan like 30000, a rate like 2.5."))
    return value


def _unreadable(message: str) -> Refused:
    return Refused("row_unreadable", message, status=422)
