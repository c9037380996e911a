"""Scans that prove who an organization is: kept as files, known by their first bytes."""

from marketplace import files
from marketplace.errors import N_, Refused

_BEGINNINGS = {b"%PDF-": "pdf", b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpg"}


def keep(data: bytes) -> str:
    """Keep a scan and return its SHA-256; Refused at ``evidence`` unless PDF, PNG or JPEG."""
    extension_of(data)
    return files.put(data)


def extension_of(data: bytes) -> str:
    """``pdf``, ``png`` or ``jpg`` by content, whatever the file was called."""
    for beginning, extension in _BEGINNINGS.items():
        if data.startswith(beginning):
            return extension
    raise Refused(
        "evidence_type",
        N_("This file is no PDF, JPEG or PNG, whatever its name says. Scan or export it again."),
        status=422,
        field="evidence",
    )
