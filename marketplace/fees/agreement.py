"""Whether the methods agree: a plain comparison of their ranges, before anybody averages them.

Ranges agree where one amount lies in all of them. Nothing is weighed and no method is preferred:
the sentence says what the picture shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from marketplace.fees.ranges import FeeRange, Method


class Accord(StrEnum):
    NONE = "none"
    SINGLE = "single"
    AGREE = "agree"
    PARTLY = "partly"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Agreement:
    """``low`` to ``high`` lies in all ranges (AGREE) or in most of them (PARTLY), else 0 and 0.

    ``within`` of ``of`` ranges hold it; ``outside`` are the methods that do not. ``spread`` is
    the highest middle over the lowest, ``lowest`` and ``highest`` the methods they belong to.
    """

    accord: Accord
    low: int = 0
    high: int = 0
    within: int = 0
    of: int = 0
    spread: Fraction = Fraction(1)
    lowest: Method | None = None
    highest: Method | None = None
    outside: tuple[Method, ...] = ()


def agreement(ranges: Sequence[FeeRange]) -> Agreement:
    """Compare ranges of one unit: all amounts for the period, or all rates."""
    if len(ranges) < 2:
        return Agreement(Accord.SINGLE if ranges else Accord.NONE, of=len(ranges))
    ordered = sorted(ranges, key=lambda each: (each.central, each.method))
    lowest, highest = ordered[0], ordered[-1]
    low = max(ranges, key=lambda point: (_holding(ranges, point.low), point.low)).low
    holding = [each for each in ranges if each.low <= low <= each.high]
    accord = Accord.CONFLICT
    if len(holding) == len(ranges):
        accord = Accord.AGREE
    elif 2 * len(holding) > len(ranges):
        accord = Accord.PARTLY
    return Agreement(
        accord,
        low=low if accord is not Accord.CONFLICT else 0,
        high=min(each.high for each in holding) if accord is not Accord.CONFLICT else 0,
        within=len(holding),
        of=len(ranges),
        spread=Fraction(highest.central, max(1, lowest.central)),
        lowest=lowest.method,
        highest=highest.method,
        outside=tuple(each.method for each in ranges if each not in holding),
    )


def _holding(ranges: Sequence[FeeRange], point: int) -> int:
    return sum(each.low <= point <= each.high for each in ranges)
