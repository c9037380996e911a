"""The parts of the results page beside the cards: facets, chips, orders, tabs, addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from marketplace.search import labels
from marketplace.search.backend import Kind, Query, Results, Sort
from marketplace.search.facets import FILTERS
from marketplace.search.ordering import default_sort

ENDPOINT = "search.index"

SHOWN: dict[Kind, tuple[str, ...]] = {
    Kind.LISTINGS: (
        "free_now",
        "pay_later",
        "fee_mode",
        "price",
        "industry",
        "route",
        "kind",
        "region",
        "life",
    ),
    Kind.PATENTS: ("industry", "kind", "region", "life"),
}
SORTS: dict[Kind, tuple[Sort, ...]] = {
    Kind.LISTINGS: (Sort.RELEVANCE, Sort.NEWEST, Sort.FEE, Sort.LIFE),
    Kind.PATENTS: (Sort.RELEVANCE, Sort.NEWEST, Sort.LIFE),
}


@dataclass(frozen=True)
class Kept:
    """Hidden fields that a form carries along: pairs, for a name may come several times."""

    pairs: Sequence[tuple[str, str]]

    def items(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)


def facets(query: Query, results: Results, language: str) -> list[dict[str, Any]]:
    """Title, field name and options of each facet that has something to choose."""
    shown = []
    for name in SHOWN[query.kind]:
        chosen = query.filters.get(name, frozenset())
        counts = _in_order(name, results.facets.get(name, {}), chosen)
        options = [
            {
                "value": value,
                "label": labels.value_text(name, value, language),
                "count": count,
                "checked": value in chosen,
            }
            for value, count in counts.items()
        ]
        if options:
            shown.append({"name": name, "title": labels.FACETS[name], "options": options})
    return shown


def _in_order(name: str, counts: Mapping[str, int], chosen: frozenset[str]) -> dict[str, int]:
    """Bands in their own order, all else by number; what is chosen stays, also with none left."""
    known = {**counts, **dict.fromkeys(sorted(chosen - counts.keys()), 0)}
    bands = labels.BANDS.get(name)
    return {value: known[value] for value in bands if value in known} if bands else known


def chips(query: Query, language: str) -> list[dict[str, str]]:
    """The chosen filters, each with the address of the same search without it."""
    return [
        {"label": _chip(name, value, language), "url": address(query, without=(name, value))}
        for name in FILTERS
        for value in sorted(query.filters.get(name, ()))
    ]


def orders(query: Query) -> list[dict[str, Any]]:
    """The orders that make sense, each with its address; relevance only where something is asked."""
    present = query.sort or default_sort(query)
    return [
        {"label": labels.SORTS[sort], "url": address(query, sort=sort), "active": sort is present}
        for sort in SORTS[query.kind]
        if sort is not Sort.RELEVANCE or query.text
    ]


def tabs(query: Query) -> list[dict[str, Any]]:
    """Licenses and patents: the same words in both."""
    return [
        {
            "label": labels.TABS[kind],
            "url": url_for(ENDPOINT, q=query.text or None, tab=_tab(kind)),
            "active": kind is query.kind,
        }
        for kind in (Kind.LISTINGS, Kind.PATENTS)
    ]


def kept_by_search(query: Query) -> Kept:
    """What the search field carries along: tab, order and filters."""
    return Kept([*_state(query), *_filters(query)])


def kept_by_facets(query: Query) -> Kept:
    """What the facet form carries along beside its own boxes."""
    ipc = [("ipc", value) for value in sorted(query.filters.get("ipc", ()))]
    return Kept([("q", query.text), *_state(query), *ipc])


def address(
    query: Query,
    *,
    without: tuple[str, str] | None = None,
    sort: Sort | None = None,
    cursor: str | None = None,
) -> str:
    """The address of this search with a change; another order or filter starts at the first page."""
    values: dict[str, Any] = {"q": query.text or None, "cursor": cursor}
    values |= dict(_state(query))
    if sort:
        values["sort"] = sort.value
    for name, value in _filters(query):
        if (name, value) != without:
            values.setdefault(name, []).append(value)
    return url_for(ENDPOINT, **values)


def _chip(name: str, value: str, language: str) -> str:
    text = labels.value_text(name, value, language)
    return f"{labels.FACETS[name]} {text}" if name in ("ipc", "life") else text


def _state(query: Query) -> list[tuple[str, str]]:
    state = [("tab", _tab(query.kind) or ""), ("sort", query.sort.value if query.sort else "")]
    return [(name, value) for name, value in state if value]


def _filters(query: Query) -> list[tuple[str, str]]:
    return [(name, value) for name in FILTERS for value in sorted(query.filters.get(name, ()))]


def _tab(kind: Kind) -> str | None:
    return None if kind is Kind.LISTINGS else kind.value


def found_text(query: Query) -> str:
    """What is counted, after the number."""
    return _("licenses") if query.kind is Kind.LISTINGS else _("patents")
