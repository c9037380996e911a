"""Order of results and the cursor that names a place in it."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from typing import Any

from marketplace.search.backend import CursorInvalid, Hit, Query, Sort
from marketplace.search.snapshot import Row, Snapshot

Place = tuple[float, int, str]
_LAST = float("inf")


def page(
    snapshot: Snapshot, documents: Iterable[int], scores: Mapping[int, float], query: Query
) -> tuple[list[Hit], str | None]:
    """One page of hits after the cursor, and the next page's cursor if there is more.

    The order is total (the key decides last), and the cursor holds the place of the last hit
    instead of a count, so that pages neither repeat nor skip while documents come and go.
    """
    order = query.sort or default_sort(query)
    after = _read(query.cursor, query) if query.cursor else None
    rows = ((number, snapshot.rows[number]) for number in documents)
    places = (
        (_place(order, row, scores.get(number, 0.0)), scores.get(number, 0.0))
        for number, row in rows
        if row
    )
    following = (item for item in places if after is None or item[0] > after)
    chosen = nsmallest(query.limit + 1, following)
    hits = [Hit(place[2], score) for place, score in chosen[: query.limit]]
    more = len(chosen) > query.limit
    return hits, _write(chosen[query.limit - 1][0], query) if more else None


def default_sort(query: Query) -> Sort:
    """By relevance where something was asked, else the newest first."""
    return Sort.RELEVANCE if query.text.strip() else Sort.NEWEST


def _place(order: Sort, row: Row, score: float) -> Place:
    newest = -(row["published"] or 0)
    match order:
        case Sort.RELEVANCE:
            return (-round(score, 9), newest, row["key"])
        case Sort.FEE:
            return (_LAST if row["fee"] is None else row["fee"], newest, row["key"])
        case Sort.LIFE:
            return (-(row["expires"] or 0), newest, row["key"])
        case _:
            return (newest, 0, row["key"])


def _write(place: Place, query: Query) -> str:
    data = json.dumps([_digest(query), *place]).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _read(cursor: str, query: Query) -> Place:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        data: Any = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        digest, first, second, key = data
        place = (float(first), int(second), str(key))
    except (ValueError, TypeError, OverflowError) as error:
        raise CursorInvalid from error
    if digest != _digest(query):
        raise CursorInvalid
    return place


def _digest(query: Query) -> str:
    filters = sorted((name, sorted(values)) for name, values in query.filters.items() if values)
    asked = json.dumps([query.kind, query.text, filters, query.sort], ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()[:12]
