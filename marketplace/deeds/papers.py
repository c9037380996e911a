"""The sealed document of a further paper: requested with its effect, sealed by a retried job."""

from marketplace.audit.actors import SYSTEM
from marketplace.deeds.models import Deed, DeedKind
from marketplace.deeds.printing import document_data
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.numbers import numbered
from marketplace.documents.queries import current
from marketplace.documents.services import request_document

SERIES = {
    DeedKind.AMENDMENT: "BC",
    DeedKind.TERMINATION_AGREEMENT: "JC",
    DeedKind.TERMINATION_NOTICE: "JC",
}
"""补充, 解除: the present licensor's numbers, gapless per year."""


def request(deed: Deed) -> Document:
    """Have the signed text set and sealed, with the signatures on it."""
    if deed.text_record is None or deed.text_version is None:
        raise ValueError("only a signed text becomes a document")
    agreement = deed.agreement
    return request_document(
        DocumentKind.AGREEMENT,
        deed,
        document_data(deed, deed.text_record, "zh"),
        template="agreement",
        text_version=deed.text_version,
        by=SYSTEM,
        number=numbered(agreement.present_licensor, SERIES[deed.kind]),
        belongs_to=agreement.public_id,
        related=(agreement, *agreement.patents),
        parties=tuple(each.organization for each in deed.signatures),
    )


def sealed(deed: Deed) -> Document | None:
    """The document of the paper, sealed or not yet."""
    return current(deed, DocumentKind.AGREEMENT)
