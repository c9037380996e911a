"""The copy sheet as editable DOCX and as XLSX, the same bytes for the same payload."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any, Final

import docx as word
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from marketplace.registration.package.sheets import remarks, source_text

_FONT: Final = "Noto Serif CJK SC"
_HEAD: Final = ("序号", "栏目", "填写内容", "来源", "备注")
_WIDTHS: Final = (6, 32, 48, 20, 44)
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def docx(payload: dict[str, Any]) -> bytes:
    """An editable copy sheet for those who fill in their own paper form."""
    document = word.Document()
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    moment = _moment(payload)
    document.core_properties.created = document.core_properties.modified = moment
    document.core_properties.author = ""
    document.core_properties.title = payload["title"]["zh"]
    document.add_heading(payload["title"]["zh"], level=1)
    document.add_paragraph(payload["office"]["zh"])
    for notice in payload["notices"]:
        document.add_paragraph(notice["zh"], style="List Bullet")
    for group in payload["groups"]:
        document.add_heading(group["title"]["zh"], level=2)
        _table(document, group["fields"])
    if payload["papers"]:
        document.add_heading("另行提交的文件", level=2)
        for paper in payload["papers"]:
            document.add_paragraph(paper["zh"], style="List Bullet")
    return _settled(document.save, moment)


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
    return _settled(workbook.save, moment)


def _cells(order: int, field: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(order),
        field["label"]["zh"],
        field["text"],
        source_text(field["source"]),
        remarks(field, "zh"),
    )


def _row(sheet: Worksheet, line: int, values: tuple[str, ...], *, bold: bool = False) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(line, column)
        # Typed as text with the quote prefix: "=1+1" is shown as typed and never computed.
        cell.value = value
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=bold)
        cell.quotePrefix = True


def _table(document: Any, fields: list[dict[str, Any]]) -> None:
    table = document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    for field in fields:
        cells = table.add_row().cells
        cells[0].text = field["label"]["zh"]
        cells[1].text = field["text"]
        cells[2].text = remarks(field, "zh")


def _moment(payload: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(payload["prepared_at"]).replace(tzinfo=None)


def _settled(save: Any, moment: datetime) -> bytes:
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
