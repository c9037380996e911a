"""Figures that an observation takes from a terms record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from marketplace.patents.models import Patent
from marketplace.terms.enums import RoyaltyBase
from marketplace.terms.record import Terms
from marketplace.terms.totals import fixed_total_fen


@dataclass(frozen=True)
class Price:
    """What a license costs: fixed fen over months for so many patents, or a flat royalty."""

    fixed_fen: int | None
    months: int | None
    patents: int = 1
    rate_ppm: int | None = None
    rate_base: str | None = None

    @classmethod
    def of(cls, terms: Terms, *, months: int | None = None) -> Self:
        """The price in a terms record; ``months`` where the period is not stated in months.

        A royalty in steps has no single rate and is left out.
        """
        period = terms.period
        royalty = terms.royalty
        length = period.months if period and period.months else months
        flat = royalty.tiers[0] if royalty and len(royalty.tiers) == 1 else None
        rated = flat is not None and royalty is not None and royalty.base is not RoyaltyBase.OUTPUT
        return cls(
            fixed_fen=fixed_total_fen(terms, length),
            months=length,
            patents=len(terms.bundle.patents) if terms.bundle else 1,
            rate_ppm=flat.rate_ppm if rated and flat else None,
            rate_base=royalty.base.value if rated and royalty else None,
        )

    def received(self, amount_fen: int) -> Self:
        """What was received of this price: an amount, no rate."""
        return replace(self, fixed_fen=amount_fen, rate_ppm=None, rate_base=None)


SEVERAL_KINDS = "several"


@dataclass(frozen=True)
class Subject:
    """What a price is for: the kind of patent, its industries, how many patents."""

    kind: str
    industries: tuple[str, ...]
    patents: int

    @classmethod
    def of(cls, patents: Sequence[Patent]) -> Self:
        """Several patents have the kind and the industries that all of them share."""
        kinds = {each.kind.value for each in patents}
        industries = [tuple(each.industries) for each in patents]
        return cls(
            kind=kinds.pop() if len(kinds) == 1 else SEVERAL_KINDS,
            industries=tuple(
                code for code in industries[0] if all(code in each for each in industries)
            ),
            patents=len(patents),
        )

    def price(self, terms: Terms, months: int | None = None) -> Price:
        """The price of these terms for all patents together."""
        return replace(Price.of(terms, months=months), patents=self.patents)


def months_between(start: date, end: date) -> int:
    """Full months from one Shanghai day to another, at least one."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(1, months)
