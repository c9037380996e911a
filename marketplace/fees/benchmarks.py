"""The published figures that the package carries, read once; only CONFIRMED rows are let in."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from marketplace.fees.ranges import MILLION

CONFIRMED = "CONFIRMED"
ANY_FIELD = "any"
_DATA = Path(__file__).parent.joinpath("data")


class UnconfirmedFigureError(ValueError):
    """A row without a confirmed source; it must not be shipped or shown."""


@dataclass(frozen=True)
class YearStatistics:
    """Recorded licenses of one year: average fixed fee in fen, term and patents per contract."""

    period: str
    published_on: str
    fixed_contracts: int
    average_fee: Fraction
    average_years: Fraction
    patents_per_contract: Fraction | None
    source: str

    @property
    def annual(self) -> Fraction | None:
        """Average fee per year and patent in fen; None where a figure was not published."""
        if self.patents_per_contract is None:
            return None
        return Fraction(self.average_fee, self.average_years * self.patents_per_contract)


@dataclass(frozen=True)
class RoyaltyBand:
    """Published royalty rates of one field, shares of net sales."""

    field: str
    low: Fraction
    central: Fraction | None
    high: Fraction
    n: int | None
    as_of: str
    series: str
    source: str


@dataclass(frozen=True)
class IndustryStatistics:
    """What an operator imported for one industry division and period; fee in fen, rate a share."""

    period: str
    division: str
    name: str
    contracts: int
    fixed_contracts: int | None
    annual_fee: Fraction | None
    inputs: tuple[Fraction, Fraction, Fraction] | None
    royalty_contracts: int | None
    royalty_rate: Fraction | None
    source: str


@cache
def year_statistics() -> Sequence[YearStatistics]:
    """The yearly figures of the office, oldest first."""
    return [
        YearStatistics(
            row["period"],
            row["published_on"],
            int(row["fixed_contracts"]),
            Fraction(row["fixed_average_10k_yuan"]) * MILLION,
            Fraction(row["fixed_average_years"]),
            _optional(row["patents_per_contract"]),
            row["source"],
        )
        for row in _rows("license_statistics.csv")
    ]


@cache
def royalty_bands() -> Sequence[RoyaltyBand]:
    """Published bands by field; the field ``any`` holds for all."""
    return [
        RoyaltyBand(
            row["field"],
            _percent(row["low_percent"]),
            _percent(row["central_percent"]) if row["central_percent"] else None,
            _percent(row["high_percent"]),
            int(row["n"]) if row["n"] else None,
            row["as_of"],
            row["series"],
            row["source"],
        )
        for row in _rows("royalty_bands.csv")
    ]


def royalty_field(ipc: Iterable[str], industries: Iterable[str]) -> tuple[str, str] | None:
    """The field to compare with and the code that led there; industries come before IPC."""
    for scheme, codes in (("gb4754", industries), ("ipc", ipc)):
        for code in codes:
            for length in range(len(code), 0, -1):
                field = _fields().get((scheme, code[:length]))
                if field:
                    return field, code
    return None


def confirmed(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The rows as they come; UnconfirmedFigureError at the first whose flag is not CONFIRMED."""
    for number, row in enumerate(rows, start=2):
        if row.get("flag") != CONFIRMED or not row.get("source"):
            raise UnconfirmedFigureError(f"row {number} has no confirmed source")
        yield row


@cache
def _fields() -> dict[tuple[str, str], str]:
    with _DATA.joinpath("royalty_fields.csv").open(encoding="utf-8", newline="") as file:
        return {(row["scheme"], row["prefix"]): row["field"] for row in csv.DictReader(file)}


def _rows(name: str) -> list[dict[str, str]]:
    with _DATA.joinpath(name).open(encoding="utf-8", newline="") as file:
        return list(confirmed(csv.DictReader(file)))


def _optional(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _percent(text: str) -> Fraction:
    return Fraction(text) * Fraction(1, 100)
