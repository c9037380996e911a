"""The sheet in the manner of the office's own form: one page to print and stamp, with annex pages
for patents beyond the third. Order and names of its cells are recalled; it says so itself."""

from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from marketplace.documents.sheets.office import settled, text_cell

ON_THE_FORM: Final = 3
"""Patents that the form itself has room for."""
ON_AN_ANNEX: Final = 20

_COLUMNS: Final = (("A", 6), ("B", 24), ("C", 34), ("D", 14), ("E", 14), ("F", 22))
_HEAD: Final = ("序号", "专利号", "发明创造名称", "申请日", "授权公告日", "专利权人")
_KEYS: Final = ("patent_number", "patent_title", "filing_on", "granted_on", "patentees")
_LINE: Final = Side(style="thin", color="000000")
_BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SONG: Final = "宋体"


def form(payload: dict[str, Any]) -> bytes:
    """The form as XLSX; the same bytes for the same payload, every cell text."""
    moment = datetime.fromisoformat(payload["prepared_at"]).replace(tzinfo=None)
    workbook = Workbook()
    workbook.properties.created, workbook.properties.creator = moment, ""
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):  # pragma: no cover - a new workbook has one worksheet
        raise TypeError("a new workbook has a worksheet")
    sheet.title = "申请表"
    _page(sheet)
    patents = _patents(payload)
    line = _title(sheet, payload)
    for group in payload["groups"]:
        line = _heading(sheet, line, group["title"]["zh"])
        if any(field["key"] == "patent_number" for field in group["fields"]):
            line = _table(sheet, line, patents[:ON_THE_FORM])
            line = _more(sheet, line, len(patents))
        else:
            line = _fields(sheet, line, group["fields"])
    _signatures(sheet, line, payload)
    _annexes(workbook, payload, patents)
    return settled(workbook.save, moment)


def _page(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize, sheet.page_setup.orientation = "9", "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for column, width in _COLUMNS:
        sheet.column_dimensions[column].width = width


def _title(sheet: Worksheet, payload: dict[str, Any]) -> int:
    title = payload["title"]["zh"].removesuffix("填报对照稿").strip()
    _wide(sheet, 1, f"{title}申请表", bold=True, size=16, border=False, center=True)
    note = "按受理机构表单整理，栏目以系统表单为准；请打印后由请求人签字或者盖章。"
    _wide(sheet, 2, note, size=9, border=False, center=True)
    return 3


def _heading(sheet: Worksheet, line: int, text: str) -> int:
    _wide(sheet, line, text, bold=True)
    return line + 1


def _fields(sheet: Worksheet, line: int, fields: list[dict[str, Any]]) -> int:
    for field in fields:
        _cell(sheet, line, 1, field["label"]["zh"], last=2)
        _cell(sheet, line, 3, field["text"] or "", last=6)
        rows = max(field["text"].count("\n") + 1, len(field["text"]) // 40 + 1)
        sheet.row_dimensions[line].height = 18 * max(rows, len(field["label"]["zh"]) // 14 + 1)
        line += 1
    return line


def _table(sheet: Worksheet, line: int, patents: list[tuple[str, ...]], first: int = 1) -> int:
    for column, text in enumerate(_HEAD, start=1):
        _cell(sheet, line, column, text, bold=True)
    for order, values in enumerate(patents, start=first):
        line += 1
        for column, text in enumerate((str(order), *values), start=1):
            _cell(sheet, line, column, text)
        widest = max(len(values[1]) // 16, len(values[4]) // 10)
        sheet.row_dimensions[line].height = 18 * (widest + 1)
    return line + 1


def _more(sheet: Worksheet, line: int, count: int) -> int:
    rest = f"，其余 {count - ON_THE_FORM} 件见附页" if count > ON_THE_FORM else ""
    _wide(sheet, line, f"共 {count} 件专利{rest}。")
    return line + 1


def _signatures(sheet: Worksheet, line: int, payload: dict[str, Any]) -> None:
    _wide(sheet, line, "请求人签字或者盖章：                    年    月    日")
    sheet.row_dimensions[line].height = 60
    text = f"平台填报标识 {payload['filing']}；本表由当事人或者其委托的专利代理机构提交。"
    _wide(sheet, line + 1, text, size=9, border=False)


def _annexes(workbook: Workbook, payload: dict[str, Any], patents: list[tuple[str, ...]]) -> None:
    rest = patents[ON_THE_FORM:]
    for number, start in enumerate(range(0, len(rest), ON_AN_ANNEX), start=1):
        sheet = workbook.create_sheet(f"附页{number}")
        _page(sheet)
        _wide(sheet, 1, f"专利清单附页（{number}）", bold=True, size=14, border=False, center=True)
        chunk = rest[start : start + ON_AN_ANNEX]
        line = _table(sheet, 2, chunk, first=ON_THE_FORM + start + 1)
        _signatures(sheet, line, payload)


def _patents(payload: dict[str, Any]) -> list[tuple[str, ...]]:
    """The columns of the patents' section, row by row."""
    found = {
        field["key"]: field["value"]
        for group in payload["groups"]
        for field in group["fields"]
        if field["key"] in _KEYS
    }
    columns = [found.get(key) or [] for key in _KEYS]
    count = len(columns[0]) if isinstance(columns[0], list) else 0
    return [tuple(_text(column, row) for column in columns) for row in range(count)]


def _text(column: Any, row: int) -> str:
    value = column[row] if isinstance(column, list) and row < len(column) else ""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _wide(
    sheet: Worksheet,
    line: int,
    text: str,
    *,
    bold: bool = False,
    size: int = 11,
    border: bool = True,
    center: bool = False,
) -> None:
    _cell(sheet, line, 1, text, last=6, bold=bold, size=size, border=border, center=center)


def _cell(
    sheet: Worksheet,
    line: int,
    column: int,
    text: str,
    *,
    last: int | None = None,
    bold: bool = False,
    size: int = 11,
    border: bool = True,
    center: bool = False,
) -> None:
    style = _style(sheet, bold, size, border, center)
    last = last or column
    for each in range(column, last + 1):
        sheet.cell(line, each).style = style
    text_cell(sheet.cell(line, column), text)
    if last > column:
        # merge_cells() would format every cell of the range anew, which takes most of the time
        sheet.merged_cells.add(CellRange(None, column, line, last, line).coord)


def _style(sheet: Worksheet, bold: bool, size: int, border: bool, center: bool) -> str:
    """The name of the workbook's style for these; made once for a workbook."""
    workbook: Any = sheet.parent
    name = f"{size}{'b' if bold else ''}{'l' if border else ''}{'c' if center else ''}"
    if name not in workbook.named_styles:
        style = NamedStyle(
            name=name,
            font=Font(name=_SONG, size=size, bold=bold),
            alignment=Alignment(
                wrap_text=True, vertical="center", horizontal="center" if center else "left"
            ),
        )
        if border:
            style.border = _BORDER
        workbook.add_named_style(style)
    return name
