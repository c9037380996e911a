"""The work that brings a trusted timestamp into sealed files: tried at once, else later, never given up.

A sealed file never waits for an authority. If it fails, the file leaves at PAdES B-B and the timestamp
is added afterwards: to the very same signature, in a second file, beside which the first stays genuine.
"""

import logging
import time
from datetime import timedelta

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from marketplace import clock, files
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.database import lock, transaction
from marketplace.documents import timestamps
from marketplace.documents.inspection import check_sealed
from marketplace.documents.keys import trusted_roots_pem
from marketplace.documents.models import (
    TIMESTAMPED_LEVEL,
    Document,
    DocumentTimestamp,
    TimestampJob,
)
from marketplace.documents.queries import due_for_timestamp
from marketplace.documents.timestamps import NoTimestamp, Timestamp
from marketplace.extensions import db

log = logging.getLogger(__name__)

PAUSE_SECONDS = 60
"""How long an authority that failed is left alone, so that a slow one does not hold up sealing."""

_RETRY_MINUTES = (1, 5, 15, 60)
_BATCH = 200
_PAUSED_UNTIL = "timestamps_paused_until"


def stamped(document_id: int, sealed: bytes) -> tuple[bytes, DocumentTimestamp] | None:
    """The sealed file with its timestamp, kept, and the row that tells of it (not added yet); None,
    with the reason noted, where there is none now. Repeatable: the same token, the same bytes."""
    if is_paused():
        return None
    try:
        found = _kept_token(document_id, sealed)
        complete = timestamps.embed(sealed, found.token)
        check_sealed(complete, trusted_roots_pem())
    except (NoTimestamp, ValueError) as error:
        log.warning("no timestamp for document %s: %s", document_id, error)
        current_app.extensions[_PAUSED_UNTIL] = time.monotonic() + PAUSE_SECONDS
        _note_failure(document_id, str(error)[:1000])
        return None
    return complete, DocumentTimestamp(
        document_id=document_id,
        sealed_sha256=files.put(complete),
        timestamped_at=found.at,
        authority=found.authority,
        certificate_sha256=found.certificate_sha256,
        is_trusted=found.is_trusted,
        added_at=clock.now(),
    )


def is_paused() -> bool:
    """Whether the authority failed a moment ago."""
    return bool(time.monotonic() < current_app.extensions.get(_PAUSED_UNTIL, 0))


def timestamp_pending(limit: int = _BATCH) -> int:
    """Add the timestamps that are due to files sealed without; returns how many were added."""
    if not timestamps.is_configured() or is_paused():
        return 0
    return sum(_attempt(document_id) for document_id in due_for_timestamp(limit))


def _attempt(document_id: int) -> bool:
    document = db.session.get_one(Document, document_id)
    if document.seal is None or is_paused():
        return False
    try:
        made = stamped(document_id, files.get(document.seal.sealed_sha256))
        if made is None:
            return False
        _finish(document_id, made[1])
    except Exception as error:
        db.session.rollback()
        log.exception("adding the timestamp to document %s", document_id)
        _note_failure(document_id, f"{type(error).__name__}: {error}"[:1000])
        return False
    return True


def _finish(document_id: int, row: DocumentTimestamp) -> None:
    try:
        with transaction() as session:
            job = locked_job(document_id)
            if job.is_done:
                return
            document = session.get_one(Document, document_id)
            add_row(document, row)
            record(
                "document:timestamp",
                document,
                SYSTEM,
                sealed_sha256=row.sealed_sha256,
                level=TIMESTAMPED_LEVEL,
                authority=row.authority,
            )
    except IntegrityError:
        log.info("document %s was given its timestamp by another worker", document_id)


def add_row(document: Document, row: DocumentTimestamp) -> None:
    """Name the file with the timestamp in the present transaction; its work is done."""
    document.timestamp = row
    job = locked_job(document.id)
    job.is_done = True
    job.last_error = None


def _kept_token(document_id: int, sealed: bytes) -> Timestamp:
    """A token over the signature. It is kept before a file is made with it, so that a crash in
    between, or a second worker, makes no second file."""
    signature = timestamps.signature_value(sealed)
    held = db.session.scalars(_job(document_id)).one().token
    if held is None:
        fresh = timestamps.obtain(signature)
        with transaction():
            job = locked_job(document_id)
            job.token = held = job.token or fresh.token
    try:
        return timestamps.judge(held, signature)
    except NoTimestamp:
        with transaction():
            locked_job(document_id).token = None
        raise


def _note_failure(document_id: int, error: str) -> None:
    with transaction():
        job = locked_job(document_id)
        wait = _RETRY_MINUTES[min(job.attempts, len(_RETRY_MINUTES) - 1)]
        job.attempts += 1
        job.last_error = error
        job.next_attempt_at = clock.now() + timedelta(minutes=wait)


def locked_job(document_id: int) -> TimestampJob:
    return db.session.scalars(lock(_job(document_id))).one()


def _job(document_id: int) -> Select[TimestampJob]:
    return select(TimestampJob).where(TimestampJob.document_id == document_id)
