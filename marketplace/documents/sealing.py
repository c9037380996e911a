"""The platform record on a finished PDF: PAdES B-B by the platform's own key.

It shows later changes and names the time. It is not a party's seal: the visible field is a plain
rectangle of facts at the foot of the last page, and says that no licensed certification service
stands behind the certificate. The same PDF, instant and key give the same bytes, so that a sealing
that was interrupted and run again ends in one and the same file.
"""

import hashlib
import io
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    InnerScaling,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp.static import StaticStampStyle

from marketplace import clock
from marketplace.documents.frame import frame_texts
from marketplace.documents.keys import SIGNER_NAME, document_key
from marketplace.documents.rendering import compile_template
from marketplace.documents.signatures import prepared

FIELD_NAME = "PlatformRecord"

_POINTS_PER_MM = 72 / 25.4
_LEFT_MM, _BOTTOM_MM, _WIDTH_MM, _HEIGHT_MM = 24, 22, 162, 27
_DIGITS_RESERVED_FOR_TIMESTAMP = 48 * 1024

_WHOLE_FIELD = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID,
    y_align=AxisAlignment.ALIGN_MID,
    margins=Margins(0, 0, 0, 0),
    inner_content_scaling=InnerScaling.STRETCH_TO_FIT,
)


class _Writer(IncrementalPdfFileWriter):
    """Leaves the document's metadata as they are: the seal must add nothing that varies."""

    def _update_meta(self) -> None:
        pass


class _Picture(ImportedPdfPage):
    """The first page of a PDF in memory as the picture of the field."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(file_name=None)
        self._pdf = pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Record"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Record Do"


def seal(
    pdf: bytes,
    *,
    document_id: str,
    at: datetime,
    language: str = "zh",
    reason: str | None = None,
    verification_url: str = "",
    timestamped: bool = False,
) -> bytes:
    """Add the platform record to a rendered ``pdf``; returns the sealed file.

    ``at`` is the instant that the record names, to the second (also /M of the signature), by the
    platform's own clock. ``timestamped`` leaves room for a trusted timestamp, which
    ``timestamps.embed`` adds without touching a signed byte, and says so in the visible record.
    RuntimeError inside a running event loop.
    """
    picture = _picture(document_id, at, pdf, language, verification_url, timestamped=timestamped)
    reason = reason or frame_texts(language)["record"]
    return sealed_with(picture, pdf, at=at, reason=reason, timestamped=timestamped)


def sealed_with(
    picture: bytes, pdf: bytes, *, at: datetime, reason: str, timestamped: bool = False
) -> bytes:
    """``pdf`` signed, with the first page of the PDF ``picture`` as the visible record."""
    signature = prepared(document_key())
    signer = PdfSigner(
        metadata(reason),
        signer=signature.signer,
        stamp_style=stamp(picture),
        new_field_spec=field(),
    )
    session = signer.init_signing_session(_writer(pdf, at))
    session.system_time = at.astimezone(clock.SHANGHAI).replace(microsecond=0)
    tbs = session.prepare_tbs_document(
        validation_info=None,
        bytes_reserved=_DIGITS_RESERVED_FOR_TIMESTAMP if timestamped else 2 * signature.size,
    )
    digest, output = tbs.digest_tbs_document()
    digest.fill_with_cms(output, signature.sign(digest.document_digest))
    output.seek(0)
    return bytes(output.read())


def _writer(pdf: bytes, at: datetime) -> _Writer:
    """An update of ``pdf`` whose file id follows from content and instant."""
    writer = _Writer(io.BytesIO(pdf))
    content_sha256 = hashlib.sha256(pdf).hexdigest()
    first, _ = writer._document_id
    second = hashlib.sha256(f"{content_sha256} {at.isoformat()}".encode()).digest()[:16]
    writer._document_id = generic.ArrayObject([first, generic.ByteStringObject(second)])
    return writer


def stamp(picture: bytes) -> StaticStampStyle:
    """The first page of the PDF ``picture``, filling the field."""
    return StaticStampStyle(
        background=_Picture(picture), background_layout=_WHOLE_FIELD, border_width=0
    )


def metadata(reason: str) -> PdfSignatureMetadata:
    """What the signature says of itself: field, digest, name, reason."""
    return PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=SIGNER_NAME,
        reason=reason,
    )


def field() -> SigFieldSpec:
    """The field of the platform record, at the foot of the last page."""
    left, bottom = _LEFT_MM * _POINTS_PER_MM, _BOTTOM_MM * _POINTS_PER_MM
    right, top = left + _WIDTH_MM * _POINTS_PER_MM, bottom + _HEIGHT_MM * _POINTS_PER_MM
    return SigFieldSpec(
        FIELD_NAME, on_page=-1, box=(round(left), round(bottom), round(right), round(top))
    )


def _picture(
    document_id: str,
    at: datetime,
    pdf: bytes,
    language: str,
    verification_url: str,
    *,
    timestamped: bool = False,
) -> bytes:
    texts = frame_texts(language)
    rows: list[tuple[str, str]] = [
        (texts["sealed_at"], at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")),
        (texts["document_id"], document_id),
        (texts["content"], hashlib.sha256(pdf).hexdigest()),
        (texts["level"], texts["level_value_timestamped" if timestamped else "level_value"]),
    ]
    if verification_url:
        rows.append((texts["verify"], verification_url))
    data: dict[str, Any] = {
        "title": texts["record"],
        "date": clock.shanghai_day(at).isoformat(),
        "language": language,
        "width": _WIDTH_MM,
        "height": _HEIGHT_MM,
        "rows": [{"label": name, "value": value} for name, value in rows],
        "note": texts["record_note"],
    }
    return compile_template("seal", data, day=clock.shanghai_day(at))
