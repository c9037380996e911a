"""Reading a list of patents from the files that people have: XLSX, CSV, TSV, also gzipped.

Nothing is assumed about encoding, delimiter, the row of the headings, the number of sheets or
the dimensions that a workbook claims.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import openpyxl

from marketplace.errors import N_
from marketplace.patents.columns import Column, Layout, recognize
from marketplace.patents.decoding import (
    EXPANDED_LIMIT,
    OLD_OFFICE,
    Unreadable,
    decode,
    old_format,
    too_large,
    unzip,
)

_HEADING_SEARCH_ROWS = 40
_DELIMITERS = ",\t;|"
_DIGITS_OF_A_NUMBER = 4
"""Even a number that a spreadsheet destroyed (2.02E+12) keeps these."""

csv.field_size_limit(16 * 1024 * 1024)


@dataclass(frozen=True)
class Row:
    """A record of a list: its row number as a spreadsheet shows it, and its cells as text."""

    number: int
    cells: tuple[str, ...]
    layout: Layout
    sheet: str = ""

    def texts(self, column: Column) -> list[str]:
        """The filled cells of a column, best heading first."""
        places = self.layout.places.get(column, ())
        values = (self.cells[at] for at in places if at < len(self.cells))
        return [value for value in values if value]

    def text(self, column: Column) -> str:
        """The first filled cell of a column, or an empty text."""
        return next(iter(self.texts(column)), "")

    def place(self, column: Column) -> str:
        """How a report names the cell's column."""
        heading = self.layout.heading(column)
        return f"{self.sheet}!{heading}" if self.sheet else heading

    @property
    def is_note(self) -> bool:
        """A total or a remark around the table: one filled cell that is no number and no title."""
        filled = [(place, cell) for place, cell in enumerate(self.cells) if cell]
        if len(filled) != 1:
            return False
        place, cell = filled[0]
        if place in self.layout.places.get(Column.NUMBER, ()):
            return sum(character.isdigit() for character in cell) < _DIGITS_OF_A_NUMBER
        return place not in self.layout.places.get(Column.TITLE, ())


def read(data: bytes) -> list[Row]:
    """All records of all sheets that hold a list of patents.

    Raises Unreadable with code ``file_empty``, ``file_format``, ``file_damaged``,
    ``file_encoding``, ``file_too_large``, ``no_heading`` or ``no_number_column``.
    """
    if not data.strip():
        raise Unreadable("file_empty", N_("The file is empty. Choose the file with the list."))
    if data.startswith(b"\x1f\x8b"):
        data = unzip(data)
    if data.startswith(b"PK\x03\x04"):
        tables = _workbook(data)
    elif data.startswith(OLD_OFFICE):
        raise old_format()
    else:
        tables = [("", _delimited(data))]
    return _records(tables)


def grid(data: bytes) -> list[tuple[str, ...]]:
    """The rows of the first sheet that holds any, as text; of CSV or pasted text, split where it
    gives the most columns. Raises Unreadable like ``read``."""
    if not data.strip():
        raise Unreadable("file_empty", N_("The file is empty. Choose the file with the list."))
    if data.startswith(b"PK\x03\x04"):
        return next((rows for _, rows in _workbook(data) if rows), [])
    if data.startswith(OLD_OFFICE):
        raise old_format()
    text = decode(data)
    return max(
        (_split(text, delimiter) for delimiter in "\t,;|"),
        key=lambda rows: max(map(len, rows), default=0),
    )


def _records(tables: Iterable[tuple[str, list[tuple[str, ...]]]]) -> list[Row]:
    found = [(name, rows, _find_heading(rows)) for name, rows in tables]
    if not any(rows for _, rows, _ in found):
        raise Unreadable(
            "file_empty", N_("The sheet is empty: it has no filled cell. Choose the right file.")
        )
    lists = [(name, rows, heading) for name, rows, heading in found if heading]
    if not lists:
        raise Unreadable(
            "no_heading",
            N_(
                "No row of headings was found. The list needs a column “申请号” (application "
                "number) and a column “专利名称” (title)."
            ),
        )
    if not any(Column.NUMBER in heading[1].places for _, _, heading in lists):
        raise Unreadable(
            "no_number_column",
            N_(
                "The list has publication numbers only. Add a column “申请号” (application number); "
                "it stands on the certificate after ZL."
            ),
        )
    several = len(lists) > 1
    return [
        record
        for name, rows, heading in lists
        for record in _below(rows, heading, name if several else "")
    ]


def _below(
    rows: Sequence[tuple[str, ...]], heading: tuple[int, Layout], sheet: str
) -> Iterator[Row]:
    last, layout = heading
    number_at = layout.places.get(Column.NUMBER, (0,))[0]
    for index, cells in enumerate(rows[last + 1 :], start=last + 2):
        repeated = number_at < len(cells) and cells[number_at] == layout.headings[number_at]
        if any(cells) and not repeated:
            yield Row(index, cells, layout, sheet)


def _find_heading(rows: Sequence[tuple[str, ...]]) -> tuple[int, Layout] | None:
    """The index of the last row of headings and the layout, by the best of the first rows."""
    best: tuple[int, Layout] | None = None
    for index, cells in enumerate(islice(rows, _HEADING_SEARCH_ROWS)):
        layout = recognize(cells)
        if layout.is_table and (best is None or len(layout.places) > len(best[1].places)):
            best = (index, layout)
    if best is None:
        return None
    return _with_subheadings(rows, *best)


def _with_subheadings(
    rows: Sequence[tuple[str, ...]], index: int, layout: Layout
) -> tuple[int, Layout]:
    """Join a second row of headings (merged cells above 一级 and 二级) to the first."""
    if index + 1 >= len(rows):
        return index, layout
    below = rows[index + 1]
    number_at = layout.places.get(Column.NUMBER, (0,))[0]
    if number_at < len(below) and below[number_at]:
        return index, layout
    joined: list[str] = []
    group = ""
    width = max(len(below), len(layout.headings))
    for above, under in zip(_padded(layout.headings, width), _padded(below, width), strict=True):
        group = above or group
        joined.append(group + under if under else above)
    both = recognize(joined)
    gained = sum(map(len, both.places.values())) - sum(map(len, layout.places.values()))
    return (index + 1, both) if gained and both.is_table else (index, layout)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))


def _workbook(data: bytes) -> list[tuple[str, list[tuple[str, ...]]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > EXPANDED_LIMIT:
                raise too_large()
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return [(sheet.title, _sheet_rows(sheet)) for sheet in workbook.worksheets]
        finally:
            workbook.close()
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError, EOFError) as error:
        raise Unreadable(
            "file_damaged",
            N_("The workbook is damaged or no .xlsx file. Open it and save it again as .xlsx."),
        ) from error


def _sheet_rows(sheet: Any) -> list[tuple[str, ...]]:
    sheet.reset_dimensions()
    rows = [tuple(_text(value) for value in row) for row in sheet.iter_rows(values_only=True)]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _text(value: object) -> str:
    """A cell as text: whole figures without a decimal part, days in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _delimited(data: bytes) -> list[tuple[str, ...]]:
    text = decode(data)
    tables = [_split(text, delimiter) for delimiter in _DELIMITERS]
    return max(tables, key=_columns_found)


def _split(text: str, delimiter: str) -> list[tuple[str, ...]]:
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [tuple(cell.strip() for cell in record) for record in records]
    except csv.Error:
        return []
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _columns_found(rows: Sequence[tuple[str, ...]]) -> int:
    heading = _find_heading(rows)
    return len(heading[1].places) if heading else 0
