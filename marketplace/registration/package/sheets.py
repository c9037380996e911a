"""The copy sheet 填报对照稿 and the statement for payment as documents of record (Chinese)."""

from collections.abc import Iterator
from typing import Any, Final

from marketplace.agreements.models import Agreement
from marketplace.registration.vouchers import TEXTS, UNCONFIRMED, Proof
from marketplace.registration.wording import amount, fee_clauses

TEXT_VERSION: Final = "filing/1"

_SOURCES: dict[str, str] = {
    "answers": "填报人填写",
    "patents": "专利信息",
    "licensor": "许可人登记信息",
    "licensee": "被许可人登记信息",
    "filer": "填报人登记信息",
    "agreement": "签署文本及生效记录",
    "terms": "条款记录",
    "fee": "条款记录及应付款项",
    "payment": "付款记录",
    "declaration": "开放许可声明",
}
_UNCONFIRMED_NOTE = "本说明代替支付凭证提交，该做法未经国家知识产权局确认，以受理窗口要求为准。"


def copy_sheet(payload: dict[str, Any]) -> dict[str, Any]:
    """What ``copysheet.typ`` prints."""
    return {
        "title": payload["title"]["zh"],
        "office": payload["office"]["zh"],
        "facts": [
            {"label": "填报标识", "value": payload["filing"]},
            {"label": "办理期限", "value": payload["due_on"] or "无法定期限"},
            {"label": "依据", "value": payload["article"] or "—"},
        ],
        "notices": [notice["zh"] for notice in payload["notices"]],
        "groups": [*_groups(payload), *_papers(payload)],
    }


def payment_statement(agreement: Agreement, proof: dict[str, Any]) -> dict[str, Any]:
    """What ``statement.typ`` prints in place of a voucher: free, nothing due yet, or received."""
    kind = Proof(proof["kind"])
    return {
        "title": TEXTS[kind],
        "recipient": "国家知识产权局",
        "paragraphs": list(_paragraphs(agreement, kind, proof)),
        "facts": [
            {"label": "许可人", "value": agreement.licensor.name},
            {"label": "被许可人", "value": agreement.licensee.name},
            {
                "label": "专利号",
                "value": "、".join(patent.certificate_number for patent in agreement.patents),
            },
            {"label": "平台合同标识", "value": agreement.public_id},
            {"label": "条款记录 SHA-256", "value": agreement.terms_sha256},
        ],
        "notes": [_UNCONFIRMED_NOTE] if kind in UNCONFIRMED else [],
    }


def source_text(source: str) -> str:
    """Where a value comes from, in words."""
    return _SOURCES.get(source.split(".")[0].removesuffix("[]"), "")


def _groups(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    order = 0
    for group in payload["groups"]:
        rows = []
        for field in group["fields"]:
            order += 1
            rows.append(
                {
                    "order": str(order),
                    "label": field["label"]["zh"],
                    "value": field["text"] or "—",
                    "source": source_text(field["source"]),
                    "note": remarks(field, "zh"),
                }
            )
        yield {"title": group["title"]["zh"], "fields": rows}


def remarks(field: dict[str, Any], language: str) -> str:
    """The remarks on a field: how sure it is, what to mind, where it stands in law."""
    parts = (field["mark"][language], field["note"][language], field["article"])
    return "；".join(part for part in parts if part)


def _papers(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if payload["papers"]:
        rows = [
            {"order": str(number), "label": paper["zh"], "value": "☐ 由填报人备齐"}
            for number, paper in enumerate(payload["papers"], start=1)
        ]
        yield {"title": "另行提交的文件", "fields": rows}


def _paragraphs(agreement: Agreement, kind: Proof, proof: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{agreement.licensor.name}与{agreement.licensee.name}就下列专利达成的实施许可"
        f"自{agreement.effective_on}起生效。"
    )
    if kind is Proof.FREE:
        yield "该许可为无偿许可，被许可人无需支付许可使用费，因而没有支付凭证。"
    elif kind is Proof.RECEIPT:
        for payment in proof["payments"]:
            fen = payment["amount"]["amount"] or 0
            yield f"许可人确认于{payment['value_day']}收到许可使用费{amount(fen)}。"
    else:
        first = proof["first_due_on"]
        yield (
            f"按照约定，首期应付款项的到期日为{first}，至今没有应付款项，因而没有支付凭证。"
            if first
            else "按照约定，付费触发条件尚未成就，至今没有应付款项，因而没有支付凭证。"
        )
        yield fee_clauses(agreement.record)
    yield "特此说明。"
