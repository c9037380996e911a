"""The paper to be signed and sealed by hand: the fixed text, its mark on every page, places for
signature and seal."""

from typing import Any

from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.printing import document_data
from marketplace.documents.services import print_for_hand

_SEAL = "（单位盖章）"
_SIGN = ("法定代表人或者授权签署人（签字）：", "日期：")


def mark_of(agreement: Agreement) -> str:
    """What stands at the head and foot of every page: the contract, and eight digits of the hash of
    its very text."""
    if agreement.text_sha256 is None:
        raise ValueError("only a fixed text has a mark")
    return f"{agreement.public_id}-{agreement.text_sha256[:8]}"


def printed(agreement: Agreement) -> bytes:
    """The PDF. Nothing is stored: the same text makes the same paper until its numbers change."""
    if agreement.text_record is None:
        raise ValueError("only a fixed text is printed for signature")
    data = document_data(agreement, agreement.text_record, "zh")
    data |= {
        "subtitle": "供线下签字盖章的纸质文本",
        "signatures": [],
        "seals": [_place(data["parties"], side) for side in Side],
    }
    return print_for_hand("agreement", data, document_id=mark_of(agreement))


def _place(parties: list[dict[str, Any]], side: Side) -> dict[str, Any]:
    party = parties[0 if side is Side.LICENSOR else 1]
    return {"party": f"{party['role']}：{party['name']}", "seal": _SEAL, "lines": list(_SIGN)}
