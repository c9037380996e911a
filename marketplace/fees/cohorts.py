"""Prices of the marketplace's own deals, shown only where nobody's price shows through.

A figure needs at least five contracts of at least three licensors, none of whom has more than
half of the contracts or of the sum (PRODUCT §5.10). The deals come in whole groups (``sealing``),
so no figure is the difference of two others by one deal. Quartiles are shown, rounded to two
digits, never the least or the greatest price.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from marketplace.fees.ranges import whole

LEAST_CONTRACTS = 5
LEAST_LICENSORS = 3


@dataclass(frozen=True)
class DealPrice:
    """One contract's price: fen per year and patent, or share of net sales; who licensed it."""

    contract: str
    licensor: str
    price: Fraction


class Withheld(StrEnum):
    """Why a group's prices are not shown."""

    TOO_FEW = "too_few"
    TOO_FEW_LICENSORS = "too_few_licensors"
    DOMINATED = "dominated"


@dataclass(frozen=True)
class Quartiles:
    """Lower quartile, median and upper quartile, each rounded to two digits."""

    low: int
    central: int
    high: int
    contracts: int
    licensors: int


def summarize(deals: Sequence[DealPrice], scale: int = 1) -> Quartiles | Withheld:
    """The quartiles of the prices times ``scale``, or why they are withheld."""
    if len({deal.contract for deal in deals}) < LEAST_CONTRACTS:
        return Withheld.TOO_FEW
    licensors = Counter(deal.licensor for deal in deals)
    if len(licensors) < LEAST_LICENSORS:
        return Withheld.TOO_FEW_LICENSORS
    if _dominated(deals):
        return Withheld.DOMINATED
    prices = sorted(deal.price * scale for deal in deals)
    low, central, high = (rounded(quantile(prices, quarter)) for quarter in (1, 2, 3))
    return Quartiles(low, central, high, len(deals), len(licensors))


def _dominated(deals: Iterable[DealPrice]) -> bool:
    counts: Counter[str] = Counter()
    sums: dict[str, Fraction] = {}
    for deal in deals:
        counts[deal.licensor] += 1
        sums[deal.licensor] = sums.get(deal.licensor, Fraction(0)) + deal.price
    return 2 * max(counts.values()) > counts.total() or 2 * max(sums.values()) > sum(sums.values())


def quantile(ordered: Sequence[Fraction], quarter: int) -> Fraction:
    """The ``quarter``-th quartile of sorted values, linear between neighbours."""
    place = Fraction((len(ordered) - 1) * quarter, 4)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def rounded(value: Fraction, digits: int = 2) -> int:
    """An integer with at most ``digits`` significant digits, halves away from zero."""
    step = 10 ** max(0, len(str(whole(value))) - digits)
    return whole(Fraction(value, step)) * step


def last_full_quarter(on: date) -> date:
    """The last day of the last quarter that was over before ``on``."""
    first_of_quarter = date(on.year, on.month - (on.month - 1) % 3, 1)
    return first_of_quarter - timedelta(days=1)
