"""The decision file of an agreement 尽职免责档案: for the licensor's own members, never the licensee's.

It stands here, above the rooms whose events it tells: negotiation, approval, notice, signatures,
money, filings, in the order in which they happened.
"""

from typing import Any

from flask import url_for

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import proposals_of
from marketplace.agreements.views.access import visible
from marketplace.deeds.models import DeedKind
from marketplace.deeds.queries import deeds_of, terms_in_force
from marketplace.desk.events import WORDS
from marketplace.desk.views import blueprint
from marketplace.errors import Missing
from marketplace.in_house.diligence import Matter
from marketplace.in_house.pages import add_decision_file, may_read_names
from marketplace.terms.differences import differences
from marketplace.terms.routes import ROUTES
from marketplace.terms.summary import summary
from marketplace.web import instant

_PAPERS = {
    DeedKind.AMENDMENT: "补充协议",
    DeedKind.TERMINATION_AGREEMENT: "解除协议",
    DeedKind.TERMINATION_NOTICE: "解除通知",
}
_SIDES = {"licensor": "许可人", "licensee": "被许可人"}


def decision_url(agreement: Agreement) -> str | None:
    """The way to the file, for the licensor's members once something was decided."""
    if agreement.status == "draft" or not may_read_names(agreement.licensor):
        return None
    return url_for(".decision_file", agreement_id=agreement.public_id)


def matter_of(agreement: Agreement) -> Matter:
    """The agreement as the file tells it: price, versions, signatures, further papers."""
    terms = terms_in_force(agreement)
    return Matter(
        record=agreement,
        organization=agreement.licensor,
        name=f"{ROUTES[agreement.route].name_zh}：{agreement.title}",
        patents=agreement.patents,
        facts=[
            ("对方当事人", agreement.licensee.name),
            ("专利", "、".join(patent.certificate_number for patent in agreement.patents)),
            ("签署的价格", summary(agreement.record)),
            ("现行价格", summary(terms)),
            ("条款 SHA-256", agreement.terms_sha256),
            ("文本 SHA-256", agreement.text_sha256 or "尚未签署"),
            ("生效日", agreement.effective_on.isoformat() if agreement.effective_on else "未生效"),
        ],
        event_texts=WORDS,
        earlier=[each for each in (agreement.declaration, agreement.listing) if each is not None],
        sections=[_versions(agreement), _signatures(agreement), _papers(agreement)],
    )


def _versions(agreement: Agreement) -> dict[str, Any]:
    versions = list(proposals_of(agreement))
    rows = []
    for place, each in enumerate(versions):
        before = versions[place - 1].record if place else each.record
        changed = "、".join(one.heading for one in differences(before, each.record)) or "—"
        rows.append(
            [
                str(each.ordinal),
                _SIDES[each.side.value] if each.side else "许可信息",
                instant(each.proposed_at),
                summary(each.record),
                changed,
                each.note,
            ]
        )
    labels = (
        ("版本", 9),
        ("提出方", 16),
        ("时间", 24),
        ("价格", 36),
        ("改动的条款", 30),
        ("说明", 26),
    )
    return _table("协商过程：各版本条款", labels, rows, "未经协商，按许可信息载明的条款订立。")


def _signatures(agreement: Agreement) -> dict[str, Any]:
    rows = [
        [
            _SIDES[each.side.value],
            each.organization.name,
            each.signer_name,
            instant(each.signed_at),
            each.authority,
            f"{each.text_sha256[:16]}…",
        ]
        for each in agreement.signatures
    ]
    labels = (
        ("签署方", 17),
        ("单位", 34),
        ("签署人", 16),
        ("时间", 24),
        ("签署权限声明", 26),
        ("文本指纹", 34),
    )
    return _table("签署记录", labels, rows, "尚未签署。")


def _papers(agreement: Agreement) -> dict[str, Any]:
    own = [each for each in deeds_of(agreement) if each.first_signed_at or each.side == "licensor"]
    rows = [
        [
            str(each.ordinal),
            _PAPERS[each.kind],
            clock.shanghai_day(each.proposed_at).isoformat(),
            each.effective_on.isoformat() if each.effective_on else "未生效",
            each.words,
        ]
        for each in own
    ]
    labels = (("序号", 9), ("文件", 26), ("拟定日", 22), ("生效日", 22), ("内容", 50))
    return _table("补充、解除文件", labels, rows, "没有补充或者解除文件。")


def _table(
    title: str, labels: tuple[tuple[str, int], ...], rows: list[list[str]], none: str
) -> dict[str, Any]:
    columns = [{"label": label, "width": width} for label, width in labels]
    if not rows:
        return {"title": title, "paragraphs": [none]}
    return {"title": title, "columns": columns, "rows": rows}


def _read(agreement_id: str) -> Matter:
    """For the licensor's house and staff; the other side has its own house."""
    agreement = visible(agreement_id)
    if not may_read_names(agreement.licensor):
        raise Missing()
    return matter_of(agreement)


add_decision_file(blueprint, "/agreements/<agreement_id>", ".agreement", _read)
