"""The parts that ask for money: fixed amounts, instalments, royalties."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from marketplace.errors import N_
from marketplace.terms.enums import RoyaltyBase, Span
from marketplace.terms.findings import Finding
from marketplace.terms.values import (
    LONGEST_LIFE_MONTHS,
    MILLION,
    Day,
    Days,
    Fen,
    Months,
    Name,
    Part,
    Ppm,
)


class Fixed(Part):
    """A fixed amount, payable within ``due_days`` after payment starts (0: with effect itself)."""

    amount_fen: Fen
    due_days: Days = 0


class DuePoint(Part):
    """When an instalment falls due: on a day, months after payment starts, or at a milestone.

    ``days`` are granted for payment after that point.
    """

    on: Day | None = None
    months: Annotated[int, Field(strict=True, ge=0, le=LONGEST_LIFE_MONTHS)] | None = None
    milestone: Name | None = None
    days: Days = 0

    def _faults(self) -> Iterator[Finding]:
        given = [name for name in ("on", "months", "milestone") if getattr(self, name) is not None]
        if len(given) != 1:
            yield Finding(
                "exactly_one",
                N_("Give exactly one of: %(fields)s."),
                given[1] if given else "on",
                params={"fields": "on, months, milestone"},
            )


class Repeat(Part):
    """An instalment that comes back at an interval, ``times`` in all or while the license runs."""

    every_months: Months
    times: Annotated[int, Field(strict=True, ge=2, le=LONGEST_LIFE_MONTHS)] | None = None


class Instalment(Part):
    """One amount of a total paid in parts (Civil Code 846)."""

    amount_fen: Fen
    due: DuePoint
    repeat: Repeat | None = None

    def _faults(self) -> Iterator[Finding]:
        if self.repeat and self.due.milestone:
            yield Finding(
                "milestone_repeats",
                N_("A milestone happens once: remove the interval or give a day."),
                "repeat",
            )


class Tier(Part):
    """A rate for the part of the base up to ``up_to`` (fen or units; None: all above)."""

    up_to: Annotated[int, Field(strict=True, ge=1, le=10**15)] | None = None
    rate_ppm: Ppm | None = None
    fen_per_unit: Annotated[int, Field(strict=True, ge=0, le=10**12)] | None = None

    @property
    def rate(self) -> int:
        """The rate as millionths of a fen per unit of the base, whatever the base is."""
        if self.fen_per_unit is not None:
            return self.fen_per_unit * MILLION
        return self.rate_ppm or 0


class Limit(Part):
    """A minimum or a cap of the royalty, with the span that it is counted over."""

    amount_fen: Fen
    span: Span = Span.ROYALTY_YEAR


class Royalty(Part):
    """A share of sales, profit or output; tiers are marginal within a royalty year.

    Reports are due ``report_days``, payment ``pay_days`` after the end of each cycle.
    ``unit`` names what is counted where the base is output. A report that the licensor leaves
    unanswered for ``answer_days`` counts as accepted; None: silence says nothing.
    """

    base: RoyaltyBase
    unit: Name | None = None
    tiers: tuple[Tier, ...] = Field(min_length=1)
    minimum: Limit | None = None
    cap: Limit | None = None
    cycle_months: Annotated[int, Field(strict=True, ge=1, le=12)] = 6
    report_days: Days = 30
    pay_days: Days = 60
    inspection: bool = True
    answer_days: Annotated[int, Field(strict=True, ge=5, le=180)] | None = None

    def _faults(self) -> Iterator[Finding]:
        yield from self._tier_faults()
        if 12 % self.cycle_months:
            yield Finding(
                "cycle",
                N_("Choose a reporting cycle that divides a year: 1, 2, 3, 4, 6 or 12 months."),
                "cycle_months",
            )
        if self.pay_days < self.report_days:
            yield Finding(
                "pays_before_report", N_("Let payment fall on or after the report."), "pay_days"
            )
        low, high = self.minimum, self.cap
        if low and high and low.span is high.span and low.amount_fen > high.amount_fen:
            yield Finding("minimum_over_cap", N_("Lower the minimum or raise the cap."), "cap")

    def _tier_faults(self) -> Iterator[Finding]:
        per_unit = self.base is RoyaltyBase.OUTPUT
        if per_unit != (self.unit is not None):
            yield Finding(
                "unit", N_("Name the counted unit, exactly where the base is output."), "unit"
            )
        for place, tier in enumerate(self.tiers):
            wanted, other = (tier.fen_per_unit, tier.rate_ppm)[:: 1 if per_unit else -1]
            if wanted is None or other is not None:
                yield Finding(
                    "rate_of_base",
                    N_("Give an amount per unit for output, and a rate for sales or profit."),
                    f"tiers.{place}",
                )
        bounds = [tier.up_to for tier in self.tiers]
        inner = bounds[:-1]
        if bounds[-1] is not None or None in inner or inner != sorted(set(inner)):  # type: ignore[type-var]
            yield Finding(
                "tiers", N_("Order the steps upwards and leave only the last one open."), "tiers"
            )
        if not any(tier.rate for tier in self.tiers):
            yield Finding("no_rate", N_("Enter a rate above zero, or offer the license free."))
