"""Finding documents."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace import clock
from marketplace.audit.services import subject_key
from marketplace.documents.models import (
    STUCK_AFTER_ATTEMPTS,
    Document,
    DocumentKind,
    DocumentSeal,
    DocumentTimestamp,
    SealingJob,
    TimestampJob,
)
from marketplace.extensions import db


def current(subject: Any, kind: DocumentKind) -> Document | None:
    """The document of this kind about ``subject`` that no later one has replaced."""
    subject_type, subject_id = subject_key(subject)
    later = select(Document.supersedes_id).where(Document.supersedes_id.is_not(None))
    return db.session.scalar(
        select(Document)
        .where(
            Document.subject_type == subject_type,
            Document.subject_id == subject_id,
            Document.kind == kind,
            Document.id.not_in(later),
        )
        .order_by(Document.id.desc())
        .limit(1)
    )


def documents_of(subject: Any) -> Sequence[Document]:
    """All documents about ``subject``, oldest first, but for reports: those are one house's own."""
    subject_type, subject_id = subject_key(subject)
    return db.session.scalars(
        select(Document)
        .options(
            joinedload(Document.seal), joinedload(Document.timestamp), joinedload(Document.job)
        )
        .where(
            Document.subject_type == subject_type,
            Document.subject_id == subject_id,
            Document.kind != DocumentKind.REPORT,
        )
        .order_by(Document.id)
    ).all()


def by_public_id(public_id: str) -> Document | None:
    return db.session.scalar(select(Document).where(Document.public_id == public_id))


def held(sha256: str) -> Document | None:
    """The document that was sealed into the file with this SHA-256, with or without timestamp."""
    for table in (DocumentSeal, DocumentTimestamp):
        found = db.session.scalar(select(Document).join(table).where(table.sealed_sha256 == sha256))
        if found is not None:
            return found
    return None


def due_for_sealing(limit: int) -> Sequence[int]:
    """Ids of documents whose next attempt at sealing is due, those tried least first."""
    return db.session.scalars(
        select(SealingJob.document_id)
        .where(
            SealingJob.is_done.is_(False),
            or_(SealingJob.next_attempt_at.is_(None), SealingJob.next_attempt_at <= clock.now()),
        )
        .order_by(SealingJob.attempts, SealingJob.id)
        .limit(limit)
    ).all()


def due_for_timestamp(limit: int) -> Sequence[int]:
    """Ids of sealed documents whose timestamp is due to be asked for, those tried least first."""
    return db.session.scalars(
        select(TimestampJob.document_id)
        .join(DocumentSeal, DocumentSeal.document_id == TimestampJob.document_id)
        .where(TimestampJob.is_done.is_(False), TimestampJob.next_attempt_at <= clock.now())
        .order_by(TimestampJob.attempts, TimestampJob.id)
        .limit(limit)
    ).all()


def without_timestamp() -> Select[Document]:
    """Sealed documents whose timestamp failed again and again, for the administrator's list."""
    return (
        select(Document)
        .join(Document.seal)
        .join(Document.timestamp_job)
        .where(TimestampJob.is_done.is_(False), TimestampJob.attempts >= STUCK_AFTER_ATTEMPTS)
        .options(contains_eager(Document.seal), contains_eager(Document.timestamp_job))
        .order_by(Document.id)
    )


def stuck() -> Select[Document]:
    """Documents whose sealing failed again and again, for the administrator's list."""
    return (
        select(Document)
        .join(SealingJob)
        .where(SealingJob.is_done.is_(False), SealingJob.attempts >= STUCK_AFTER_ATTEMPTS)
        .options(joinedload(Document.seal), contains_eager(Document.job))
        .order_by(Document.id)
    )
