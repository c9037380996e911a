"""The work that turns requested documents into sealed files; crash-safe and never given up.

Render → the parties' own seals, where a service is connected → keep → sign → timestamp, if one is to
be had → keep → one row. Every step can be repeated: the instant of the record is
written down before the first attempt, and the same text, instant and key give the same bytes.
"""

import logging
from datetime import timedelta

from cryptography.hazmat.primitives import hashes
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock, files
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import lock, transaction
from marketplace.documents import sealing, timestamp_jobs, timestamps
from marketplace.documents.inspection import check_sealed
from marketplace.documents.keys import document_key, trusted_roots_pem
from marketplace.documents.models import (
    LIFECYCLE,
    SIGNATURE_LEVEL,
    STUCK_AFTER_ATTEMPTS,
    TIMESTAMPED_LEVEL,
    Document,
    DocumentSeal,
    DocumentStatus,
    DocumentTimestamp,
    SealingJob,
    TimestampJob,
)
from marketplace.documents.party_sealing import sealed_by_parties
from marketplace.documents.queries import due_for_sealing
from marketplace.documents.rendering import render, template_sha256
from marketplace.documents.signals import document_sealed
from marketplace.extensions import db

log = logging.getLogger(__name__)

_RETRY_MINUTES = (0, 1, 5, 15, 60)
_BATCH = 200


def seal_pending(limit: int = _BATCH) -> int:
    """Seal what waits for it; returns how many were sealed. One failure does not stop the rest."""
    return sum(_attempt(document_id) for document_id in due_for_sealing(limit))


def is_awaited() -> bool:
    """Whether a document waits to be sealed now."""
    return bool(due_for_sealing(1))


def seal_document(document_id: int) -> bool:
    """Seal one document now, before others that wait; False when it failed and is tried later."""
    return _attempt(document_id)


def _attempt(document_id: int) -> bool:
    _begin(document_id)
    try:
        _finish(document_id, *_produce(document_id))
    except Exception as error:
        db.session.rollback()
        log.exception("sealing document %s", document_id)
        _note_failure(document_id, f"{type(error).__name__}: {error}"[:1000])
        return False
    return True


def _begin(document_id: int) -> None:
    """Fix the instant of the record and push the next attempt back, before anything is made."""
    with transaction():
        job = _job(document_id)
        wait = _RETRY_MINUTES[min(job.attempts, len(_RETRY_MINUTES) - 1)]
        job.attempts += 1
        if job.sealing_at is None:
            job.sealing_at = clock.now().replace(microsecond=0)
            if timestamps.is_configured():
                job.document.timestamp_job = TimestampJob(next_attempt_at=clock.now())
        job.next_attempt_at = clock.now() + timedelta(minutes=wait)


def _produce(document_id: int) -> tuple[DocumentSeal, DocumentTimestamp | None]:
    """Make and keep the files; repeatable."""
    document = db.session.get_one(Document, document_id)
    job = document.job
    if job is None or job.sealing_at is None:
        raise RuntimeError("sealing was not begun")
    pdf = sealed_by_parties(document, render(document.template, document.data))
    pdf_sha256 = files.put(pdf)
    sealed = sealing.seal(
        pdf,
        document_id=document.public_id,
        at=job.sealing_at,
        language=document.language,
        verification_url=document.data["verification_url"],
        timestamped=document.timestamp_job is not None,
    )
    check_sealed(sealed, trusted_roots_pem())
    made = timestamp_jobs.stamped(document_id, sealed) if document.timestamp_job else None
    seal = DocumentSeal(
        document_id=document_id,
        pdf_sha256=pdf_sha256,
        sealed_sha256=made[1].sealed_sha256 if made else files.put(sealed),
        sealed_at=job.sealing_at,
        level=TIMESTAMPED_LEVEL if made else SIGNATURE_LEVEL,
        template_sha256=template_sha256(document.template),
        certificate_sha256=document_key().certificate.fingerprint(hashes.SHA256()).hex(),
    )
    return seal, made[1] if made else None


def _finish(document_id: int, seal: DocumentSeal, timestamp: DocumentTimestamp | None) -> None:
    """Name the sealed file in the record, once; another worker's equal row stands as ours."""
    try:
        with transaction() as session:
            job = _job(document_id)
            if job.is_done:
                return
            document = session.get_one(Document, document_id)
            LIFECYCLE.after(document.status, "seal")
            document.seal = seal
            if timestamp is not None:
                timestamp_jobs.add_row(document, timestamp)
            job.is_done = True
            job.last_error = None
            record(
                "document:seal",
                document,
                SYSTEM,
                sealed_sha256=seal.sealed_sha256,
                pdf_sha256=seal.pdf_sha256,
                level=seal.level,
            )
            document_sealed.send(document)
    except IntegrityError:
        log.info("document %s was sealed by another worker", document_id)


def _note_failure(document_id: int, error: str) -> None:
    with transaction() as session:
        job = _job(document_id)
        job.last_error = error
        if job.attempts == STUCK_AFTER_ATTEMPTS and not job.is_done:
            document = session.get_one(Document, document_id)
            LIFECYCLE.after(DocumentStatus.PENDING, "fail")
            record("document:seal_failed", document, SYSTEM, attempts=job.attempts)


def _job(document_id: int) -> SealingJob:
    statement = lock(select(SealingJob).where(SealingJob.document_id == document_id))
    return db.session.scalars(statement).one()
