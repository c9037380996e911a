"""The fixed words around every document: header, footer, verification, platform record.

Legal words, not gettext: a document is in the language of its record, not of its reader.
"""

from typing import Any

LANGUAGES = ("zh", "en")

_TEXTS: dict[str, dict[str, str]] = {
    "zh": {
        "document_id": "文档标识",
        "page": "第 {page} 页，共 {pages} 页",
        "scan": "扫码核验",
        "record": "平台签署记录",
        "record_wait": "文件定稿后，平台在此处加注签署记录。",
        "draft": "预览稿，未签署，不作凭证",
        "record_note": "平台签署记录由平台自建根证书签发，用于核验文件是否改动；不是电子印章，也不是当事人的签名。",
        "sealed_at": "加注时间（北京时间）",
        "content": "文件内容 SHA-256",
        "level": "签名级别",
        "level_value": "PAdES B-B，自建根证书；非电子认证服务机构证书",
        "level_value_timestamped": "PAdES B-T，含第三方时间戳（时间戳补入之前为 B-B）；"
        "自建根证书，非电子认证服务机构证书",
        "verify": "核验网址",
        "parties": "当事人",
        "recitals": "鉴于",
        "annexes": "附件",
        "signatures": "签署情况",
        "order": "序号",
        "field": "栏目",
        "value": "填写内容",
        "source": "来源",
        "note": "注意",
        "recipient": "致",
    },
    "en": {
        "document_id": "Document id",
        "page": "Page {page} of {pages}",
        "scan": "Scan to verify",
        "record": "Platform record",
        "record_wait": "The platform adds its record here once the document is final.",
        "draft": "Preview, not signed, no evidence",
        "record_note": "The platform record is signed under the platform's own root certificate and "
        "shows whether the file was changed; it is neither a seal nor a party's signature.",
        "sealed_at": "Added at (Beijing time)",
        "content": "SHA-256 of the content",
        "level": "Signature level",
        "level_value": "PAdES B-B, own root certificate; not of a licensed certification service",
        "level_value_timestamped": "PAdES B-T, third-party timestamp (B-B until added); own root, "
        "no licensed certification service",
        "verify": "Verify at",
        "parties": "Parties",
        "recitals": "Recitals",
        "annexes": "Annexes",
        "signatures": "Signatures",
        "order": "No.",
        "field": "Field",
        "value": "Entry",
        "source": "Source",
        "note": "Note",
        "recipient": "To",
    },
}


def frame_texts(language: str) -> dict[str, str]:
    """The words around a document in ``zh`` or ``en``; ValueError for another language."""
    if language not in _TEXTS:
        raise ValueError(f"no document language: {language!r}")
    return _TEXTS[language]


def required_keys(data: dict[str, Any]) -> None:
    """ValueError unless ``data`` has what every document needs."""
    absent = [
        key for key in ("document_id", "language", "title", "date", "operator") if not data.get(key)
    ]
    if absent:
        raise ValueError(f"a document needs {', '.join(absent)}")
