"""Asking for a document. Its text counts from now on; the sealed file follows as retried work."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.audit.services import record, subject_key
from marketplace.config import current_settings
from marketplace.documents.frame import required_keys
from marketplace.documents.models import PARTIES, Document, DocumentKind, SealingJob
from marketplace.documents.party_sealing import wanted
from marketplace.documents.rendering import render, template_sha256
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ids import new_public_id
from marketplace.types import canonical_json

PREVIEW_ID = "preview"

_NO_TEXT = frozenset({"document_id", "verification_url", "language", "align", "draft", PARTIES})


def request_document(
    kind: DocumentKind,
    subject: Any,
    data: dict[str, Any],
    *,
    template: str,
    text_version: str,
    by: Any,
    language: str = "zh",
    number: str | None = None,
    supersedes: Document | None = None,
    belongs_to: str | None = None,
    related: tuple[Any, ...] = (),
    parties: tuple[Any, ...] = (),
) -> Document:
    """Store a document of record about ``subject`` in the present transaction.

    ``data`` is the template's own part (texts and rows; see ``typst/<template>.typ``) with at least
    ``title``; document id, day, operator and verification address are added here. ``number`` comes
    from ``numbers.next_number``. ``belongs_to`` (default: the subject's public id) is the agreement for
    a verifier. ``parties`` are asked for their own electronic seals where a licensed service is
    connected. Refused if ``supersedes`` was replaced already.
    """
    db.session.flush()  # a subject made in this very transaction has its public id from here on
    if supersedes is not None:
        _check_replaceable(supersedes, subject, kind)
    document = Document(
        kind=kind,
        template=template,
        text_version=text_version,
        supersedes=supersedes,
        **_about(subject, belongs_to),
        **_facts(template, {**data, **wanted(parties)}, language, number),
    )
    db.session.add(document)
    _tell(document, by, (subject, *related))
    return document


def _about(subject: Any, belongs_to: str | None) -> dict[str, str]:
    subject_type, subject_id = subject_key(subject)
    belongs_to = belongs_to or subject_id
    return {"subject_type": subject_type, "subject_id": subject_id, "belongs_to": belongs_to}


def _facts(
    template: str, data: dict[str, Any], language: str, number: str | None
) -> dict[str, Any]:
    """The columns that follow from the data alone. ValueError if the data or template will not do."""
    public_id = new_public_id()
    complete = completed(data, document_id=public_id, language=language, number=number)
    required_keys(complete)
    template_sha256(template)
    return {
        "public_id": public_id,
        "number": complete["number"] or None,
        "title": complete["title"],
        "language": complete["language"],
        "day": date.fromisoformat(complete["date"]),
        "data": complete,
        "record_sha256": hashlib.sha256(canonical_json(complete)).hexdigest(),
        "text_sha256": text_sha256(complete),
        "requested_at": clock.now(),
        "job": SealingJob(),
    }


def _tell(document: Document, by: Any, related: tuple[Any, ...]) -> None:
    old = document.supersedes
    record(
        "document:request",
        document,
        by,
        related=related,
        kind=document.kind.value,
        record_sha256=document.record_sha256,
        text_sha256=document.text_sha256,
        text_version=document.text_version,
        **({"supersedes": old.public_id} if old else {}),
    )


def preview(template: str, data: dict[str, Any], *, language: str = "zh") -> bytes:
    """The PDF as it would be, marked as a preview; nothing is stored."""
    complete = completed(data, document_id=PREVIEW_ID, language=language, number=data.get("number"))
    return render(template, {**complete, "draft": True, "verification_url": ""})


def print_for_hand(template: str, data: dict[str, Any], *, document_id: str) -> bytes:
    """The PDF of a fixed text to be signed and sealed on paper; nothing is stored, and no platform
    record is added. ``document_id`` is the mark that stands on every page."""
    complete = completed(data, document_id=document_id, language="zh", number=document_id)
    return render(template, {**complete, "by_hand": True, "verification_url": ""})


def preview_many(title: str, sheets: list[dict[str, Any]]) -> bytes:
    """Several copy sheets as one working PDF; nothing is stored or signed."""
    data = {"title": title, "sheets": sheets}
    complete = completed(data, document_id=PREVIEW_ID, language="zh", number=None)
    return render("copysheets", {**complete, "draft": True, "verification_url": ""})


def completed(
    data: dict[str, Any], *, document_id: str, language: str, number: str | None
) -> dict[str, Any]:
    """``data`` with what every document carries."""
    settings = current_settings()
    return {
        "date": clock.today().isoformat(),
        **data,
        "document_id": document_id,
        "language": language,
        "number": number or "",
        "operator": settings.operator_name,
        "verification_url": f"{settings.base_url.rstrip('/')}/verify/{document_id}",
    }


def text_sha256(data: dict[str, Any]) -> str:
    """SHA-256 over the words of a document, line by line in the order of their keys: evidence of
    the text that does not depend on how it is set."""
    return hashlib.sha256("\n".join(_texts(data)).encode()).hexdigest()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key in sorted(value):
            if key not in _NO_TEXT:
                yield from _texts(value[key])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _check_replaceable(old: Document, subject: Any, kind: DocumentKind) -> None:
    if (old.subject_type, old.subject_id) != subject_key(subject) or old.kind != kind:
        raise ValueError("a document replaces one of the same kind about the same record")
    if not old.is_current:
        raise Refused(
            "document_replaced",
            N_("A later version replaced this document already. Open the current version."),
        )
