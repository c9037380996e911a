"""The report of what was paid, from the ledger alone: for recordals and subsidies (N12).

It says what the books say and shows every entry, those taken back too. Where nothing was paid it
says why: free of charge, or nothing due yet; that offices take such a statement is practice that has
not been confirmed, and the paper says so.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.audit.services import record
from marketplace.books.models import PaymentReport
from marketplace.books.reading import read
from marketplace.books.vouchers import TEXTS, UNCONFIRMED, Proof, proof_of_payment
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.numbers import numbered
from marketplace.documents.queries import current
from marketplace.documents.services import request_document
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.chart import AccountKind
from marketplace.types import Money

SERIES: Final = "FK"
VERSION: Final = "payment_report/1"
_KINDS: Final = (AccountKind.PAID, AccountKind.RECEIVED)


def request_report(
    organization: Organization,
    first: date,
    last: date,
    by: User,
    agreement: Agreement | None = None,
) -> PaymentReport:
    """Number, keep and have sealed what the ledger says was paid or received. Refused where the span
    is none, or where nothing was paid in it and no one agreement is named to say why."""
    lines = paid_lines(organization, first, last, agreement)
    if not lines and agreement is None:
        raise Refused(
            "nothing_paid",
            N_("Nothing was paid or received in these days. Choose others, or one agreement."),
            status=422,
            field="last",
        )
    report = PaymentReport(
        organization=organization,
        agreement=agreement,
        number=numbered(organization, SERIES),
        first=first,
        last=last,
        total_fen=sum(each["amount_fen"] for each in lines),
        lines=lines,
        asked_by_id=by.id,
    )
    db.session.add(report)
    db.session.flush()
    _issue(report, by)
    return report


def _issue(report: PaymentReport, by: User) -> None:
    """Note the report and have it sealed."""
    agreement = report.agreement
    record(
        "payment_report:issue",
        report,
        by,
        related=[report.organization, *([agreement] if agreement else [])],
        number=report.number,
        total=report.total_fen,
        span=[report.first.isoformat(), report.last.isoformat()],
    )
    request_document(
        DocumentKind.STATEMENT,
        report,
        paper(report),
        template="record",
        text_version=VERSION,
        by=by,
        number=report.number,
        belongs_to=agreement.public_id if agreement else None,
    )


def paid_lines(
    organization: Organization, first: date, last: date, agreement: Agreement | None
) -> list[dict[str, Any]]:
    """The entries on the accounts of money paid and received; amounts in fen, what was taken back
    is negative."""
    reading = read(organization, first, last, masked=False)
    found = [
        {
            "day": line.day.isoformat(),
            "entry": line.entry,
            "title": each.agreement.title if each.agreement else "",
            "partner": each.partner,
            "amount_fen": line.amount if each.of.kind is AccountKind.RECEIVED else -line.amount,
        }
        for each in reading.accounts
        if each.of.kind in _KINDS
        and (agreement is None or each.of.agreement == agreement.public_id)
        for line in each.lines
    ]
    return sorted(found, key=lambda each: str(each["day"]))


def reports_of(organization: Organization) -> Sequence[PaymentReport]:
    """The newest first."""
    return db.session.scalars(
        select(PaymentReport)
        .where(PaymentReport.organization_id == organization.id)
        .order_by(PaymentReport.id.desc())
    ).all()


def document_of(report: PaymentReport) -> Document | None:
    return current(report, DocumentKind.STATEMENT)


def paper(report: PaymentReport) -> dict[str, Any]:
    """The report as data of the document template ``record``, in Chinese."""
    agreement, organization = report.agreement, report.organization
    return {
        "title": "许可使用费支付情况说明",
        "paragraphs": [_words(report)],
        "facts": [
            {"label": "出具单位", "value": organization.name},
            {"label": "统一社会信用代码", "value": organization.code or "无"},
            *(_about(agreement) if agreement else []),
            {"label": "期间（入账日）", "value": f"{report.first} – {report.last}"},
            {"label": "合计", "value": f"¥{Money(report.total_fen).yuan()}"},
        ],
        "sections": [_table(report.lines)] if report.lines else [],
        "signature": organization.name,
        "notes": [
            "本说明依平台账簿生成，账簿只增不改；收付以银行记录为准，支付凭证另附。",
            *_unconfirmed(report),
        ],
    }


def _words(report: PaymentReport) -> str:
    if report.lines:
        return (
            f"经查平台账簿，自{report.first}起至{report.last}止，与{report.organization.name}有关的许可"
            f"使用费收付共{len(report.lines)}笔，合计¥{Money(report.total_fen).yuan()}，逐笔列示如下。"
            "被冲回的款项以负数列示。"
        )
    kind = _proof(report)
    reason = {
        Proof.FREE: "本合同约定为无偿许可，无需支付许可使用费。",
        Proof.NOT_DUE: "按本合同约定，付款期限尚未届至，目前没有应付的许可使用费。",
    }
    return f"经查平台账簿，本期间没有许可使用费的收付记录。{reason.get(kind, '') if kind else ''}"


def _unconfirmed(report: PaymentReport) -> list[str]:
    kind = None if report.lines else _proof(report)
    if kind not in UNCONFIRMED:
        return []
    return [f"以《{TEXTS[kind]}》替代支付凭证是否被接受，以受理机关的意见为准。"]


def _proof(report: PaymentReport) -> Proof | None:
    kind = proof_of_payment(report.agreement)["kind"] if report.agreement else None
    return Proof(kind) if kind else None


def _about(agreement: Agreement) -> list[dict[str, str]]:
    numbers = "、".join(each.patent.certificate_number for each in agreement.subjects)
    return [
        {"label": "许可标的", "value": f"{agreement.title}（{numbers}）"},
        {"label": "许可人", "value": agreement.licensor.name},
        {"label": "被许可人", "value": agreement.licensee.name},
    ]


def _table(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    columns = (("入账日", 22), ("许可标的", 42), ("对方", 36), ("账簿分录", 38))
    return {
        "title": "收付明细",
        "columns": [
            *({"label": label, "width": width} for label, width in columns),
            {"label": "金额（元）", "align": "right", "width": 34},
        ],
        "rows": [
            [each["day"], each["title"], each["partner"], each["entry"],
             Money(each["amount_fen"]).yuan()]
            for each in lines
        ],
    }  # fmt: skip
