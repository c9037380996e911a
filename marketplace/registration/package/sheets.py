"""The copy sheet 填报对照稿 and the statement for payment as documents of record (Chinese)."""

from collections.abc import Iterator
from typing import Any, Final

from marketplace.agreements.models import Agreement
from marketplace.deeds.queries import terms_in_force
from marketplace.documents.sheets.payload import printed
from marketplace.registration.vouchers import TEXTS, UNCONFIRMED, Proof
from marketplace.registration.wording import amount
from marketplace.terms.office_words import fee_clauses

TEXT_VERSION: Final = "filing/1"

_UNCONFIRMED_NOTE = "本说明代替支付凭证提交，该做法未经国家知识产权局确认，以受理窗口要求为准。"


def copy_sheet(payload: dict[str, Any]) -> dict[str, Any]:
    """What ``copysheet.typ`` prints."""
    return printed(
        payload,
        [
            {"label": "填报标识", "value": payload["filing"]},
            {"label": "办理期限", "value": payload["due_on"] or "无法定期限"},
            {"label": "依据", "value": payload["article"] or "—"},
        ],
    )


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
        yield fee_clauses(terms_in_force(agreement))
    yield "特此说明。"
