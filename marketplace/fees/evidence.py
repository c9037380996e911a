"""The figures that guidance rests on: published ones, imported ones, the site's own deals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.fees.benchmarks import IndustryStatistics, RoyaltyBand, YearStatistics
from marketplace.fees.cohorts import DealPrice
from marketplace.fees.comparables import AskedFee


@dataclass(frozen=True)
class Evidence:
    """Everything that is known. ``deals_until`` is the last day of the deals counted.

    ``asked`` holds only fees that the asking person may see (``asking.visible_fees``).
    """

    years: Sequence[YearStatistics]
    bands: Sequence[RoyaltyBand]
    industries: Sequence[IndustryStatistics] = ()
    deal_fees: Sequence[DealPrice] = ()
    deal_rates: Sequence[DealPrice] = ()
    deals_until: date | None = None
    deals_industry: str | None = None
    asked: Sequence[AskedFee] = ()
