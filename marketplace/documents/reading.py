"""Reading a file that anybody may have sent: marks by plain search, the rest in a limited process."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization

from marketplace.documents import inspection
from marketplace.documents.keys import document_key, trusted_roots_pem
from marketplace.documents.rendering import MARK

WALL_SECONDS = 12

_IDENTIFIER = re.compile(re.escape(MARK.encode()) + rb"([0-9a-hjkmnp-tv-z]{16})")
_PREVIEW = re.compile(re.escape(MARK.encode()) + rb"preview")
_HEAD = 1024
_TAIL = 4096


@dataclass(frozen=True)
class Findings:
    """What was found in a file.

    ``state``: ``readable``, ``encrypted``, ``damaged``, ``too_complex`` (the limits ended the
    reading) or ``no_pdf``. ``identifiers``: document ids in its metadata, as they stand.
    ``has_our_key``: our public key stands in it, as it does in every seal. ``signatures``: see
    ``inspection.inspect``.
    """

    state: str
    identifiers: tuple[str, ...] = ()
    is_preview: bool = False
    has_our_key: bool = False
    signatures: list[dict[str, Any]] = field(default_factory=list)


def read(data: bytes) -> Findings:
    """Search for our marks and inspect the signatures, bounded in time and memory."""
    if not looks_like_pdf(data):
        return Findings("no_pdf")
    found = _ask_apart("inspect", data, trusted_roots_pem()) or {"state": "too_complex"}
    metadata = str(found.get("mark", "")).encode()
    identifiers = [match.decode() for match in _IDENTIFIER.findall(data + b"\n" + metadata)]
    return Findings(
        state=found["state"],
        identifiers=tuple(dict.fromkeys(identifiers)),
        is_preview=bool(_PREVIEW.search(data) or _PREVIEW.search(metadata)),
        has_our_key=_our_key_hex() in data.lower(),
        signatures=found.get("signatures", []),
    )


def looks_like_pdf(data: bytes) -> bool:
    """A PDF by its head, or by its tail where the head is damaged."""
    return b"%PDF-" in data[:_HEAD] or (b"startxref" in data[-_TAIL:] and b" obj" in data)


@dataclass(frozen=True)
class Contents:
    """The pages that a PDF names (None where it cannot be read) and the text of the first ones."""

    pages: int | None = None
    text: str = ""


def contents(data: bytes) -> Contents:
    """What a PDF holds, bounded in time and memory; nothing for anything else."""
    if not looks_like_pdf(data):
        return Contents()
    return Contents(**(_ask_apart("extract", data) or {}))


def _ask_apart(question: str, data: bytes, roots: bytes = b"") -> dict[str, Any] | None:
    """Run ``inspection`` as a process that may fail: it gets the file and nothing of the site. None
    where its limits ended it."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(inspection.__file__))],
            input=b"%s %d\n%s%s" % (question.encode(), len(roots), roots, data),
            capture_output=True,
            timeout=WALL_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _our_key_hex() -> bytes:
    numbers = (
        document_key()
        .certificate.public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    )
    return numbers.hex().encode()
