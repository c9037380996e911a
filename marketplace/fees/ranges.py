"""What guidance says: ranges with their method, inputs, number of deals, source and day.

Everything here is the site's own model and for reference only (仅供参考). Amounts are integer
fen, rates parts per million; what is computed in between is a Fraction, rounded half-up once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from marketplace.fees.comparables import Neighbour
from marketplace.types import round_half_up

MILLION = 1_000_000


class Method(StrEnum):
    """How a range is found; after the office's guideline of 2022 (LAW 5.1), formulas our own."""

    OWN_USE = "own_use"
    EARLIER_LICENSE = "earlier_license"
    INDUSTRY_STATISTICS = "industry_statistics"
    ANNUAL_STATISTICS = "annual_statistics"
    PUBLISHED_ROYALTY = "published_royalty"
    OWN_DEALS = "own_deals"
    APPRAISAL = "appraisal"
    ASKED_FEES = "asked_fees"


OWN_FIGURES = frozenset({Method.OWN_USE, Method.EARLIER_LICENSE, Method.APPRAISAL})
"""Methods over what the patentee tells; no contracts are counted for them."""


class Unit(StrEnum):
    """What the three numbers of a range count."""

    FEN_PER_YEAR = "fen_per_year"
    FEN_FOR_PERIOD = "fen_for_period"
    PPM_OF_NET_SALES = "ppm_of_net_sales"

    @property
    def is_rate(self) -> bool:
        return self is Unit.PPM_OF_NET_SALES


class InputName(StrEnum):
    """A number that went into a range; labels give its name in both languages."""

    EXPECTED_LICENSEES = "expected_licensees"
    LICENSEE_FACTOR = "licensee_factor"
    YEARS = "years"
    ANNUAL_PROFIT = "annual_profit"
    CONTRIBUTION = "contribution"
    PROFIT_MARGIN = "profit_margin"
    PAST_FEE = "past_fee"
    PAST_YEARS = "past_years"
    PAST_PATENTS = "past_patents"
    PAST_RATE = "past_rate"
    TYPE_FACTOR = "type_factor"
    PERIOD = "period"
    AVERAGE_FEE = "average_fee"
    AVERAGE_YEARS = "average_years"
    PATENTS_PER_CONTRACT = "patents_per_contract"
    AVERAGE_RATE = "average_rate"
    BAND = "band"
    FIELD = "field"
    INDUSTRY = "industry"
    LICENSORS = "licensors"
    BAND_LOW = "band_low"
    BAND_MIDDLE = "band_middle"
    BAND_HIGH = "band_high"
    APPRAISED_VALUE = "appraised_value"
    APPRAISAL_YEARS = "appraisal_years"
    DISCOUNT_RATE = "discount_rate"
    COMPARABLES_KNOWN = "comparables_known"
    COMPARABLES_USED = "comparables_used"
    COMPARABLES_INSIDE = "comparables_inside"
    COMMONEST_FEE = "commonest_fee"
    COMMONEST_TIMES = "commonest_times"


class Shape(StrEnum):
    """How an input is written."""

    COUNT = "count"
    YEARS = "years"
    FEN = "fen"
    SHARE = "share"
    FACTOR = "factor"
    TEXT = "text"


@dataclass(frozen=True)
class Input:
    """One number (or name) that went into a range; ``text`` only where the shape is text."""

    name: InputName
    shape: Shape
    value: Fraction = Fraction(0)
    text: str = ""


@dataclass(frozen=True)
class Message:
    """An English msgid with its parameters, translated where it is shown."""

    text: str
    params: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class FeeRange:
    """One method's answer for one patent.

    ``n`` is the number of contracts behind it, None where the publisher does not say;
    ``as_of`` an ISO day or month; ``source`` an address or a document number, or a msgid.
    ``nearest`` are the nearest comparables, where the method has some.
    """

    method: Method
    low: int
    central: int
    high: int
    unit: Unit
    n: int | None
    source: str
    as_of: str
    inputs: Sequence[Input]
    note: Message
    nearest: Sequence[Neighbour] = ()

    def over(self, years: int) -> "FeeRange":
        """The same range for a license period of whole years; a rate stays what it is."""
        if self.unit is not Unit.FEN_PER_YEAR:
            return self
        return replace(
            self,
            low=self.low * years,
            central=self.central * years,
            high=self.high * years,
            unit=Unit.FEN_FOR_PERIOD,
        )


@dataclass(frozen=True)
class Absent:
    """A method that has nothing to say, and why."""

    method: Method
    reason: Message


@dataclass(frozen=True)
class Guidance:
    """All ranges for one patent, and the methods that had no data."""

    ranges: Sequence[FeeRange]
    absent: Sequence[Absent]
    expected_licensees: int
    licensee_factor: Fraction
    years: int

    @property
    def fees(self) -> list[FeeRange]:
        """Ranges of amounts, per year or, where no period is known, for the license as offered."""
        return [each for each in self.ranges if not each.unit.is_rate]

    @property
    def totals(self) -> list[FeeRange]:
        """Ranges of amounts for the whole period."""
        return [each.over(self.years) for each in self.fees]

    @property
    def rates(self) -> list[FeeRange]:
        """Ranges of royalty rates."""
        return [each for each in self.ranges if each.unit.is_rate]


def whole(value: Fraction) -> int:
    """A Fraction as an integer, halves away from zero."""
    return round_half_up(value.numerator, value.denominator)
