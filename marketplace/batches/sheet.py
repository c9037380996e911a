"""Reading a sheet of listings: one row per patent, columns found by name, Chinese or English.

Files, headings and numbers are read as lists of patents are; beside the inventory's own columns
these are known. What is missing in a row comes from the defaults.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from marketplace.batches.figures import read_amount, read_count, read_rate, read_text
from marketplace.batches.vocabulary import read_mode, read_route
from marketplace.errors import N_
from marketplace.patents import cells, sheets
from marketplace.patents.cells import Problem, Reading
from marketplace.patents.columns import Column, heading_unit
from marketplace.patents.numbers import NumberError, parse
from marketplace.patents.rows import Finding
from marketplace.patents.sheets import Row


class Field(StrEnum):
    """Columns of a sheet of listings; the values are the keys of `building` and of the texts."""

    ROUTE = "route"
    FEE_MODE = "fee_mode"
    AMOUNT = "amount_fen"
    RATE = "rate_ppm"
    MONTHS = "months"
    YEARS = "years"
    FREE_MONTHS = "free_months"
    DEFER_MONTHS = "defer_months"
    TITLE = "title"
    SUMMARY = "summary"
    USES = "uses"


_NAMES: Final[dict[Field, str]] = {
    Field.ROUTE: "路径 许可路径 许可类型 许可方式路径 route way license_route",
    Field.FEE_MODE: "收费方式 支付方式 许可使用费支付方式 费用方式 fee_mode fee_model payment",
    Field.AMOUNT: (
        "金额 固定金额 许可使用费标准 一次总付金额 一次总付 入门费 年费用 每年费用 每期金额 "
        "amount fixed_amount lump_sum entry_fee yearly_fee"
    ),
    Field.RATE: "提成率 提成比例 费率 rate royalty_rate",
    Field.MONTHS: "许可期限月 许可期限 期限月 period_months period months",
    Field.YEARS: "许可期限年 期限年 period_years years",
    Field.FREE_MONTHS: "免费期月 免费月数 免费期 试用期月 free_months",
    Field.DEFER_MONTHS: "先用后付月 延期付费月 延期月数 付费触发月数 pay_later_months defer_months",
    Field.TITLE: "许可信息标题 展示标题 买方标题 listing_title buyer_title",
    Field.SUMMARY: "技术简介 能做什么 产品简介 简介 summary what_it_does",
    Field.USES: "应用场景 用途 应用领域 使用场景 uses applications",
}
_UNITS: Final = re.compile(r"万元|元|wan_?yuan|yuan|rmb|cny|百分比|percent")
_LETTERS: Final = re.compile(r"[^0-9a-z\u4e00-\u9fff]")
_KNOWN: Final = {
    _LETTERS.sub("", name): column for column, names in _NAMES.items() for name in names.split()
}
_TEXTS: Final = {Field.TITLE, Field.SUMMARY, Field.USES}


@dataclass
class SheetRow:
    """What one row says about the patent `number`: figures and texts, and where each stands."""

    row: Row
    number: str
    values: dict[str, Any]
    places: Mapping[Field, int]
    warnings: list[Finding] = field(default_factory=list)

    def finding(self, path: str, code: str, message: str, params: Mapping[str, Any]) -> Finding:
        """A finding about the terms at the column that it comes from."""
        column = _COLUMN_OF.get(path.split(".")[0]) or Field.AMOUNT
        texts = {name: str(value) for name, value in params.items()}
        return Finding(self.row.number, _place(self.row, self.places, column), code, message, texts)


@dataclass
class Sheet:
    """The rows that name a patent, and those that cannot be taken."""

    read: int = 0
    rows: list[SheetRow] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    unchanged: int = 0


def read(data: bytes, defaults: Mapping[str, Any], *, needs_fee: bool = True) -> Sheet:
    """Read a file. Raises `sheets.Unreadable`.

    `defaults` hold figures for what a row leaves empty; a row that says something unreadable is
    refused, never silently given the default. `needs_fee=False` where a preset has the amount of
    rows that state none.
    """
    sheet = Sheet()
    seen: dict[str, SheetRow] = {}
    for row in sheets.read(data):
        if row.is_note:
            continue
        sheet.read += 1
        try:
            found = _read_row(row, defaults, needs_fee)
        except _Refusal as refusal:
            sheet.refused.append(refusal.finding)
            continue
        if found.number in seen:
            sheet.unchanged += 1
            sheet.warnings.append(_repeated(found, seen[found.number]))
            continue
        seen[found.number] = found
        sheet.rows.append(found)
        sheet.warnings.extend(found.warnings)
    return sheet


def fields_of(headings: Sequence[str]) -> dict[Field, int]:
    """Where each column of terms and texts stands; the first of a name counts."""
    places: dict[Field, int] = {}
    for at, heading in enumerate(headings):
        plain = unicodedata.normalize("NFKC", heading).lower()
        bare = re.sub(r"[(\[【][^)\]】]*[)\]】]", "", plain)
        for variant in (plain, bare, _UNITS.sub("", plain)):
            column = _KNOWN.get(_LETTERS.sub("", variant))
            if column:
                places.setdefault(column, at)
                break
    return places


class _Refusal(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def _read_row(row: Row, defaults: Mapping[str, Any], needs_fee: bool) -> SheetRow:
    places = fields_of(row.layout.headings)
    found = SheetRow(row, _number(row), dict(defaults), places)
    for column, reader in _READERS.items():
        at = places.get(column)
        text = row.cells[at] if at is not None and at < len(row.cells) else ""
        reading = reader(text, row.layout.headings[at] if at is not None else "")
        if reading.problem:
            raise _Refusal(_at(row, places, column, reading.problem))
        if reading.value is not None:
            found.values[column.value] = reading.value
    _years(found)
    _asked_fee(found, row, needs_fee)
    return found


def _number(row: Row) -> str:
    text = row.text(Column.NUMBER)
    try:
        return parse("" if cells.is_nothing(text) else text).text
    except NumberError as error:
        problem = Finding(
            row.number, row.place(Column.NUMBER), error.code, error.message, error.params
        )
        raise _Refusal(problem) from error


def _years(found: SheetRow) -> None:
    years = found.values.pop(Field.YEARS.value, None)
    if years is not None and Field.MONTHS not in found.places:
        found.values["months"] = years * 12


def _asked_fee(found: SheetRow, row: Row, needs_fee: bool) -> None:
    """The inventory's 费用标准 where no amount of its own is stated: what cannot be read as one
    fee refuses the row, for nobody may guess a price."""
    if "amount_fen" in found.values or Column.ASKING_FEE not in row.layout.places:
        return
    if found.values.get("fee_mode") in _WITHOUT_AMOUNT:
        return
    text = row.text(Column.ASKING_FEE)
    reading = cells.read_fee(text, heading_unit(row.layout.heading(Column.ASKING_FEE)))
    problem = reading.problem
    if problem is None and reading.value is None and needs_fee:
        problem = _unstated(row)
    if problem and not (found.values.get("rate_ppm") and not text):
        raise _Refusal(
            Finding(
                row.number,
                row.place(Column.ASKING_FEE),
                problem.code,
                problem.message,
                problem.params,
            )
        )
    if reading.value == 0:
        found.values["fee_mode"] = "free"
    elif reading.value is not None:
        found.values["amount_fen"] = reading.value


def _unstated(row: Row) -> Problem:
    wish = row.text(Column.PRICE_INTENTION)
    if wish:
        return Problem(
            "fee_missing",
            N_(
                "No fee is stated; “%(value)s” is a wish and no fee. Enter one amount, or leave "
                "the patent out."
            ),
            {"value": wish[:60]},
        )
    return Problem("fee_missing", N_("No fee is stated. Enter an amount, or take the patent out."))


_READERS: Final[dict[Field, Callable[[str, str], Reading]]] = {
    Field.ROUTE: read_route,
    Field.FEE_MODE: read_mode,
    Field.AMOUNT: read_amount,
    Field.RATE: read_rate,
    Field.MONTHS: read_count,
    Field.YEARS: read_count,
    Field.FREE_MONTHS: read_count,
    Field.DEFER_MONTHS: read_count,
    Field.TITLE: read_text,
    Field.SUMMARY: read_text,
    Field.USES: read_text,
}
_WITHOUT_AMOUNT: Final = frozenset({"free", "royalty", "negotiable", "shares"})
_COLUMN_OF: Final = {
    "amount_fen": Field.AMOUNT,
    "lump_sum": Field.AMOUNT,
    "entry_fee": Field.AMOUNT,
    "instalments": Field.AMOUNT,
    "transfer": Field.AMOUNT,
    "royalty": Field.RATE,
    "rate_ppm": Field.RATE,
    "period": Field.MONTHS,
    "free_window": Field.FREE_MONTHS,
    "trial": Field.FREE_MONTHS,
    "deferral": Field.DEFER_MONTHS,
    "fee_mode": Field.FEE_MODE,
    "route": Field.ROUTE,
}


def _at(row: Row, places: Mapping[Field, int], column: Field, problem: Problem) -> Finding:
    place = _place(row, places, column)
    return Finding(row.number, place, problem.code, problem.message, problem.params)


def _place(row: Row, places: Mapping[Field, int], column: Field) -> str:
    """The heading as the file writes it; the inventory's fee column stands for the amount."""
    at = places.get(column)
    if at is None:
        return row.place(Column.ASKING_FEE) if column is Field.AMOUNT else column.value
    heading = row.layout.headings[at]
    return f"{row.sheet}!{heading}" if row.sheet else heading


def _repeated(found: SheetRow, first: SheetRow) -> Finding:
    return Finding(
        found.row.number,
        found.row.place(Column.NUMBER),
        "row_repeated",
        N_("%(number)s stands in row %(row)s already; only that row counts."),
        {"number": found.number, "row": str(first.row.number)},
    )
