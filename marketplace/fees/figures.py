"""Figures: those that a terms record declares, and those that stand in a text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from marketplace.terms.parts import Royalty
from marketplace.terms.record import Terms
from marketplace.terms.totals import fixed_total_fen
from marketplace.types import Money


class FigureKind(StrEnum):
    MONEY = "money"
    RATE = "rate"


@dataclass(frozen=True)
class Figure:
    """An amount in fen, or a rate in parts per million."""

    kind: FigureKind
    value: Fraction

    def __str__(self) -> str:
        if self.kind is FigureKind.RATE:
            return f"{decimal(self.value * Fraction(1, 10_000))}%"
        if self.value.denominator != 1:
            return f"{decimal(self.value * Fraction(1, 100))}元"
        return f"{Money(self.value.numerator).yuan()}元"


def money(fen: int) -> Figure:
    return Figure(FigureKind.MONEY, Fraction(fen))


def rate(ppm: int) -> Figure:
    return Figure(FigureKind.RATE, Fraction(ppm))


def decimal(value: Fraction, places: int = 6) -> str:
    """A decimal text without needless zeros, cut to ``places`` half-up: ``3.5``, ``0.333333``."""
    scaled = (2 * abs(value.numerator) * 10**places + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(scaled, 10**places)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")


def read_decimal(text: str) -> Fraction | None:
    """A plain decimal number, exactly; None if the text is none (signs and exponents are none)."""
    return Fraction(text) if _DECIMAL.fullmatch(text) else None


def declared(terms: Terms) -> list[Figure]:
    """Every figure of the fee in a terms record, each once, in the order of the record."""
    return list(dict.fromkeys(_declared(terms)))


def is_free(terms: Terms) -> bool:
    """Whether nothing is ever payable."""
    return not declared(terms)


def total(terms: Terms) -> Figure:
    """All fixed amounts together; a text may name the sum beside its parts."""
    return money(fixed_total_fen(terms))


def _declared(terms: Terms) -> Iterator[Figure]:
    for part in (terms.entry_fee, terms.lump_sum):
        if part:
            yield money(part.amount_fen)
    for instalment in terms.instalments:
        yield money(instalment.amount_fen)
    if terms.royalty:
        yield from _royalty(terms.royalty)
    for amount in (
        terms.deferral.cap_fen if terms.deferral else None,
        terms.trial.price_fen if terms.trial else None,
        terms.transfer.price_fen if terms.transfer else None,
    ):
        if amount:
            yield money(amount)


def _royalty(royalty: Royalty) -> Iterator[Figure]:
    for tier in royalty.tiers:
        if tier.rate_ppm is not None:
            yield rate(tier.rate_ppm)
            if tier.up_to is not None:
                yield money(tier.up_to)
        if tier.fen_per_unit is not None:
            yield money(tier.fen_per_unit)
    for limit in (royalty.minimum, royalty.cap):
        if limit:
            yield money(limit.amount_fen)


_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_NUMBER = r"(?P<number>[0-9]+(?:\.[0-9]+)?)"
_FIGURE = re.compile(
    rf"{_NUMBER}\s*(?P<unit>亿元|万元|元|%|yuan)|CNY\s*(?P<amount>[0-9]+(?:\.[0-9]+)?)"
)
_SCALE = {"亿元": 10**10, "万元": 10**6, "元": 100, "yuan": 100, "%": 10_000}
_STATES = re.compile(
    "许可使用费|许可费|一次总付|一次性|入门费|提成|分期|首期|尾款|第[0-9]+期|金额|标准|费用|价格|合计|总额"
    "|支付|收取|付清|无偿|免费|fee|lump|instalment|royalt|payable|price|free",
    re.IGNORECASE,
)
_BASIS = re.compile(
    "平均|参考|统计|区间|估算|测算|同行业|惯例|年利润|实施收益|曾|往年|预计|预期|不高于|average|reference"
    "|statistic|range|estimate|expect|profit of|earlier|guidance",
    re.IGNORECASE,
)
_FREE = re.compile("无偿|免费|free of charge", re.IGNORECASE)


def plain(text: str) -> str:
    """Full-width forms narrowed and thousands separators taken out."""
    return re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", unicodedata.normalize("NFKC", text))


def clauses(text: str) -> list[str]:
    """The clauses of a text that state the fee; those that give its basis are left out."""
    found = re.split(r"[,;。!?、\n]|\.(?![0-9])", plain(text))
    return [each for each in found if _STATES.search(each) and not _BASIS.search(each)]


def stated(text: str) -> list[Figure]:
    """Every figure that a text states as the fee, in order."""
    return [figure for clause in clauses(text) for figure in _figures(clause)]


def says_free(text: str) -> bool:
    """Whether a text states that nothing is payable."""
    return any(_FREE.search(clause) for clause in clauses(text))


def _figures(clause: str) -> Iterator[Figure]:
    for match in _FIGURE.finditer(clause):
        unit = match["unit"] or "yuan"
        value = Fraction(match["number"] or match["amount"]) * _SCALE[unit]
        yield Figure(FigureKind.RATE if unit == "%" else FigureKind.MONEY, value)
