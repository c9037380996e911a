"""From the record of a further paper to the page, in one language."""

from typing import Any

from marketplace.agreements.printing import WORDS, numbered, party_block, patents_table, rows_of
from marketplace.config import current_settings
from marketplace.deeds.models import Deed, DeedKind, DeedSignature
from marketplace.web import instant

_WORDS: dict[str, dict[str, Any]] = {
    "zh": {
        "deed": "平台文件标识",
        "base": "原条款 SHA-256",
        "terms": "新条款 SHA-256",
        "contract_text": "原合同 SHA-256",
        "effective_on": "生效日",
        "acts": {
            DeedKind.AMENDMENT: "签署补充协议",
            DeedKind.TERMINATION_AGREEMENT: "签署解除协议",
            DeedKind.TERMINATION_NOTICE: "发出解除通知",
        },
    },
    "en": {
        "deed": "Id of this paper",
        "base": "Terms before, SHA-256",
        "terms": "Terms after, SHA-256",
        "contract_text": "Text of the contract, SHA-256",
        "effective_on": "In effect from",
        "acts": {
            DeedKind.AMENDMENT: "Signed the amendment",
            DeedKind.TERMINATION_AGREEMENT: "Signed the agreement to end",
            DeedKind.TERMINATION_NOTICE: "Gave notice of termination",
        },
    },
}


def document_data(deed: Deed, record: dict[str, Any], language: str) -> dict[str, Any]:
    """Everything ``agreement.typ`` prints beside the document's own id, number and date."""
    words, own = WORDS[language], _WORDS[language]
    return {
        "language": language,
        "title": record["title"][language],
        "operator": current_settings().operator_name,
        "numbers": _numbers(deed, record, words, own),
        "parties": [
            party_block(record["licensor"], words["licensor"], words),
            party_block(record["licensee"], words["licensee"], words),
        ],
        "clauses": list(numbered(record["clauses"][language])),
        "schedules": [patents_table(record["patents"], words)],
        "signatures": [_signature(each, words, own) for each in deed.signatures],
        "signatures_note": words["note"],
    }


def _numbers(
    deed: Deed, record: dict[str, Any], words: dict[str, Any], own: dict[str, Any]
) -> list[dict[str, str]]:
    return rows_of(
        {
            words["agreement"]: record["agreement"],
            own["deed"]: record["deed"],
            own["effective_on"]: deed.effective_on and deed.effective_on.isoformat(),
            words["text_version"]: record["version"],
            own["base"]: record["base_sha256"],
            own["terms"]: record["terms_sha256"],
            own["contract_text"]: record["agreement_text_sha256"],
            words["text_sha256"]: deed.text_sha256,
        }.items()
    )


def _signature(
    signature: DeedSignature, words: dict[str, Any], own: dict[str, Any]
) -> dict[str, Any]:
    rows = (
        (words["act"], own["acts"][signature.deed.kind]),
        (words["signer"], signature.signer_name),
        (words["signed_at"], instant(signature.signed_at)),
        (words["signed_text"], signature.text_sha256),
        (words["authority"], signature.authority),
    )
    return {
        "party": f"{words[signature.side.value]} · {signature.organization.name}",
        "rows": rows_of(rows),
    }
