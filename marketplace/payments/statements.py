"""The split statement of one receipt: rows, CSV and the sealed document say the same."""

import csv
import io
from typing import Any, Final

from flask_babel import gettext as _

from marketplace.accounts.models import User
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.services import request_document
from marketplace.payments.splitting import Receipt, names_of
from marketplace.pools.models import Pool
from marketplace.types import Money

VERSION: Final = "pool_statement/1"
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


def request_statement(pool: Pool, receipt: Receipt, by: User) -> Document:
    """Have the statement set and sealed, in Chinese; the same document where nothing has changed
    since, else one that takes its place."""
    data = _data(pool, receipt)
    earlier = statement_of(receipt)
    if earlier is not None and _says(earlier, data):
        return earlier
    return request_document(
        DocumentKind.STATEMENT,
        receipt.payment,
        data,
        template="statement",
        text_version=VERSION,
        by=by,
        supersedes=earlier,
        related=(pool,),
    )


def statement_of(receipt: Receipt) -> Document | None:
    """The newest statement of a receipt, sealed or not yet."""
    return current(receipt.payment, DocumentKind.STATEMENT)


def is_up_to_date(document: Document, pool: Pool, receipt: Receipt) -> bool:
    """Whether a statement still says how the receipt is divided."""
    return _says(document, _data(pool, receipt))


def _says(document: Document, data: dict[str, Any]) -> bool:
    return all(document.data.get(key) == value for key, value in data.items())


def _data(pool: Pool, receipt: Receipt) -> dict[str, Any]:
    names, total = names_of([receipt]), _yuan(receipt.amount_fen)
    rows = [
        {"label": names[party], "value": _yuan(amount)} for party, amount in receipt.parts.items()
    ]
    days = "；".join(sorted({_span(each) for each in receipt.splits}))
    paid = f"{receipt.payment.value_day}"
    text = (
        f"{pool.name}于{paid}收到许可使用费{total}，收款标识{receipt.payment.public_id}，"
        f"所属期间{days}。依专利池协议第六条，按所属期间每日的成员份额分配如下，各项之和等于收款金额。"
    )
    return {
        "title": "专利池收益分配明细",
        "paragraphs": [text],
        "facts": [
            {"label": "专利池", "value": pool.name},
            {"label": "运营单位", "value": pool.operator.name},
            *rows,
            {"label": "合计", "value": total},
        ],
        "facts_title": "分配",
        "notes": [f"专利池协议文本 {pool.text_version}，SHA-256 {pool.text_sha256}"],
    }


def _span(split: Any) -> str:
    if split.span_from == split.span_to:
        return str(split.span_from)
    return f"{split.span_from} – {split.span_to}"


def _yuan(fen: int) -> str:
    return f"¥{Money(fen).yuan()}"


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
