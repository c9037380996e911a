"""Workbooks to work in: the template for a sheet of listings, and a batch as it stands.

Every cell is text, so that nothing typed by anybody is a formula (R-96), and a sheet that was
downloaded comes back through the same reader.
"""

import io
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from marketplace.batches.assessing import Assessment
from marketplace.batches.vocabulary import MODE_WORDS, ROUTE_WORDS
from marketplace.listings.fields import percent
from marketplace.terms.enums import FeeMode, Route
from marketplace.types import Money

HEADINGS: Final = {
    "zh": (
        "申请号",
        "专利名称",
        "许可路径",
        "收费方式",
        "金额（元）",
        "提成率（%）",
        "许可期限（月）",
        "免费期（月）",
        "先用后付（月）",
        "展示标题",
        "技术简介",
        "应用场景",
    ),
    "en": (
        "number",
        "title",
        "route",
        "fee_mode",
        "amount (yuan)",
        "rate (%)",
        "period_months",
        "free_months",
        "pay_later_months",
        "listing_title",
        "summary",
        "uses",
    ),
}
_EXAMPLES: Final = {
    "zh": (
        ("开放许可", "一次总付", "30000", "", "36", "", ""),
        ("普通许可", "先使用后付费", "30000", "", "36", "", "12"),
        ("开放许可", "入门费附加提成", "10000", "2", "60", "", ""),
        ("普通许可", "限期免费", "8000", "", "36", "12", ""),
        ("开放许可", "无偿", "", "", "36", "", ""),
    ),
    "en": (
        ("open", "lump_sum", "30000", "", "36", "", ""),
        ("ordinary", "pay_later", "30000", "", "36", "", "12"),
        ("open", "entry_royalty", "10000", "2", "60", "", ""),
        ("ordinary", "limited_free", "8000", "", "36", "12", ""),
        ("open", "free", "", "", "36", "", ""),
    ),
}
_NOTES: Final = {
    "zh": (
        ("申请号", "必填。带校验位的申请号，ZL、CN 前缀和空格都可以。专利须已在贵单位的清单中。"),
        ("专利名称", "仅供核对，不改动专利记录。"),
        ("许可路径", "开放许可（每件专利一份声明）或普通许可（签署一次要约）。"),
        ("收费方式", "可填：{modes}。"),
        ("金额（元）", "一次总付、入门费或每年的费用；表头写“万元”时按万元读取。"),
        ("提成率（%）", "按净销售额的百分比，如 3.5。"),
        ("许可期限（月）", "自生效起的月数；超出专利有效期的，到专利期满为止。"),
        ("免费期（月）", "限期免费的月数；先用后转的填试用月数。"),
        ("先用后付（月）", "生效满多少个月后付费；不填按 12 个月。"),
        ("展示标题", "写给买方看的标题；不填用专利名称。"),
        ("技术简介、应用场景", "不填用清单中的“技术优势”和“产业化前景”。"),
    ),
    "en": (
        ("number", "Required. Application number with check digit; ZL, CN and spaces are fine."),
        ("title", "For your own check only; the patent's record is not changed."),
        ("route", "open (one declaration for each patent) or ordinary (one standing offer)."),
        ("fee_mode", "One of: {modes}."),
        ("amount (yuan)", "Lump sum, entry fee or yearly fee; “wan yuan” in the heading counts."),
        ("rate (%)", "Percent of net sales, for example 3.5."),
        ("period_months", "Months from effect; never beyond the life of the patent."),
        ("free_months", "Months of free time, or of the trial."),
        ("pay_later_months", "Payment opens so many months after effect; empty means 12."),
        ("listing_title", "A title for buyers; empty takes the patent's."),
        ("summary, uses", "Empty takes advantage and outlook from your inventory."),
    ),
}

_WIDTHS: Final = (20, 36, 12, 18, 12, 10, 12, 10, 12, 30, 40, 40)


def template(language: str) -> bytes:
    """The empty sheet with a second one of examples and explanations."""
    language = "en" if language == "en" else "zh"
    book, _ = _book("许可信息" if language == "zh" else "listings", HEADINGS[language])
    notes = book.create_sheet("填写说明" if language == "zh" else "How to fill in")
    word = 1 if language == "en" else 0
    modes = "、".join(_word(MODE_WORDS[mode], word) for mode in MODE_WORDS)
    for name, text in _NOTES[language]:
        notes.append([name, text.format(modes=modes)])
    notes.append([])
    examples = HEADINGS[language][2:9]
    notes.append(["例" if language == "zh" else "Examples", *examples])
    for place, example in enumerate(_EXAMPLES[language], start=1):
        notes.append([str(place), *example])
    notes.column_dimensions["A"].width = 22
    notes.column_dimensions["B"].width = 60
    for row in notes.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    return _bytes(book)


def filled(found: Sequence[Assessment], language: str) -> bytes:
    """A batch as it stands, to mend elsewhere and bring back; empty cells follow the preset."""
    language = "en" if language == "en" else "zh"
    book, sheet = _book("许可信息" if language == "zh" else "listings", HEADINGS[language])
    for each in found:
        _append(sheet, _row(each, 1 if language == "en" else 0))
    return _bytes(book)


def _row(each: Assessment, word: int) -> list[str]:
    figures, entry = each.entry.differences, each.entry
    route, mode = figures.get("route"), figures.get("fee_mode")
    amount = figures.get("amount_fen")
    rate = figures.get("rate_ppm")
    return [
        each.patent.number,
        each.patent.title,
        _word(ROUTE_WORDS[Route(route)], word) if route else "",
        _word(MODE_WORDS.get(FeeMode(mode), mode), word) if mode else "",
        "" if amount is None else Money(amount).yuan(),
        "" if rate is None else percent(rate),
        *(str(figures.get(name) or "") for name in ("months", "free_months", "defer_months")),
        entry.title or "",
        entry.summary or "",
        entry.uses or "",
    ]


def _word(words: str, place: int) -> str:
    """The first word is the Chinese one; English names are the plain code words."""
    found = words.split()
    return next((each for each in found if each.isascii()), found[0]) if place else found[0]


def _book(name: str, headings: Sequence[str]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    _append(sheet, headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJKL"[place]].width = width
    sheet.freeze_panes = "C2"
    return book, sheet


def _append(sheet: Worksheet, values: Sequence[str]) -> None:
    sheet.append(list(values))
    for cell in sheet[sheet.max_row]:
        cell.data_type, cell.number_format = "s", "@"


def _bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
