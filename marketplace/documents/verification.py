"""Is this file one of ours, whole and current? The verdicts of PRODUCT §7, with reasons.

Genuine is decided by the bytes that we hold, never by a signature alone; a signature is judged by
pyHanko's bottom line, never by its ``intact`` alone, which a page turned afterwards would pass.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace import clock, files
from marketplace.config import current_settings
from marketplace.documents import queries
from marketplace.documents.inspection import inspect
from marketplace.documents.keys import SIGNER_NAME, trusted_roots_pem
from marketplace.documents.models import Document
from marketplace.documents.reading import Findings, read
from marketplace.documents.reasons import Reason, reason
from marketplace.documents.sealing import FIELD_NAME
from marketplace.errors import Missing

log = logging.getLogger(__name__)

_BLOCK = 4096
LIMIT_BYTES = 20 * 1024 * 1024


class VerdictKind(StrEnum):
    GENUINE = "genuine"
    ALTERED = "altered"
    OTHER_VERSION = "other_version"
    OTHER_AGREEMENT = "other_agreement"
    UNKNOWN_SIGNER = "unknown_signer"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"


V = VerdictKind


@dataclass(frozen=True)
class Verdict:
    """The judgment on one file. ``document`` is the record it is, or claims to be, if we know it;
    ``sha256`` and ``size`` (bytes) are the file's."""

    verdict: VerdictKind
    reasons: tuple[Reason, ...]
    sha256: str
    size: int
    document: Document | None = None


def verify(data: bytes, agreement: str | None = None) -> Verdict:
    """Judge a file; ``agreement`` is the public id it is said to belong to. Never raises for a
    file, whatever it holds; bounded in time and memory."""
    sha256 = hashlib.sha256(data).hexdigest()
    document = queries.held(sha256)
    if document is not None:
        kind, reasons = _of_held(document, data, agreement)
    else:
        kind, reasons, document = _of_other(data, sha256)
    return Verdict(kind, tuple(reasons), sha256, len(data), document)


def verdict_json(
    verdict: Verdict, translate: Callable[[str], str] = lambda text: text
) -> dict[str, Any]:
    """The answer of ``POST /api/v1/verify``; ``translate`` turns an English text into another."""
    return {
        "verdict": verdict.verdict.value,
        "reasons": [
            {"code": item.code, "message": translate(item.message) % item.params, **item.params}
            for item in verdict.reasons
        ],
        "sha256": verdict.sha256,
        "document": verdict.document.public_id if verdict.document else None,
    }


def _of_held(
    document: Document, data: bytes, agreement: str | None
) -> tuple[VerdictKind, list[Reason]]:
    """A file that we sealed ourselves, so it is safe to read here."""
    found = inspect(data, trusted_roots_pem()).get("signatures", [])
    if not any(item["sound"] and item["whole"] for item in found):
        return V.ALTERED, [reason("signature_broken")]
    if agreement and agreement != document.belongs_to:
        return V.OTHER_AGREEMENT, [reason("belongs_elsewhere")]
    if document.superseded_by is not None:
        day = clock.shanghai_day(document.superseded_by.requested_at).isoformat()
        return V.OTHER_VERSION, [reason("newer_version", day=day)]
    reasons = [reason("byte_identical")]
    if hashlib.sha256(data).hexdigest() != document.sealed_sha256:
        reasons.append(reason("timestamp_later"))
    return V.GENUINE, reasons


def _of_other(data: bytes, sha256: str) -> tuple[VerdictKind, list[Reason], Document | None]:
    if not data:
        return V.UNREADABLE, [reason("empty")], None
    if len(data) > LIMIT_BYTES:
        limit = LIMIT_BYTES // (1024 * 1024)
        return V.UNREADABLE, [reason("too_large", limit=limit)], None
    found = read(data)
    document = _known(found.identifiers)
    ours = [item for item in found.signatures if item["ours"]]
    if not ours:
        false = next((item for item in found.signatures if _is_in_our_name(item)), None)
        if false is not None:
            return V.UNKNOWN_SIGNER, [reason("other_key", signer=false["signer"])], document
    if ours or document is not None or found.has_our_key:
        return V.ALTERED, _what_changed(data, sha256, document, found), document
    return (*_without_mark(found), None)


def _known(identifiers: tuple[str, ...]) -> Document | None:
    documents = (queries.by_public_id(identifier) for identifier in identifiers[:20])
    return next((document for document in documents if document is not None), None)


def _is_in_our_name(signature: dict[str, Any]) -> bool:
    """A signature that holds by a key of its own and calls itself ours. One that does not hold is a
    damaged copy of ours rather than another's."""
    names = {signature["signer"], signature["organization"]}
    claims = signature["field"] == FIELD_NAME or names & {
        SIGNER_NAME,
        current_settings().operator_name,
    }
    return bool(claims) and signature["intact"] and not signature["ours"]


def _without_mark(found: Findings) -> tuple[VerdictKind, list[Reason]]:
    if found.state != "readable":
        return V.UNREADABLE, [reason(found.state)]
    if found.is_preview:
        return V.NOT_OURS, [reason("preview")]
    return V.NOT_OURS, [reason("unknown_id" if found.identifiers else "no_mark")]


def _what_changed(
    data: bytes, sha256: str, document: Document | None, found: Findings
) -> list[Reason]:
    reasons = _by_comparison(data, sha256, document) + _by_signatures(found)
    if found.state != "readable":
        reasons.append(reason("damaged_copy"))
    return reasons


def _by_comparison(data: bytes, sha256: str, document: Document | None) -> list[Reason]:
    """Where the file departs from the one we hold."""
    if document is None:
        return []
    if document.sealed_sha256 is None:
        return [reason("not_yet_sealed")]
    if sha256 == document.pdf_sha256:
        return [reason("unsealed_copy")]
    try:
        sealed = files.get(document.sealed_sha256)
    except (Missing, ValueError):
        log.exception("the sealed file of document %s cannot be read", document.public_id)
        return []
    if data.startswith(sealed):
        return [reason("appended", first=len(sealed), count=len(data) - len(sealed))]
    if sealed.startswith(data):
        return [reason("cut", first=len(data), count=len(sealed) - len(data))]
    first, count = _difference(sealed, data)
    if len(sealed) == len(data):
        return [reason("bytes_changed", first=first, count=count)]
    return [reason("rewritten", first=first, sealed=len(sealed), size=len(data))]


def _difference(left: bytes, right: bytes) -> tuple[int, int]:
    """The position of the first differing byte, and how many differ over the common length."""
    common = min(len(left), len(right))
    places = [
        place
        for start in range(0, common, _BLOCK)
        if left[start : start + _BLOCK] != right[start : start + _BLOCK]
        for place in range(start, min(start + _BLOCK, common))
        if left[place] != right[place]
    ]
    return (places[0], len(places)) if places else (common, 0)


def _by_signatures(found: Findings) -> list[Reason]:
    if found.state != "readable":
        return []
    ours = [item for item in found.signatures if item["ours"]]
    reasons = [
        reason("further_signature", signer=item["signer"])
        for item in found.signatures
        if not item["ours"] and not item["broken"] and item["field"] != FIELD_NAME
    ]
    if not found.signatures:
        return [reason("signature_missing")]
    if not ours:
        return [*reasons, reason("signature_broken" if found.has_our_key else "signature_missing")]
    if not ours[0]["intact"]:
        return [*reasons, reason("signature_broken")]
    if not ours[0]["whole"]:
        return [*reasons, reason("changed_after_signing")]
    return [*reasons, reason("not_held")]
