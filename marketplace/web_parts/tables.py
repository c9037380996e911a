"""A table as a workbook, in one house style; no cell of it can be run as a formula (R-96)."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from marketplace.types import Money

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AMOUNT = "#,##0.00;-#,##0.00"


def guarded(value: object) -> str:
    """A text for a spreadsheet; one that could begin a formula is led by an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def workbook(
    title: str, heads: Iterable[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]
) -> bytes:
    """One sheet. ``Money`` becomes a number of yuan with two decimals, everything else a guarded
    text, so that nothing anybody typed is a formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = title[:31]
    sheet.append([guarded(each) for each in heads])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        sheet.append([_value(each) for each in row])
        for place, each in enumerate(row):
            cell = sheet.cell(sheet.max_row, place + 1)
            if isinstance(each, Money):
                cell.number_format = _AMOUNT
            else:
                cell.data_type = "s"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(value: Any) -> Any:
    if isinstance(value, Money):
        return value.decimal()
    return value.isoformat() if isinstance(value, date) else guarded(value)
