"""The sealed document of an agreement: requested with its effect, sealed by a retried job."""

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.agreements.printing import document_data
from marketplace.audit.actors import SYSTEM
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.numbers import next_number, number_text
from marketplace.documents.queries import current
from marketplace.documents.services import request_document

SERIES = "XK"
"""许可: the licensor's numbers of license documents, gapless per year."""


def request(agreement: Agreement) -> Document:
    """Have the signed text set and sealed, with the signatures and the day of effect on it. The
    words are those of the record that was signed."""
    if agreement.text_record is None or agreement.text_version is None:
        raise ValueError("only a signed text becomes a document")
    earlier = current(agreement, DocumentKind.AGREEMENT)
    number = earlier.number if earlier else _new_number(agreement)
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
    )


def sealed(agreement: Agreement) -> Document | None:
    """The current document of the agreement, sealed or not yet."""
    return current(agreement, DocumentKind.AGREEMENT)


def _new_number(agreement: Agreement) -> str:
    year = clock.today().year
    return number_text(SERIES, year, next_number(agreement.licensor, SERIES, year))
