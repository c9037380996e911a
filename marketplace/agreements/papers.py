"""The sealed document of an agreement: requested with its effect, sealed by a retried job."""

from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.printing import document_data
from marketplace.audit.actors import SYSTEM
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.numbers import numbered
from marketplace.documents.queries import current
from marketplace.documents.services import request_document
from marketplace.terms.parts import PublicText
from marketplace.web import instant

ACCEPTANCE_VERSION = "open_source_acceptance/1"
SERIES = "XK"
"""许可: the licensor's numbers of license documents, gapless per year."""


def request(agreement: Agreement) -> Document:
    """Have the signed text set and sealed, with the signatures and the day of effect on it. The
    words are those of the record that was signed."""
    if agreement.text_record is None or agreement.text_version is None:
        raise ValueError("only a signed text becomes a document")
    earlier = current(agreement, DocumentKind.AGREEMENT)
    number = earlier.number if earlier else numbered(agreement.licensor, SERIES)
    return request_document(
        DocumentKind.AGREEMENT,
        agreement,
        document_data(agreement, agreement.text_record, "zh"),
        template="agreement",
        text_version=agreement.text_version,
        by=SYSTEM,
        number=number,
        supersedes=earlier,
        related=tuple(agreement.patents),
        parties=(agreement.licensor, agreement.licensee),
    )


def request_acceptance(agreement: Agreement, text: PublicText) -> Document:
    """Have a receipt sealed for whoever accepted an open-source text: which text, which patents,
    who and when. The license holds by its text, with or without it."""
    signature = agreement.signature(Side.LICENSEE)
    if signature is None:
        raise ValueError("only an acceptance has a receipt")
    rows = {
        "许可人": agreement.licensor.name,
        "接受人": agreement.licensee.name,
        "专利": "、".join(patent.certificate_number for patent in agreement.patents),
        "许可文本": f"《{(agreement.text_record or {})['title']['zh']}》第{text.version}版",
        "许可文本 SHA-256": text.sha256,
        "接受人授权签署人": signature.signer_name,
        "接受时间（北京时间）": instant(signature.signed_at),
        "平台合同标识": agreement.public_id,
    }
    return request_document(
        DocumentKind.RECEIPT,
        agreement,
        {
            "title": "专利开源许可接受凭证",
            "paragraphs": [
                "接受人已在平台留存对下列专利开源许可文本的接受记录。"
                "许可依已发布的文本成立，不以本凭证为条件；文本发布新版本的，已接受的版本继续适用。"
            ],
            "facts": [{"label": label, "value": value} for label, value in rows.items()],
            "facts_title": "接受记录",
        },
        template="statement",
        text_version=ACCEPTANCE_VERSION,
        by=SYSTEM,
        related=tuple(agreement.patents),
    )


def acceptance(agreement: Agreement) -> Document | None:
    """The receipt of an acceptance, sealed or not yet."""
    return current(agreement, DocumentKind.RECEIPT)


def sealed(agreement: Agreement) -> Document | None:
    """The current document of the agreement, sealed or not yet."""
    return current(agreement, DocumentKind.AGREEMENT)
