"""What a license would cost for a reader's own volume, by month, before anything is signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from marketplace.clock import add_months
from marketplace.terms.due import Due
from marketplace.terms.enums import RoyaltyBase
from marketplace.terms.events import (
    Converted,
    Event,
    FirstRevenue,
    MilestoneAccepted,
    Returned,
    StatementAccepted,
)
from marketplace.terms.record import Terms
from marketplace.terms.royalties import royalty_periods
from marketplace.terms.timeline import ONE_DAY, timeline
from marketplace.terms.values import MILLION


@dataclass(frozen=True)
class Volume:
    """What the reader expects to sell in a full year, spread evenly.

    ``net_sales_fen`` and ``profit_fen`` per year, ``units`` per year; sales begin
    ``starts_after_months`` after effect. ``milestones``: months after effect by milestone name;
    one that is not named has no day in the projection. ``converts``: whether a trial is taken
    into a license (at its end).
    """

    net_sales_fen: int = 0
    profit_fen: int = 0
    units: int = 0
    starts_after_months: int = 0
    milestones: Mapping[str, int] = field(default_factory=dict)
    converts: bool = True

    def per_year(self, base: RoyaltyBase) -> int:
        """The yearly quantity that a royalty on this base is counted on."""
        return {
            RoyaltyBase.NET_SALES: self.net_sales_fen,
            RoyaltyBase.PROFIT: self.profit_fen,
            RoyaltyBase.OUTPUT: self.units,
        }[base]

    @property
    def is_selling(self) -> bool:
        return max(self.net_sales_fen, self.profit_fen, self.units) > 0


@dataclass(frozen=True)
class Point:
    """All that is payable through the end of a month after effect (month 0: the day of effect)."""

    month: int
    day: date
    cumulated_fen: int


@dataclass(frozen=True)
class Projection:
    """Cost over time: ``lines`` within the horizon by due day, ``points`` by month.

    ``total_fen`` is the sum of the lines; ``first_payment_on`` the day of the first of them;
    ``free_until`` the last day before it (the last day shown where nothing is payable at all);
    ``undated`` are known amounts whose trigger has no day here.
    """

    lines: tuple[Due, ...]
    undated: tuple[Due, ...]
    points: tuple[Point, ...]
    total_fen: int
    first_payment_on: date | None
    free_until: date


def over_time(lines: Sequence[Due], effective_on: date, months: int | None = None) -> Projection:
    """Lines laid out by month; without ``months`` a year, or until the last line falls due."""
    payable = [line for line in lines if line.amount_fen]
    dated = [(line.due_on, line) for line in payable if line.due_on]
    last_due = max((day for day, _ in dated), default=effective_on)
    horizon = max(12, _months_until(effective_on, last_due)) if months is None else months
    end = add_months(effective_on, horizon)
    shown = tuple(line for day, line in dated if day <= end)
    points = tuple(_point(effective_on, month, shown) for month in range(horizon + 1))
    first = min((day for day, _ in dated if day <= end), default=None)
    return Projection(
        lines=shown,
        undated=tuple(line for line in payable if line.due_on is None),
        points=points,
        total_fen=points[-1].cumulated_fen,
        first_payment_on=first,
        free_until=first - ONE_DAY if first else end,
    )


def share_ppm(terms: Terms) -> int:
    """The share of every fee that this licensee pays, in parts per million (first-n quotas)."""
    quota, place = terms.quota, terms.signing and terms.signing.quota_place
    return quota.share_ppm if quota and place and place <= quota.first_n else MILLION


def assumed_facts(
    terms: Terms, effective_on: date, volume: Volume, expires_limit: date | None = None
) -> tuple[Event, ...]:
    """The facts that a volume stands for: conversion, revenue, milestones, statements."""
    facts: list[Event] = []
    if terms.trial:
        trial_end = add_months(effective_on, terms.trial.months)
        facts.append(Converted(trial_end) if volume.converts else Returned(trial_end))
    if volume.is_selling:
        facts.append(FirstRevenue(_sales_origin(effective_on, volume) + ONE_DAY))
    for name, month in volume.milestones.items():
        facts.append(MilestoneAccepted(name, add_months(effective_on, month)))
    if terms.royalty and share_ppm(terms):
        days = timeline(terms, effective_on, facts, expires_limit)
        for period in royalty_periods(terms.royalty, days):
            sold = partial(_sold_through, effective_on, volume, terms.royalty.base)
            quantity = sold(period.last) - sold(period.first - ONE_DAY)
            facts.append(StatementAccepted(period.first, period.last, quantity))
    return tuple(facts)


def _sales_origin(effective_on: date, volume: Volume) -> date:
    return add_months(effective_on, volume.starts_after_months)


def _sold_through(effective_on: date, volume: Volume, base: RoyaltyBase, day: date) -> int:
    """What an even year's volume has come to by the end of a day: whole months, then days."""
    origin = _sales_origin(effective_on, volume)
    if day <= origin:
        return 0
    months = _months_until(origin, day)
    months -= add_months(origin, months) > day
    start, end = add_months(origin, months), add_months(origin, months + 1)
    length, rest = (end - start).days, (day - start).days
    return volume.per_year(base) * (months * length + rest) // (12 * length)


def _months_until(first: date, last: date) -> int:
    """The fewest months after ``first`` that reach ``last``."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months + (add_months(first, months) < last)


def _point(effective_on: date, month: int, lines: Sequence[Due]) -> Point:
    day = add_months(effective_on, month)
    paid = sum(line.amount_fen or 0 for line in lines if line.due_on and line.due_on <= day)
    return Point(month, day, paid)
