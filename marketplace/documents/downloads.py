"""Handing out a sealed file: always as a download, never shown from the site's own origin."""

import io
from typing import IO

from flask import Response, send_file

from marketplace import files
from marketplace.documents.models import Document
from marketplace.errors import N_, Refused


def send_document(document: Document) -> Response:
    """The sealed file as an attachment. Refused (409) until it is sealed. Whether the person may
    have it is the caller's decision."""
    if document.sealed_sha256 is None:
        raise Refused(
            "document_not_sealed",
            N_("The platform record is being added. Download the file in a minute."),
        )
    response = send_attachment(
        files.get(document.sealed_sha256), document.file_name, "application/pdf"
    )
    response.set_etag(document.sealed_sha256)
    return response


def send_attachment(data: bytes | IO[bytes], name: str, media_type: str) -> Response:
    """Bytes, or an open file of them, as an attachment: never rendered from the site's own origin,
    never cached by others."""
    response = send_file(
        io.BytesIO(data) if isinstance(data, bytes) else data,
        mimetype=media_type,
        as_attachment=True,
        download_name=name,
        max_age=0,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
