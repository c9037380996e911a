"""The days that everything is counted from: where payment starts, where a license ends.

A period counted from a day runs from the next day and ends on the anniversary; a missing day
becomes the month's last (Civil Code 201, 202).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.clock import add_months
from marketplace.terms.enums import Afterwards, RoyaltyStart
from marketplace.terms.events import (
    ENDINGS,
    Converted,
    Event,
    FirstRevenue,
    MilestoneAccepted,
)
from marketplace.terms.parts import Deferral
from marketplace.terms.record import Terms
from marketplace.terms.totals import LIFE_MONTHS

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Timeline:
    """The anchors of one license.

    ``starts_on``: the day that payment is counted from; None until its trigger has happened.
    ``priced_from``: the first day after a free window, before which nothing falls due.
    ``sales_from``: the first day whose sales count for a royalty; None like ``starts_on``.
    ``last_day``: the license's own last day; None where there is no period (a sale).
    ``ended_on``: the day of the first event that ended it early, else None.
    """

    effective_on: date
    starts_on: date | None
    priced_from: date | None
    sales_from: date | None
    last_day: date | None
    ended_on: date | None

    @property
    def stops_on(self) -> date:
        """The last day on which anything of a license can accrue."""
        return min(self.last_day or date.max, self.ended_on or date.max)


def timeline(
    terms: Terms, effective_on: date, events: Sequence[Event], expires_limit: date | None = None
) -> Timeline:
    """The anchors of these terms; ``expires_limit`` is the last day of the patent's life."""
    endings = [event.on for event in events if isinstance(event, ENDINGS)]
    anchor = _anchor(terms, effective_on, events)
    starts_on = _starts_on(terms, anchor, events)
    return Timeline(
        effective_on=effective_on,
        starts_on=starts_on,
        priced_from=_priced_from(terms, anchor),
        sales_from=_sales_from(terms, anchor, starts_on, events),
        last_day=license_period(terms, effective_on, expires_limit)[1],
        ended_on=min(endings, default=None),
    )


def license_period(
    terms: Terms, effective_on: date, patent_expires_on: date | None = None
) -> tuple[date, date | None]:
    """First and last day of the license; None as last day for a sale, which has no period.

    The license is in force on the day of effect itself; its length is counted from the next.
    It never outruns the patent's life: the earlier of the given day and the one written at
    signing. A whole life of unknown length ends after 240 months at the latest (Patent Law 42).
    """
    if terms.transfer is not None:
        return effective_on, None
    limits = [patent_expires_on, terms.signing and terms.signing.patent_expires_on]
    ends = [_agreed_end(terms, effective_on), *limits]
    return effective_on, min(day for day in ends if day)


def free_through(terms: Terms, from_on: date) -> date | None:
    """The last day of the free window of a license whose free time counts from ``from_on``."""
    window = terms.free_window
    if window is None:
        return None
    return window.through or add_months(from_on, window.months or 0)


def _agreed_end(terms: Terms, effective_on: date) -> date:
    period, window = terms.period, terms.free_window
    if period and period.end_on:
        return period.end_on
    if period and period.months:
        return add_months(effective_on, period.months)
    if window and window.afterwards is Afterwards.ENDS:
        return free_through(terms, effective_on) or effective_on
    return add_months(effective_on, LIFE_MONTHS)


def _anchor(terms: Terms, effective_on: date, events: Sequence[Event]) -> date | None:
    """Effect; with a trial its conversion, None before."""
    if terms.trial is None:
        return effective_on
    converted = [event.on for event in events if isinstance(event, Converted)]
    return max(min(converted), effective_on) if converted else None


def _starts_on(terms: Terms, anchor: date | None, events: Sequence[Event]) -> date | None:
    if anchor is None:
        return None
    start = max(anchor, free_through(terms, anchor) or anchor)
    deferral = terms.deferral
    if deferral is None:
        return start
    triggered = _conditions(deferral, events)
    if deferral.months_after_effect:
        triggered.append(add_months(anchor, deferral.months_after_effect))
    return max(start, min(triggered)) if triggered else None


def _priced_from(terms: Terms, anchor: date | None) -> date | None:
    """The day after the free window: its last day is free as a whole."""
    through = free_through(terms, anchor) if anchor else None
    return through + ONE_DAY if through else None


def _conditions(deferral: Deferral, events: Sequence[Event]) -> list[date]:
    """The days on which an agreed condition of a deferral came true."""
    return [
        event.on
        for event in events
        if (isinstance(event, FirstRevenue) and deferral.on_first_revenue)
        or (isinstance(event, MilestoneAccepted) and event.name == deferral.milestone)
    ]


def _sales_from(
    terms: Terms, anchor: date | None, starts_on: date | None, events: Sequence[Event]
) -> date | None:
    """The next day after payment starts; the day of first revenue itself where that is the start.

    Under "from effect" the sales before the trigger count too and only payment waits.
    """
    if anchor is None:
        return None
    deferral = terms.deferral
    free_until = max(anchor, free_through(terms, anchor) or anchor)
    if deferral and deferral.royalty_from is RoyaltyStart.EFFECT:
        return free_until + ONE_DAY
    if starts_on is None:
        return None
    revenue = {event.on for event in events if isinstance(event, FirstRevenue)}
    opened_by_it = deferral and deferral.on_first_revenue and starts_on in revenue
    return starts_on if opened_by_it and starts_on > free_until else starts_on + ONE_DAY
