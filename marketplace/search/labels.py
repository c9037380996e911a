"""Words for facets, their values and the orders of results."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.accounts.regions import PROVINCES
from marketplace.patents import reference
from marketplace.patents.labels import KINDS
from marketplace.search.backend import Kind, Sort
from marketplace.search.facets import YES
from marketplace.terms.labels import FEE_MODES, ROUTES

FACETS: Mapping[str, LazyString] = {
    "free_now": _l("Cost now"),
    "pay_later": _l("When to pay"),
    "fee_mode": _l("Fee mode"),
    "price": _l("Fixed cost of the first year"),
    "industry": _l("Industry"),
    "region": _l("Region"),
    "route": _l("Route"),
    "kind": _l("Kind of patent"),
    "life": _l("Remaining life"),
    "ipc": _l("IPC"),
}
SORTS: Mapping[Sort, LazyString] = {
    Sort.RELEVANCE: _l("Relevance"),
    Sort.NEWEST: _l("Newest"),
    Sort.FEE: _l("Fee"),
    Sort.LIFE: _l("Remaining life"),
}
PRICES: Mapping[str, LazyString] = {
    "none": _l("Nothing fixed"),
    "to_10k": _l("Up to CNY 10,000"),
    "to_50k": _l("CNY 10,000 to 50,000"),
    "over_50k": _l("Over CNY 50,000"),
}
LIVES: Mapping[str, LazyString] = {
    "3": _l("At least 3 years"),
    "5": _l("At least 5 years"),
    "10": _l("At least 10 years"),
}
BANDS: Mapping[str, Mapping[str, LazyString]] = {"price": PRICES, "life": LIVES}
TABS: Mapping[Kind, LazyString] = {
    Kind.LISTINGS: _l("Licenses"),
    Kind.PATENTS: _l("Patents"),
}

_VALUES: Mapping[str, Mapping[Any, Any]] = {
    "free_now": {YES: _l("Free now")},
    "pay_later": {YES: _l("Use first, pay later")},
    **BANDS,
    "kind": KINDS,
    "route": ROUTES,
    "fee_mode": FEE_MODES,
}


def _region(value: str, language: str) -> str:
    if len(value) == 2 and f"{value}0000" in PROVINCES:
        return PROVINCES[f"{value}0000"][0 if language.startswith("zh") else 1]
    return reference.region_name(value) or value


_NAMED: Mapping[str, Callable[[str, str], str | None]] = {
    "industry": lambda value, _language: reference.industry_name(value),
    "region": _region,
}


def value_text(name: str, value: str, language: str) -> str:
    """How one value of a facet is called; the value itself where nothing is known of it."""
    if name in _NAMED:
        return _NAMED[name](value, language) or value
    return str(_VALUES.get(name, {}).get(value, value))
