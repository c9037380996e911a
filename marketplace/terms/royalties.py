"""Royalty lines: one per reporting period, and one per minimum.

Tiers are marginal over the base cumulated within a royalty year; a line is rounded half-up to
the fen once. All products are exact integers until then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.clock import add_months
from marketplace.terms.due import Due
from marketplace.terms.enums import Reason, Span
from marketplace.terms.events import Event, StatementAccepted
from marketplace.terms.parts import Limit, Royalty
from marketplace.terms.timeline import ONE_DAY, Timeline
from marketplace.terms.values import MILLION
from marketplace.types import round_half_up


@dataclass(frozen=True)
class RoyaltyPeriod:
    """One reporting period of royalty year ``year`` (from 0), cut where the license stops."""

    number: int
    year: int
    first: date
    last: date


def royalty_periods(royalty: Royalty, days: Timeline) -> Iterator[RoyaltyPeriod]:
    """The reporting periods from the first day that counts to the day where all stops."""
    if days.sales_from is None:
        return
    origin, cycle = days.sales_from - ONE_DAY, royalty.cycle_months
    number = 0
    while (first := add_months(origin, number * cycle) + ONE_DAY) <= days.stops_on:
        last = min(add_months(origin, (number + 1) * cycle), days.stops_on)
        yield RoyaltyPeriod(number, number * cycle // 12, first, last)
        number += 1


def tiered(royalty: Royalty, base: int) -> int:
    """The royalty of a cumulated base, in millionths of a fen."""
    total, lower = 0, 0
    for tier in royalty.tiers:
        upper = base if tier.up_to is None else min(base, tier.up_to)
        total += max(0, upper - lower) * tier.rate
        lower = max(lower, upper)
    return total


def royalty_lines(
    royalty: Royalty,
    days: Timeline,
    events: Sequence[Event],
    share_ppm: int = MILLION,
    most_fen: int | None = None,
) -> list[Due]:
    """The lines of a royalty; ``share_ppm`` of it is charged, ``most_fen`` in all at most."""
    return _Reckoning(royalty, days, events, share_ppm, most_fen).lines()


class _Reckoning:
    """Walks the periods in order and keeps what has been charged so far."""

    def __init__(
        self,
        royalty: Royalty,
        days: Timeline,
        events: Sequence[Event],
        share_ppm: int,
        most_fen: int | None,
    ) -> None:
        self.royalty, self.days, self.share_ppm = royalty, days, share_ppm
        self.statements = [event for event in events if isinstance(event, StatementAccepted)]
        self.periods = list(royalty_periods(royalty, days))
        self.most_in_year = self._limit(royalty.cap, Span.ROYALTY_YEAR)
        whole = self._limit(royalty.cap, Span.WHOLE_LICENSE)
        self.most_in_all = min(
            (most for most in (whole, most_fen) if most is not None), default=None
        )
        self.charged: list[Due] = []

    def lines(self) -> list[Due]:
        for period in self.periods:
            self.charged.append(self._line(period))
            if self._closes_year(period):
                self.charged += self._year_minimum(period)
        self.charged += self._whole_minimum()
        return self.charged

    def _line(self, period: RoyaltyPeriod) -> Due:
        quantity = self._quantity(period)
        before = self._cumulated(period)
        amount = None
        basis: dict[str, int | str] = {"base": self.royalty.base.value}
        if quantity is not None:
            basis["quantity"] = quantity
        if quantity is not None and before is not None:
            charge = tiered(self.royalty, before + quantity) - tiered(self.royalty, before)
            plain = round_half_up(charge * self.share_ppm, MILLION * MILLION)
            amount = self._within_caps(plain, period.year)
            basis |= {"cumulated_before": before, "before_caps": plain}
        return self._due(f"royalty.{period.number}", Reason.ROYALTY, amount, period, basis)

    def _quantity(self, period: RoyaltyPeriod) -> int | None:
        stated = [s.quantity for s in self.statements if period.first <= s.period_to <= period.last]
        return stated[-1] if stated else None

    def _cumulated(self, period: RoyaltyPeriod) -> int | None:
        """The year's base before this period; a single rate does not depend on it."""
        earlier = [p for p in self.periods if p.year == period.year and p.number < period.number]
        if len(self.royalty.tiers) == 1:
            return 0
        stated = [self._quantity(p) for p in earlier]
        return None if None in stated else sum(quantity or 0 for quantity in stated)

    def _within_caps(self, amount: int, year: int) -> int | None:
        """What the caps leave of an amount; None while an earlier amount is still open."""
        for most, earlier in (
            (self.most_in_year, [line for line in self.charged if line.basis["year"] == year]),
            (self.most_in_all, self.charged),
        ):
            if most is not None:
                known = [line.amount_fen for line in earlier]
                if None in known:
                    return None
                amount = min(amount, max(0, most - sum(fen or 0 for fen in known)))
        return amount

    def _closes_year(self, period: RoyaltyPeriod) -> bool:
        following = self.periods[period.number + 1 :]
        return not following or following[0].year != period.year

    def _year_minimum(self, period: RoyaltyPeriod) -> Iterator[Due]:
        """The rest up to the year's minimum; in proportion to days where the end cuts the year."""
        least = self._least(Span.ROYALTY_YEAR)
        if least is None:
            return
        periods = [p for p in self.periods if p.year == period.year]
        first = periods[0].first
        full = add_months(self.periods[0].first - ONE_DAY, 12 * (period.year + 1))
        lines = [line for line in self.charged if line.basis["year"] == period.year]
        whole = RoyaltyPeriod(period.number, period.year, first, period.last)
        yield self._minimum(f"royalty.minimum.{period.year}", least, full, whole, lines)

    def _whole_minimum(self) -> Iterator[Due]:
        least = self._least(Span.WHOLE_LICENSE)
        if least is None or not self.periods:
            return
        end = self.periods[-1]
        whole = RoyaltyPeriod(end.number, end.year, self.periods[0].first, end.last)
        full = self.days.last_day or end.last
        yield self._minimum("royalty.minimum", least, full, whole, self.charged)

    def _minimum(
        self, key: str, least: int, full_end: date, period: RoyaltyPeriod, lines: list[Due]
    ) -> Due:
        part, whole = _days(period.first, period.last), _days(period.first, full_end)
        owed = round_half_up(least * self.share_ppm * part, MILLION * whole)
        known = [line.amount_fen for line in lines]
        reached = sum(fen or 0 for fen in known)
        open_ = None in known
        amount = None if open_ else self._within_caps(max(0, owed - reached), period.year)
        basis: dict[str, int | str] = {"minimum": owed}
        if not open_:
            basis["reached"] = reached
        return self._due(key, Reason.MINIMUM_ROYALTY, amount, period, basis)

    def _due(
        self,
        key: str,
        reason: Reason,
        amount: int | None,
        period: RoyaltyPeriod,
        basis: dict[str, int | str],
    ) -> Due:
        start, report = self.days.starts_on, period.last + timedelta(self.royalty.report_days)
        payable = period.last + timedelta(self.royalty.pay_days)
        return Due(
            key=key,
            reason=reason,
            amount_fen=amount,
            accrued_on=period.last,
            due_on=max(payable, start) if start else None,
            path="royalty.minimum" if reason is Reason.MINIMUM_ROYALTY else "royalty",
            period_from=period.first,
            period_to=period.last,
            basis=basis | {"year": period.year, "report_due_on": report.isoformat()},
        )

    def _least(self, span: Span) -> int | None:
        """The full minimum over this span; its share is taken where the line is rounded, once."""
        minimum = self.royalty.minimum
        return minimum.amount_fen if minimum and minimum.span is span else None

    def _limit(self, limit: Limit | None, span: Span) -> int | None:
        if limit is None or limit.span is not span:
            return None
        return round_half_up(limit.amount_fen * self.share_ppm, MILLION)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1
