"""What stands in an address, read into a query; the same for pages and for the JSON interface."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.errors import N_, Refused
from marketplace.patents import reference
from marketplace.search.backend import Kind, Query, Sort
from marketplace.search.facets import FILTERS, YES
from marketplace.search.scoring import ipc_value

LONGEST_QUERY = 2_000
MOST_ITEMS = 100
PAGE_SIZE = 20

_FLAGS = frozenset({"free_now", "pay_later"})
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class QueryTooLong(Refused):
    """More text than is matched at once."""

    def __init__(self, length: int) -> None:
        super().__init__(
            "query_too_long",
            N_(
                "The text has %(length)s characters; up to %(most)s are searched. Shorten it to what "
                "the product does."
            ),
            status=422,
            field="q",
            length=length,
            most=LONGEST_QUERY,
        )


def read(kind: Kind, parameters: Mapping[str, Any], today: date | None = None) -> Query:
    """The query of these parameters (a werkzeug MultiDict, or a plain mapping whose values are
    texts or sequences of texts; texts may hold several values with commas).

    Raises Refused (422) with the field for a text that is too long, a limit that is no number
    from 1 to 100, a sort or a flag that does not exist.
    """
    text = _one(parameters, "q")
    if len(text) > LONGEST_QUERY:
        raise QueryTooLong(len(text))
    return Query(
        kind=kind,
        today=today or clock.today(),
        text=text,
        filters={name: values for name in FILTERS if (values := _filter(parameters, name))},
        sort=_sort(_one(parameters, "sort")),
        limit=limit_of(_one(parameters, "limit")),
        cursor=_one(parameters, "cursor"),
    )


def _filter(parameters: Mapping[str, Any], name: str) -> frozenset[str]:
    values = [
        piece.strip()
        for text in _all(parameters, name)
        for piece in text.split(",")
        if piece.strip()
    ]
    if name in _FLAGS:
        return frozenset({YES}) if any(_flag(name, value) for value in values) else frozenset()
    reader = {"industry": _industry, "region": _region, "ipc": ipc_value}.get(name, str)
    return frozenset(reader(value) for value in values)


def _industry(value: str) -> str:
    return reference.industry_code(value) or value


def _region(value: str) -> str:
    return value.removesuffix("00").removesuffix("00") if len(value) == 6 else value


def _flag(name: str, value: str) -> bool:
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise Refused(
        "flag_invalid",
        N_("%(name)s is yes or no: write 1 or leave it out."),
        status=422,
        field=name,
        name=name,
    )


def _sort(value: str) -> Sort | None:
    if not value:
        return None
    try:
        return Sort(value)
    except ValueError as error:
        raise Refused(
            "sort_unknown",
            N_("“%(value)s” is no order. Choose one of: %(known)s."),
            status=422,
            field="sort",
            value=value[:40],
            known=", ".join(Sort),
        ) from error


def limit_of(value: str) -> int:
    """How many items a page has; Refused (422) for what is no number from 1 to 100."""
    if not value:
        return PAGE_SIZE
    if value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= MOST_ITEMS:
        return int(value)
    raise Refused(
        "limit_invalid",
        N_("The limit is a number from 1 to %(most)s."),
        status=422,
        field="limit",
        most=MOST_ITEMS,
    )


def _one(parameters: Mapping[str, Any], name: str) -> str:
    values = _all(parameters, name)
    return values[0].strip() if values else ""


def _all(parameters: Mapping[str, Any], name: str) -> list[str]:
    getlist = getattr(parameters, "getlist", None)
    if getlist:
        return list(getlist(name))
    value = parameters.get(name)
    if value is None:
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [str(each) for each in value]
    return [str(value)]
