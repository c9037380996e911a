"""From the text record to the page: what the document template prints, in one language."""

from collections.abc import Iterable
from typing import Any

from marketplace.agreements.annexes import of_document
from marketplace.agreements.models import Agreement, Side, Signature
from marketplace.config import current_settings
from marketplace.patents.enums import PatentKind
from marketplace.web import instant

WORDS: dict[str, dict[str, Any]] = {
    "zh": {
        "licensor": "许可人",
        "licensee": "被许可人",
        "assignor": "转让人",
        "assignee": "受让人",
        "code": "统一社会信用代码",
        "address": "地址",
        "representative": "法定代表人",
        "agreement": "平台合同标识",
        "declaration_number": "开放许可声明编号",
        "announced_on": "声明公告日",
        "contact": "声明公告的联系方式",
        "terms_sha256": "条款记录 SHA-256",
        "text_sha256": "文本记录 SHA-256",
        "text_version": "文本版本",
        "patents": "许可标的",
        "columns": ("专利号", "名称", "类型", "申请日", "授权公告日", "届满日"),
        "kinds": {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"},
        "signer": "授权签署人",
        "signed_at": "签署时间（北京时间）",
        "act": "签署行为",
        "acts": {
            "notice": "实施开放许可书面通知",
            "acceptance": "接受",
            "standing_offer": "事先签署的许可要约",
            "contract": "签署合同",
        },
        "signed_text": "所签文本 SHA-256",
        "authority": "签署权限声明",
        "effective_on": "合同生效日",
        "last_day": "许可期限届满日",
        "delivered_at": "通知送达时间",
        "own_number": {"licensor": "许可人合同编号", "licensee": "被许可人合同编号"},
        "seal_number": {"licensor": "许可人用印审批号", "licensee": "被许可人用印审批号"},
        "note": (
            "当事人的签署是经身份复核的、按双方约定条件记录的行为（电子签名法第十三条第二款）；"
            "平台签署记录不是当事人的印章或者签名。"
        ),
        "number_prefix": "ZL ",
    },
    "en": {
        "licensor": "Licensor",
        "licensee": "Licensee",
        "assignor": "Assignor",
        "assignee": "Assignee",
        "code": "Unified social credit code",
        "address": "Address",
        "representative": "Legal representative",
        "agreement": "Agreement id",
        "declaration_number": "Declaration number",
        "announced_on": "Announced on",
        "contact": "Announced contact",
        "terms_sha256": "Terms record SHA-256",
        "text_sha256": "Text record SHA-256",
        "text_version": "Text version",
        "patents": "Patents",
        "columns": ("Patent", "Title", "Kind", "Filed", "Granted", "Expires"),
        "kinds": {"invention": "Invention", "utility_model": "Utility model", "design": "Design"},
        "signer": "Signatory",
        "signed_at": "Signed (Beijing time)",
        "act": "Act",
        "acts": {
            "notice": "Written notice",
            "acceptance": "Acceptance",
            "standing_offer": "Offer signed before",
            "contract": "Signature",
        },
        "signed_text": "Signed text SHA-256",
        "authority": "Statement of authority",
        "effective_on": "In effect from",
        "last_day": "Last day of the license",
        "delivered_at": "Notice delivered",
        "own_number": {
            "licensor": "Licensor's contract number",
            "licensee": "Licensee's contract number",
        },
        "seal_number": {
            "licensor": "Licensor's seal approval",
            "licensee": "Licensee's seal approval",
        },
        "note": (
            "A party's signature is the recorded act of a re-authenticated person under agreed "
            "conditions (Electronic Signature Law 13(2)); the platform's record is no party's seal "
            "or signature. This English text is for reading; the Chinese one is signed."
        ),
        "number_prefix": "ZL ",
    },
}


def document_data(agreement: Agreement, record: dict[str, Any], language: str) -> dict[str, Any]:
    """Everything ``agreement.typ`` prints beside the document's own id, number and date."""
    words = WORDS[language]
    return {
        "language": language,
        "title": record["title"][language],
        "subtitle": record.get("subtitle", {}).get(language),
        "operator": current_settings().operator_name,
        "numbers": _numbers(agreement, record, words),
        "parties": [
            party_block(record["licensor"], words["licensor"], words),
            party_block(record["licensee"], words["licensee"], words),
        ],
        "clauses": list(numbered(record["clauses"][language])),
        "schedules": [patents_table(record["patents"], words)],
        "annexes": [
            f"{each[language]}（SHA-256：{each['sha256']}）"
            if language == "zh"
            else f"{each[language]} (SHA-256: {each['sha256']})"
            for each in [*record.get("annexes", ()), *of_document(agreement)]
        ],
        "signatures": [_signature(each, words) for each in agreement.signatures],
        "signatures_note": words["note"],
    }


def _numbers(
    agreement: Agreement, record: dict[str, Any], words: dict[str, Any]
) -> list[dict[str, str]]:
    declaration = record["declaration"] or {}
    rows = {
        words["agreement"]: record["agreement"],
        words["declaration_number"]: declaration.get("number"),
        words["announced_on"]: declaration.get("announced_on"),
        words["contact"]: declaration.get("contact"),
        words["delivered_at"]: instant(agreement.delivered_at) if agreement.delivered_at else None,
        words["effective_on"]: agreement.effective_on and agreement.effective_on.isoformat(),
        words["last_day"]: agreement.last_day and agreement.last_day.isoformat(),
        words["text_version"]: record["version"],
        words["terms_sha256"]: record["terms_sha256"],
        words["text_sha256"]: agreement.text_sha256,
    }
    return rows_of([*rows.items(), *_references(agreement, words)])


def _references(agreement: Agreement, words: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The numbers that the parties' own houses gave."""
    for side in Side:
        found = agreement.reference(side)
        if found is not None:
            yield words["own_number"][side.value], found.contract_number
            yield words["seal_number"][side.value], found.seal_number


def party_block(party: dict[str, Any], role: str, words: dict[str, Any]) -> dict[str, Any]:
    """One party as the head of a paper shows it."""
    keys = ("code", "address", "representative")
    return {
        "role": role,
        "name": party["name"],
        "rows": rows_of((words[key], party.get(key)) for key in keys),
    }


def numbered(clauses: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The clauses with their numbers; those that limit liability are emphasized."""
    for number, clause in enumerate(clauses, start=1):
        paragraphs = [
            {"text": text, "emphasis": clause["limits_liability"]}
            for text in clause["text"].split("\n")
        ]
        yield {"number": str(number), "heading": clause["heading"], "paragraphs": paragraphs}


def patents_table(patents: list[dict[str, Any]], words: dict[str, Any]) -> dict[str, Any]:
    """The schedule of patents."""
    keys = ("filing_on", "granted_on", "expires_on")
    return {
        "title": words["patents"],
        "columns": [{"label": label} for label in words["columns"]],
        "rows": [
            [
                words["number_prefix"] + patent["number"],
                patent["title"],
                words["kinds"][PatentKind(patent["kind"]).value],
                *(patent[key] or "—" for key in keys),
            ]
            for patent in patents
        ],
    }


def _signature(signature: Signature, words: dict[str, Any]) -> dict[str, Any]:
    rows = (
        (words["act"], words["acts"][signature.kind.value]),
        (words["signer"], signature.signer_name),
        (words["signed_at"], instant(signature.signed_at)),
        (words["signed_text"], signature.text_sha256),
        (words["authority"], signature.authority),
    )
    return {
        "party": f"{words[signature.side.value]} · {signature.organization.name}",
        "rows": rows_of(rows),
    }


def rows_of(pairs: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    """Labels and values, without what is empty."""
    return [{"label": label, "value": str(value)} for label, value in pairs if value]
