"""Documents for tests: requested through the service, sealed by the job."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

from marketplace import files
from marketplace.accounts.models import Organization
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.sealing_jobs import seal_document
from marketplace.documents.services import request_document
from tests.accounts.factories import make_organization

DAY = "2026-11-21"

RARE = "㛃𠮷·阿依古丽Ａ１（有限）"
LONG_NAME = "示范市" + "精密机械制造与新能源电池材料" * 3 + "科技发展有限责任股份集团公司"


def agreement_data(**values: Any) -> dict[str, Any]:
    """The data of a short agreement."""
    return {
        "title": "专利实施许可合同",
        "numbers": [{"label": "合同编号", "value": "KF-2026-000001"}],
        "parties": [
            {
                "role": "许可人",
                "name": "示范大学",
                "rows": [{"label": "住所", "value": "示范路一号"}],
            },
            {"role": "被许可人", "name": LONG_NAME, "rows": [{"label": "联系人", "value": RARE}]},
        ],
        "clauses": [
            {
                "number": "第一条",
                "heading": "许可使用费",
                "paragraphs": [
                    {"text": "入门费 ¥12,000.00。"},
                    {"text": "间接损失不予赔偿。", "emphasis": True},
                ],
            }
        ],
        **values,
    }


def rendered_data(**values: Any) -> dict[str, Any]:
    """The same with what ``render`` needs when no service adds it."""
    frame = {
        "document_id": "7k3m9p2x4q8r5t6v",
        "language": "zh",
        "date": DAY,
        "operator": "开放许可",
        "verification_url": "http://localhost/verify/7k3m9p2x4q8r5t6v",
    }
    return agreement_data(**{**frame, **values})


def make_document(subject: Organization | None = None, **values: Any) -> Document:
    """A requested document about an organization; not sealed yet."""
    subject = subject or make_organization()
    with transaction():
        return request_document(
            values.pop("kind", DocumentKind.AGREEMENT),
            subject,
            values.pop("data", None) or agreement_data(),
            template=values.pop("template", "agreement"),
            text_version="1",
            by=SYSTEM,
            **values,
        )


def make_sealed(subject: Organization | None = None, **values: Any) -> tuple[Document, bytes]:
    """A sealed document with its file."""
    document = make_document(subject, **values)
    assert seal_document(document.id)
    assert document.sealed_sha256
    return document, files.get(document.sealed_sha256)


def text_of(pdf: bytes) -> str:
    """The text of a PDF without white space, as a reader program extracts it."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
