"""The copy sheet as XLSX, the same bytes for the same payload; overviews of many sheets."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.worksheet.worksheet import Worksheet

from marketplace.documents.sheets.common import remarks, source_text

_HEAD: Final = ("序号", "栏目", "填写内容", "来源", "备注")
_WIDTHS: Final = (6, 32, 48, 20, 44)
_ILLEGAL: Final = ILLEGAL_CHARACTERS_RE
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def xlsx(payload: dict[str, Any]) -> bytes:
    """The copy sheet as a workbook. Every cell is text: nothing typed by anybody is a formula."""
    workbook = Workbook()
    moment = _moment(payload)
    workbook.properties.created = moment
    workbook.properties.creator = ""
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):  # pragma: no cover - a new workbook has one worksheet
        raise TypeError("a new workbook has a worksheet")
    sheet.title = "填报对照稿"
    sheet.freeze_panes = "A2"
    _row(sheet, 1, _HEAD, bold=True)
    for column, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    line, order = 1, 0
    for group in payload["groups"]:
        line += 1
        _row(sheet, line, ("", group["title"]["zh"]), bold=True)
        for field in group["fields"]:
            line, order = line + 1, order + 1
            _row(sheet, line, _cells(order, field))
    return settled(workbook.save, moment)


def overview(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, title: str, moment: datetime
) -> bytes:
    """A workbook of one table; every cell is text, so nothing in it is ever a formula (R-96)."""
    workbook = Workbook(write_only=True)
    workbook.properties.created = moment
    workbook.properties.creator = ""
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for line, values in enumerate((head, *rows)):
        sheet.append([_text_cell(sheet, value, bold=line == 0) for value in values])
    return settled(workbook.save, moment)


def _text_cell(sheet: Any, value: str, *, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub("", value))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.font = Font(bold=bold)
    cell.quotePrefix = True
    return cell


def _cells(order: int, field: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(order),
        field["label"]["zh"],
        field["text"],
        source_text(field["source"]),
        remarks(field, "zh"),
    )


def _row(sheet: Worksheet, line: int, values: tuple[str, ...], *, bold: bool = False) -> None:
    style = _style(sheet, bold)
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(line, column)
        cell.style = style
        text_cell(cell, value)


def _style(sheet: Worksheet, bold: bool) -> str:
    """The name of the workbook's style for a row, made once for a workbook."""
    name = "bold" if bold else "plain"
    workbook: Any = sheet.parent
    if name not in workbook.named_styles:
        alignment = Alignment(wrap_text=True, vertical="top")
        workbook.add_named_style(NamedStyle(name=name, font=Font(bold=bold), alignment=alignment))
    return name


def text_cell(cell: Any, value: str) -> None:
    """Type ``value`` as text with the quote prefix: "=1+1" is shown as typed, never computed."""
    cell.value = _ILLEGAL.sub("", value)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True


def _moment(payload: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(payload["prepared_at"]).replace(tzinfo=None)


def settled(save: Any, moment: datetime) -> bytes:
    """The file without anything that depends on the moment of writing."""
    raw, out = io.BytesIO(), io.BytesIO()
    save(raw)
    day = moment.isoformat(timespec="seconds").encode() + b"Z"
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = _MODIFIED.sub(rb"\g<1>" + day + rb"\g<2>", source.read(name))
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return out.getvalue()
