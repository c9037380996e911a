"""Cost over time for sample volumes or a reader's own, ready for the chart and its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from marketplace.terms.enums import RoyaltyBase
from marketplace.terms.projection import Projection, Volume
from marketplace.terms.record import Terms
from marketplace.terms.schedule import project
from marketplace.terms.timeline import free_through
from marketplace.web_parts.charts import Series, Window

_YUAN: Final = 100

SAMPLES: Final[dict[RoyaltyBase, tuple[int, int, int]]] = {
    RoyaltyBase.NET_SALES: (500_000 * _YUAN, 2_000_000 * _YUAN, 10_000_000 * _YUAN),
    RoyaltyBase.PROFIT: (100_000 * _YUAN, 500_000 * _YUAN, 2_000_000 * _YUAN),
    RoyaltyBase.OUTPUT: (1_000, 10_000, 100_000),
}
"""Three yearly volumes of a small, a middle and a large buyer, in fen or units."""


@dataclass(frozen=True)
class Preview:
    """What the chart draws: one line per volume from the day of effect.

    `total_fen` is the sum of the last line; `undated` says that amounts wait for a trigger that
    has no day here; `cap_fen` is the most that is ever paid, where the terms name it.
    """

    series: tuple[Series, ...]
    start: date
    end: date
    windows: tuple[Window, ...]
    cap_fen: int | None
    total_fen: int
    first_payment_on: date | None
    undated: bool


def sample_volumes(terms: Terms) -> list[tuple[RoyaltyBase | None, int, Volume]]:
    """Three volumes where a royalty makes the cost depend on them, else one without sales."""
    if terms.royalty is None:
        return [(None, 0, Volume())]
    base = terms.royalty.base
    return [(base, amount, volume_of(base, amount)) for amount in SAMPLES[base]]


def volume_of(base: RoyaltyBase, amount: int) -> Volume:
    """A volume of `amount` fen or units a year on a royalty base."""
    match base:
        case RoyaltyBase.NET_SALES:
            return Volume(net_sales_fen=amount)
        case RoyaltyBase.PROFIT:
            return Volume(profit_fen=amount)
        case RoyaltyBase.OUTPUT:
            return Volume(units=amount)


def preview(
    offers: Sequence[tuple[Terms, date | None]],
    volumes: Sequence[tuple[str, Volume]],
    on: date,
    free_label: str,
) -> Preview:
    """Project every offer (terms, last day of the patent) for each labelled volume from `on`.

    Several offers (a group on `open`) are added up: taken together they cost the sum.
    """
    lines = []
    for label, volume in volumes:
        found = [_projected(terms, on, volume, limit) for terms, limit in offers]
        lines.append((label, found))
    everything = [each for _, found in lines for each in found]
    last = list(lines[-1][1]) if lines else []
    firsts = [each.first_payment_on for each in last if each.first_payment_on]
    return Preview(
        series=tuple(Series(label, _payments(found)) for label, found in lines),
        start=on,
        end=max((each.points[-1].day for each in everything), default=on),
        windows=tuple(_windows(offers, on, free_label)),
        cap_fen=_cap(offers),
        total_fen=sum(each.total_fen for each in last),
        first_payment_on=min(firsts, default=None),
        undated=any(each.undated for each in everything),
    )


def _projected(terms: Terms, on: date, volume: Volume, limit: date | None) -> Projection:
    figures = (volume.net_sales_fen, volume.profit_fen, volume.units, volume.starts_after_months)
    if volume == Volume(*figures):
        return _plainly_projected(terms, on, figures, limit)
    return project(terms, on, volume, expires_limit=limit)


@lru_cache(maxsize=512)
def _plainly_projected(
    terms: Terms, on: date, figures: tuple[int, int, int, int], limit: date | None
) -> Projection:
    """Kept by everything that it follows from; no part of it ever changes."""
    return project(terms, on, Volume(*figures), expires_limit=limit)


def _payments(found: Sequence[Any]) -> tuple[tuple[date, int], ...]:
    lines = [line for each in found for line in each.lines]
    return tuple((line.due_on, line.amount_fen) for line in lines if line.due_on)


def _windows(offers: Sequence[tuple[Terms, date | None]], on: date, label: str) -> list[Window]:
    ends = {free_through(terms, on) for terms, _ in offers}
    if len(ends) != 1 or (end := ends.pop()) is None or end < on:
        return []
    return [Window(on, end, label)]


def _cap(offers: Sequence[tuple[Terms, date | None]]) -> int | None:
    if len(offers) != 1:
        return None
    deferral = offers[0][0].deferral
    return deferral.cap_fen if deferral else None
