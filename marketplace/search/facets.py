"""Facets: which values a reader may choose, which documents they leave, how many of each."""

from collections.abc import Iterable, Mapping
from datetime import date

from marketplace.clock import add_years
from marketplace.search.backend import Query
from marketplace.search.snapshot import Snapshot

DERIVED = ("free_now", "life")
"""Facets that depend on the day of the question and not on the index."""

SHOWN = (
    "industry",
    "region",
    "kind",
    "route",
    "fee_mode",
    "free_now",
    "pay_later",
    "price",
    "life",
)

FILTERS = (*SHOWN, "ipc")
"""What a query may filter by; ``ipc`` has no list of counts."""

VALUE_LENGTHS = {"industry": 3, "region": 2}
"""Of nested codes the counts are of these levels: divisions 大类 and provinces."""

LIFE_YEARS = (3, 5, 10)
"""Bands of remaining life: at least so many years from today."""

YES = "1"

PRICE_BANDS: tuple[tuple[str, int | None], ...] = (
    ("none", 0),
    ("to_10k", 1_000_000),
    ("to_50k", 5_000_000),
    ("over_50k", None),
)
"""Cost of the first year: code and upper bound in fen (inclusive)."""


def price_band(fee: int | None) -> tuple[str, ...]:
    """The band of a first-year cost in fen; none where there is no figure."""
    if fee is None:
        return ()
    for code, most in PRICE_BANDS:
        if most is None or fee <= most:
            return (code,)
    return ()


def filtered(
    snapshot: Snapshot, matched: int, query: Query
) -> tuple[int, dict[str, dict[str, int]]]:
    """The documents that all filters leave, and the counts of every facet, each facet counted
    over what the filters of the others leave, so that a second value can still be chosen."""
    sets = {name: _sets(snapshot, name, query.today) for name in FILTERS}
    allowed = {
        name: union(sets[name].get(value, 0) for value in values)
        for name, values in query.filters.items()
        if values and name in sets
    }
    left = matched & snapshot.all
    for documents in allowed.values():
        left &= documents
    counts = {}
    for name in SHOWN:
        within = left if name not in allowed else _without(matched & snapshot.all, allowed, name)
        counts[name] = _counts(sets[name], within, VALUE_LENGTHS.get(name))
    return left, counts


def union(sets: Iterable[int]) -> int:
    """The documents of any of the sets."""
    documents = 0
    for each in sets:
        documents |= each
    return documents


def _without(matched: int, allowed: Mapping[str, int], name: str) -> int:
    for other, documents in allowed.items():
        if other != name:
            matched &= documents
    return matched


def _counts(sets: Mapping[str, int], within: int, length: int | None) -> dict[str, int]:
    counts = {
        value: (documents & within).bit_count()
        for value, documents in sets.items()
        if length is None or len(value) == length
    }
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {value: count for value, count in ordered if count}


def _sets(snapshot: Snapshot, name: str, today: date) -> Mapping[str, int]:
    if name == "free_now":
        return {YES: _from_day(snapshot, "free_until", today)}
    if name == "life":
        return {
            str(years): _from_day(snapshot, "expires", add_years(today, years))
            for years in LIFE_YEARS
        }
    return snapshot.facets.get(name, {})


def _from_day(snapshot: Snapshot, column: str, day: date) -> int:
    first = day.toordinal()
    return union(documents for until, documents in snapshot.days(column).items() if until >= first)
