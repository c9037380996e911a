"""Figures that an observation takes from a terms record."""

from dataclasses import dataclass
from typing import Self

from marketplace.terms.coherence import fixed_total_fen
from marketplace.terms.enums import RoyaltyBase
from marketplace.terms.record import Terms


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
        flat = royalty.tiers[0] if royalty and len(royalty.tiers) == 1 else None
        rated = flat is not None and royalty is not None and royalty.base is not RoyaltyBase.OUTPUT
        return cls(
            fixed_fen=fixed_total_fen(terms),
            months=period.months if period and period.months else months,
            patents=len(terms.bundle.patents) if terms.bundle else 1,
            rate_ppm=flat.rate_ppm if rated and flat else None,
            rate_base=royalty.base.value if rated and royalty else None,
        )
