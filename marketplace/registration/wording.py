"""Amounts in the words of the office's forms, in Chinese, from the record and nothing else."""

from collections.abc import Iterable

from marketplace.obligations.models import Obligation
from marketplace.terms.enums import Reason
from marketplace.types import Money

REASONS = {
    Reason.ENTRY_FEE: "入门费",
    Reason.LUMP_SUM: "一次总付",
    Reason.INSTALMENT: "分期",
    Reason.ROYALTY: "提成",
    Reason.MINIMUM_ROYALTY: "最低提成差额",
    Reason.CONVERSION_PRICE: "转化价款",
    Reason.TRANSFER_PRICE: "转让价款",
    Reason.LATE_INTEREST: "逾期违约金",
}


def amount(fen: int) -> str:
    return f"{Money(fen).yuan()}元"


def schedule_lines(rows: Iterable[Obligation]) -> str:
    """What falls due when, one line each: 2027-07-01 一次总付 12,000.00元."""
    lines = (
        f"{row.due_on.isoformat() if row.due_on else '待触发'} {REASONS[row.reason]} "
        f"{'按报告计算' if row.amount_fen is None else amount(row.amount_fen)}"
        for row in rows
    )
    return "\n".join(lines) or "无应付款项"
