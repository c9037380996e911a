"""The split statement of one receipt: rows, CSV and PDF say the same."""

import csv
import io
from typing import Any, Final

from flask_babel import gettext as _

from marketplace.documents.services import preview
from marketplace.payments.splitting import Receipt, names_of
from marketplace.pools.models import Pool
from marketplace.types import Money

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(receipts: list[Receipt]) -> bytes:
    """One line per receipt, span and member, for a spreadsheet: UTF-8 with mark, amounts in yuan.

    A text that a spreadsheet would take for a formula is led by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("Receipt"), _("Value day"), _("From"), _("To"), _("Member"), _("Amount (yuan)")]
    )
    names = names_of(receipts)
    for receipt in receipts:
        for split in receipt.splits:
            for part in split.parts:
                writer.writerow(
                    [
                        receipt.payment.public_id,
                        receipt.payment.value_day,
                        split.span_from,
                        split.span_to,
                        _plain(names[part["party"]]),
                        Money(part["amount_fen"]).yuan().replace(",", ""),
                    ]
                )
    return out.getvalue().encode("utf-8-sig")


def pdf_of(pool: Pool, receipt: Receipt, language: str) -> bytes:
    """The statement on paper, in Chinese or English; made anew for each reader, never sealed."""
    return preview("statement", _data(pool, receipt, language == "zh"), language=language)


def _data(pool: Pool, receipt: Receipt, zh: bool) -> dict[str, Any]:
    names, total = names_of([receipt]), _yuan(receipt.amount_fen)
    rows = [
        {"label": names[party], "value": _yuan(amount)} for party, amount in receipt.parts.items()
    ]
    days = "；".join(sorted({_span(each) for each in receipt.splits}))
    paid = f"{receipt.payment.value_day}"
    text = (
        f"{pool.name}于{paid}收到许可使用费{total}，收款标识{receipt.payment.public_id}，"
        f"所属期间{days}。依专利池协议第六条，按所属期间每日的成员份额分配如下，各项之和等于收款金额。"
        if zh
        else f"{pool.name} received {total} on {paid} (receipt {receipt.payment.public_id}) for "
        f"{days}. By article 6 of the pool agreement it is divided by the members' shares on these "
        "days as follows; the parts add up to what was received."
    )
    return {
        "title": "专利池收益分配明细" if zh else "Pool split statement",
        "paragraphs": [text],
        "facts": [*rows, {"label": "合计" if zh else "Sum", "value": total}],
        "facts_title": "分配" if zh else "Division",
        "notes": [f"{pool.text_version} SHA-256 {pool.text_sha256}"],
    }


def _span(split: Any) -> str:
    if split.span_from == split.span_to:
        return str(split.span_from)
    return f"{split.span_from} – {split.span_to}"


def _yuan(fen: int) -> str:
    return f"¥{Money(fen).yuan()}"


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
