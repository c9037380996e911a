"""Tables that people paste or upload, read by their headings: each row as texts by key."""

import unicodedata
from collections.abc import Mapping, Sequence, Set
from typing import Final

from marketplace.patents.sheets import grid

Headings = Mapping[str, tuple[str, ...]]
_SEARCHED: Final = 10


def keyed_rows(
    data: bytes, headings: Headings, order: Sequence[str], needed: Set[str]
) -> list[tuple[int, dict[str, str]]]:
    """The filled rows below the headings with their number as a spreadsheet counts.

    A heading belongs to the first key of which it holds a word; headings are those that name all of
    ``needed``. Without any the columns are taken in ``order``. Raises Unreadable like ``grid``.
    """
    rows = grid(data)
    at, places = _heading(rows, headings, order, needed)
    return [
        (index, {key: cells[place].strip() for key, place in places.items() if place < len(cells)})
        for index, cells in enumerate(rows[at:], start=at + 1)
        if any(cell.strip() for cell in cells)
    ]


def _heading(
    rows: Sequence[Sequence[str]], headings: Headings, order: Sequence[str], needed: Set[str]
) -> tuple[int, dict[str, int]]:
    """The index of the first row below the headings, and the place of each column."""
    for index, cells in enumerate(rows[:_SEARCHED]):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            plain = unicodedata.normalize("NFKC", cell).strip().lower()
            key = next((k for k, names in headings.items() if any(n in plain for n in names)), "")
            if key and plain:
                places.setdefault(key, place)
        if needed <= set(places):
            return index + 1, places
    return 0, {key: place for place, key in enumerate(order)}
