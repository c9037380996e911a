"""The bank file and each party's own statement.

Layout of the bank file (one row per payee other than the institution, UTF-8 with mark, or XLSX):
``序号, 收款人户名, 收款账号, 开户行, 金额（元）, 用途, 附言``. The amount is the part less the tax
that the institution has entered; account numbers are texts, so that no spreadsheet shortens them.
"""

import csv
import io
from typing import Any, Final

from sqlalchemy import select

from marketplace.accounts.models import Organization, User
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import current
from marketplace.documents.services import request_document
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.payouts.models import POSTED, Distribution, DistributionLine, EntitledKind
from marketplace.types import Money
from marketplace.web_parts.tables import guarded, workbook

VERSION: Final = "share_statement/1"
COLUMNS: Final = ("序号", "收款人户名", "收款账号", "开户行", "金额（元）", "用途", "附言")
_WIDTHS: Final = (8, 26, 28, 34, 16, 22, 26)
_PURPOSE: Final = {
    EntitledKind.INVENTOR: "职务科技成果转化奖酬",
    EntitledKind.CO_OWNER: "专利许可收益分配",
    EntitledKind.AGENCY: "专利许可服务费",
    EntitledKind.POOL_MEMBER: "专利池收益分配",
}
_KINDS: Final = {
    EntitledKind.INSTITUTION: "本单位",
    EntitledKind.CO_OWNER: "共有专利权人",
    EntitledKind.INVENTOR: "发明人",
    EntitledKind.AGENCY: "服务机构",
    EntitledKind.POOL_MEMBER: "专利池成员",
}


def bank_csv(distribution: Distribution) -> bytes:
    """The file as CSV; Refused until the division is confirmed and every account is stated."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in bank_rows(distribution):
        amount = row[4].yuan().replace(",", "")
        writer.writerow([*map(guarded, row[:4]), amount, *map(guarded, row[5:])])
    return out.getvalue().encode("utf-8-sig")


def bank_workbook(distribution: Distribution) -> bytes:
    return workbook("付款清单", COLUMNS, bank_rows(distribution), _WIDTHS)


def bank_rows(distribution: Distribution) -> list[list[Any]]:
    if distribution.status not in POSTED:
        raise Refused("not_confirmed", N_("The bank file is there once the division is confirmed."))
    payees = [
        each
        for each in distribution.lines
        if each.kind is not EntitledKind.INSTITUTION and each.payable_fen
    ]
    accounts = [_account(each) for each in payees]
    absent = [line.name for line, found in zip(payees, accounts, strict=True) if not all(found)]
    if absent:
        raise Refused(
            "account_missing",
            N_("State name, bank and account of: %(names)s. Then download the file."),
            names="、".join(absent),
        )
    return [
        [str(place), *found, Money(line.payable_fen), _PURPOSE[line.kind], distribution.number]
        for place, (line, found) in enumerate(zip(payees, accounts, strict=True), start=1)
    ]


def request_statement(line: DistributionLine, by: User) -> Document:
    """Have a party's own statement set and sealed, in Chinese; it names no other party."""
    data, earlier = _data(line), statement_of(line)
    if earlier is not None and earlier.data.get("facts") == data["facts"]:
        return earlier
    return request_document(
        DocumentKind.STATEMENT,
        line,
        data,
        template="statement",
        text_version=VERSION,
        by=by,
        number=line.distribution.number,
        supersedes=earlier,
        related=(line.distribution,),
    )


def statement_of(line: DistributionLine) -> Document | None:
    return current(line, DocumentKind.STATEMENT)


def _account(line: DistributionLine) -> list[str]:
    """Holder, number and bank as stated; a pool member's from its own verified payee account."""
    if line.entitled is not None:
        return [line.name, line.entitled.account_number, line.entitled.bank]
    return _payee(line.party)


def _payee(party: str) -> list[str]:
    member = db.session.scalar(select(Organization).filter_by(public_id=party))
    account = member.payee_account if member else None
    return [account.holder, account.account_number, account.bank] if account else ["", "", ""]


def _data(line: DistributionLine) -> dict[str, Any]:
    of = line.distribution
    if of.status not in POSTED:
        raise Refused("not_confirmed", N_("Statements are there once the division is confirmed."))
    tax = "由付款单位依法办理，本明细未载明" if line.tax_fen is None else _yuan(line.tax_fen)
    return {
        "title": "许可收益分配明细（个人）"
        if line.kind is EntitledKind.INVENTOR
        else "许可收益分配明细",
        "recipient": line.name,
        "paragraphs": [
            f"{of.organization.name}于{of.value_day}收到「{of.agreement.title}」专利实施许可使用费"
            f"{_yuan(of.gross_fen)}，扣除{_yuan(of.gross_fen - of.net_fen)}后净收入为{_yuan(of.net_fen)}。"
            "依本单位规定和约定，您应得部分如下，计算精确到分。"
        ],
        "facts": [
            {"label": "身份", "value": _KINDS[line.kind]},
            {"label": "应得金额", "value": _yuan(line.amount_fen)},
            {"label": "代扣税费", "value": tax},
            {"label": "支付金额", "value": _yuan(line.payable_fen)},
            {"label": "付款单位", "value": of.organization.name},
            {"label": "付款日", "value": str(of.paid_on) if of.paid_on else "待付款"},
        ],
        "facts_title": "分配",
        "notes": ["款项由付款单位自其账户直接支付，平台不持有资金，也不计算税款。"],
    }


def _yuan(fen: int) -> str:
    return f"¥{Money(fen).yuan()}"
