"""A statement of account as workbook and as sealed document: both say what the page says."""

from typing import Any, Final

from flask_babel import force_locale
from flask_babel import gettext as _

from marketplace.accounts.models import User
from marketplace.books.labels import KINDS, reason_text
from marketplace.books.reading import Reading, rows
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.services import request_document
from marketplace.types import Money
from marketplace.web_parts.tables import workbook

VERSION: Final = "account_statement/1"
_WIDTHS: Final = (20, 34, 28, 12, 18, 20, 16, 16)
_PAPER: Final = (22, 30, 36, 28, 28, 28)


def as_workbook(reading: Reading) -> bytes:
    """One row per entry, with opening and closing rows; amounts in yuan as numbers."""
    heads = (
        _("Account"),
        _("Agreement"),
        _("Other party"),
        _("Value day"),
        _("For"),
        _("Entry"),
        _("Amount (yuan)"),
        _("Balance (yuan)"),
    )
    body = [
        [
            KINDS[kind],
            title,
            partner,
            day,
            _step(step),
            entry,
            "" if amount is None else Money(amount),
            Money(balance),
        ]
        for kind, title, partner, day, step, entry, amount, balance in rows(reading)
    ]
    return workbook(_("Statement of account"), heads, body, _WIDTHS)


def request_paper(reading: Reading, by: User) -> Document:
    """Have the statement set and sealed, in Chinese; it takes the place of the one before."""
    with force_locale("zh_CN"):
        data = _paper(reading)
    organization = reading.organization
    return request_document(
        DocumentKind.STATEMENT,
        organization,
        data,
        template="record",
        text_version=VERSION,
        by=by,
        supersedes=paper_of(reading),
    )


def paper_of(reading: Reading) -> Document | None:
    """The newest statement that was set for the organization."""
    return current(reading.organization, DocumentKind.STATEMENT)


def is_of(document: Document, reading: Reading) -> bool:
    """Whether a statement was set for these very days."""
    return document.data.get("span") == _span(reading)


def _span(reading: Reading) -> list[str]:
    return [reading.first.isoformat(), reading.last.isoformat()]


def _paper(reading: Reading) -> dict[str, Any]:
    organization = reading.organization
    return {
        "title": "账户明细",
        "span": _span(reading),
        "paragraphs": [
            f"本明细按平台账簿列示{organization.name}自{reading.first}起至{reading.last}止的往来，"
            "起止日均计入，按入账日归期。正数为借方，负数为贷方。平台不持有资金，"
            "账簿只记载当事人之间应付、已付的数额。"
        ],
        "facts": [
            {"label": "单位", "value": organization.name},
            {"label": "统一社会信用代码", "value": organization.code or "无"},
            {"label": "期间", "value": f"{reading.first} – {reading.last}"},
            {"label": "分录", "value": f"{reading.entries} 笔"},
        ],
        "sections": [_section(each, reading) for each in reading.accounts]
        or [{"title": "往来", "paragraphs": ["本期间没有往来，期初、期末余额均为零。"]}],
        "notes": ["本明细不是发票，也不是银行对账单；到账以银行记录为准。"],
    }


def _section(account: Any, reading: Reading) -> dict[str, Any]:
    of = account.of
    columns = (("入账日", "left"), ("事由", "left"), ("分录", "left"), ("借方（元）", "right"),
               ("贷方（元）", "right"), ("余额（元）", "right"))  # fmt: skip
    body = [[str(reading.first), "期初余额", "", "", "", _yuan(of.opening)]]
    for line in of.lines:
        both = [_yuan(line.amount), ""] if line.amount >= 0 else ["", _yuan(-line.amount)]
        body.append(
            [str(line.day), str(reason_text(line.reason)), line.entry, *both, _yuan(line.balance)]
        )
    body.append([str(reading.last), "期末余额", "", "", "", _yuan(of.closing)])
    about = f"：{account.agreement.title}（{account.partner}）" if account.agreement else ""
    return {
        "title": f"{KINDS[of.kind]}{about}",
        "columns": [
            {"label": label, "align": align, "width": width}
            for (label, align), width in zip(columns, _PAPER, strict=True)
        ],
        "rows": body,
    }


def _step(step: Any) -> str:
    names = {"opening": _("Opening balance"), "closing": _("Closing balance")}
    return str(names.get(step, step))


def _yuan(fen: int) -> str:
    return Money(fen).yuan()
