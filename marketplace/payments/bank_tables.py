"""Bank statements as tables: whose headings differ by bank, with money in one column or in two."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import islice

from marketplace.errors import N_
from marketplace.patents.decoding import Unreadable
from marketplace.patents.sheets import grid
from marketplace.payments.bank_reading import (
    Entry,
    Reading,
    RowRefused,
    day_of,
    fen_of,
    plain,
    require_yuan,
)

_SEARCHED_ROWS = 40
_NOTHING = {"", "-", "--", "—", "/"}
_ZERO = re.compile(r"^[+-]?0*(\.0*)?$")


class Column(StrEnum):
    VALUE_DAY = "value_day"
    BOOKED = "booked"
    DAY = "day"
    CREDIT = "credit"
    DEBIT = "debit"
    AMOUNT = "amount"
    SIDE = "side"
    PAYER = "payer"
    ACCOUNT = "account"
    REFERENCE = "reference"
    PURPOSE = "purpose"
    CURRENCY = "currency"


C = Column

_HEADINGS = {
    C.VALUE_DAY: "起息日 起息日期 valuedate",
    C.BOOKED: "记账日期 记账日 记账时间 入账日期 入账时间 入账日 过账日期 账务日期 bookingdate",
    C.DAY: "交易日期 交易时间 交易日 日期 时间 date transactiondate",
    C.CREDIT: "贷方发生额 贷方金额 贷方 收入 收入金额 转入金额 存入金额 入账金额 收款金额 来账金额 "
    "credit creditamount",
    C.DEBIT: "借方发生额 借方金额 借方 支出 支出金额 转出金额 支取金额 付款金额 往账金额 "
    "debit debitamount",
    C.AMOUNT: "交易金额 发生额 金额 amount",
    C.SIDE: "借贷标志 借贷标识 借贷方向 借贷 借/贷 收支方向 收支标志 收支 收/支 交易方向 方向 dc",
    C.PAYER: "对方户名 对方名称 对方账户名称 对方账户名 对方单位名称 对方单位 付款人名称 付款人户名 "
    "付款人 付款方户名 付款方名称 付款方 交易对方 交易对手 对手名称 对手户名 payer counterparty",
    C.ACCOUNT: "对方账号 对方账户 对方卡号 付款人账号 付款方账号 对手账号 payeraccount",
    C.REFERENCE: "交易流水号 流水号 银行流水号 核心流水号 交易流水 交易参考号 业务编号 业务流水号 "
    "账户明细编号 回单编号 交易序号 凭证号 凭证号码 reference transactionid",
    C.PURPOSE: "摘要 用途 附言 备注 交易附言 摘要说明 交易说明 交易摘要 客户附言 汇款附言 汇款用途 "
    "purpose remark details",
    C.CURRENCY: "币种 货币 交易币种 currency",
}
_BY_HEADING = {word: column for column, words in _HEADINGS.items() for word in words.split()}
_IN = {"贷", "贷方", "c", "cr", "credit", "收", "收入", "来账", "转入", "存入", "+"}
_OUT = {"借", "借方", "d", "dr", "debit", "支", "支出", "往账", "转出", "支取", "-"}
_DAYS = (C.VALUE_DAY, C.BOOKED, C.DAY)

Layout = dict[Column, list[int]]


def read_table(data: bytes) -> Reading:
    """The rows of a CSV file or workbook; Unreadable where no heading says day and amount."""
    rows = grid(data)
    heading = _heading(rows)
    if heading is None:
        raise Unreadable(
            "no_bank_heading",
            N_(
                "No row of headings was found. The statement needs a column with the day "
                "(交易日期) and columns with the money (贷方发生额 and 借方发生额, or 交易金额)."
            ),
        )
    at, layout = heading
    reading = Reading()
    for number, cells in _records(rows, at, layout):
        try:
            entry = _entry(number, _Cells(cells, layout))
        except RowRefused as refusal:
            reading.refused.append((number, refusal))
        else:
            reading.entries.append(entry)
    return reading


class _Cells:
    """One row by column."""

    def __init__(self, cells: Sequence[str], layout: Layout) -> None:
        self._cells = cells
        self._layout = layout

    def all(self, column: Column) -> list[str]:
        places = self._layout.get(column, [])
        found = (self._cells[at].strip() for at in places if at < len(self._cells))
        return [text for text in found if text not in _NOTHING]

    def text(self, column: Column) -> str:
        return next(iter(self.all(column)), "")


def _heading(rows: Sequence[tuple[str, ...]]) -> tuple[int, Layout] | None:
    best: tuple[int, Layout] | None = None
    for at, cells in enumerate(islice(rows, _SEARCHED_ROWS)):
        layout = _layout(cells)
        has_money = C.CREDIT in layout or C.AMOUNT in layout
        is_heading = has_money and any(day in layout for day in _DAYS)
        if is_heading and (best is None or len(layout) > len(best[1])):
            best = (at, layout)
    return best


def _layout(cells: Sequence[str]) -> Layout:
    layout: Layout = {}
    for at, cell in enumerate(cells):
        column = _column(cell)
        if column is not None:
            layout.setdefault(column, []).append(at)
    return layout


def _column(cell: str) -> Column | None:
    said = re.sub(r"[\s:*_]", "", unicodedata.normalize("NFKC", cell)).lower()
    short = re.sub(r"[(\[（].*", "", said)
    return _BY_HEADING.get(said) or _BY_HEADING.get(short)


def _records(
    rows: Sequence[tuple[str, ...]], at: int, layout: Layout
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows below the heading: without empty ones, repeated headings, sums and remarks."""
    for number, cells in enumerate(rows[at + 1 :], start=at + 2):
        filled = [cell for cell in cells if cell.strip() not in _NOTHING]
        is_sum = any(
            plain(cell).startswith(("合计", "总计", "小计", "本页", "期初", "期末", "承前页"))
            for cell in filled
        )
        if len(filled) > 1 and not is_sum and _layout(cells) != layout:
            yield number, cells


def _entry(number: int, cells: _Cells) -> Entry:
    require_yuan(cells.text(C.CURRENCY))
    amount = _amount(cells)
    return Entry(
        number=number,
        value_day=day_of(next((cells.text(day) for day in _DAYS if cells.text(day)), "")),
        amount_fen=amount,
        payer=cells.text(C.PAYER)[:300],
        payer_account=cells.text(C.ACCOUNT)[:60],
        reference=cells.text(C.REFERENCE)[:120],
        purpose=" ".join(cells.all(C.PURPOSE))[:1000],
        takes_back=amount < 0 and _is_red(cells),
    )


def _amount(cells: _Cells) -> int:
    """Fen, positive came in. A negative credit is one taken back (红字)."""
    came, left = _money(cells, C.CREDIT), _money(cells, C.DEBIT)
    if came and left:
        raise RowRefused(
            "row_both_sides",
            N_("The row has money on both sides. Write one of them and read the file again."),
        )
    if came or left:
        return came - left
    amount, side = _money(cells, C.AMOUNT), plain(cells.text(C.SIDE)) or cells.text(C.SIDE)
    if not amount:
        raise RowRefused("row_empty", N_("The row has no amount. Nothing was booked by the bank."))
    if side in _OUT:
        return -amount
    if side and side not in _IN:
        raise RowRefused(
            "row_side",
            N_("“%(value)s” does not say whether money came in (贷) or went out (借)."),
            value=cells.text(C.SIDE)[:20],
        )
    return amount


def _money(cells: _Cells, column: Column) -> int:
    text = cells.text(column)
    return 0 if _ZERO.match(text) else fen_of(text)


def _is_red(cells: _Cells) -> bool:
    return _money(cells, C.CREDIT) < 0 or plain(cells.text(C.SIDE)) in _IN
