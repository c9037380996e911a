"""``audit export``: the trail of a period or of one record, with all that proves it whole."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, or_, select

from marketplace import clock
from marketplace.audit import checkpoints, keys
from marketplace.audit.models import AuditEvent, AuditLink, Checkpoint, LogLeaf, UnsequencedEvent
from marketplace.audit.services import instant_text
from marketplace.evidence import events
from marketplace.evidence.archives import Archive
from marketplace.extensions import db

_CHUNK = 1_000


def export(
    target: Path, *, first: date | None = None, last: date | None = None, subject: str | None = None
) -> int:
    """Write a package with every event of the Shanghai days ``first`` … ``last`` (both included,
    None for no limit), or only those about the record ``subject`` (its public id); returns how many.

    The hashes of the whole log are in it, so that a reader finds every kept checkpoint in it again.
    """
    archive = Archive(target)
    archive.add_verifier()
    wanted = _wanted(first, last, subject)
    count = archive.add_lines("events.jsonl", _entries(wanted))
    archive.add_lines("checkpoints.jsonl", map(asdict, _checkpoints()))
    archive.add("leaves.bin", _leaves())
    archive.add_lines("witnesses.jsonl", events.witnessed(1, None))
    archive.add_json(
        "evidence.json",
        {
            "schema": "evidence/1",
            "first": first.isoformat() if first else None,
            "last": last.isoformat() if last else None,
            "subject": subject,
            "made_at": instant_text(clock.now()),
            "log_key": keys.public_bytes(keys.signing_key().public_key()).hex(),
            "events": count,
        },
    )
    archive.close({"events": count})
    return count


def _wanted(first: date | None, last: date | None, subject: str | None) -> Select[Any]:
    statement: Any = (
        select(AuditEvent, LogLeaf.position, UnsequencedEvent.id)
        .outerjoin(LogLeaf, LogLeaf.event_id == AuditEvent.id)
        .outerjoin(UnsequencedEvent, UnsequencedEvent.event_id == AuditEvent.id)
        .order_by(func.coalesce(LogLeaf.position, 2**62), AuditEvent.id)
    )
    if first:
        statement = statement.where(AuditEvent.at >= clock.start_of_day(first))
    if last:
        statement = statement.where(AuditEvent.at < clock.start_of_day(last + timedelta(days=1)))
    if subject:
        linked = select(AuditLink.event_id).where(AuditLink.subject_id == subject)
        statement = statement.where(
            or_(AuditEvent.subject_id == subject, AuditEvent.id.in_(linked))
        )
    return statement


def _entries(wanted: Select[Any]) -> Iterator[dict[str, Any]]:
    for event, position, waiting in db.session.execute(wanted.execution_options(yield_per=_CHUNK)):
        more = {"waiting": True} if waiting is not None and position is None else {}
        yield events.entry(event, position, **more)


def _checkpoints() -> list[checkpoints.SignedCheckpoint]:
    """Those of the database and of the files, each once: a cut database does not hide the files."""
    rows = db.session.scalars(select(Checkpoint).order_by(Checkpoint.size))
    known = [checkpoints.signed_of(row) for row in rows]
    kept = [signed for _, signed in checkpoints.files()]
    return sorted(dict.fromkeys([*known, *kept]), key=lambda signed: signed.size)


def _leaves() -> Iterator[bytes]:
    statement = select(LogLeaf.leaf_hash).order_by(LogLeaf.position)
    for leaf in db.session.scalars(statement.execution_options(yield_per=_CHUNK)):
        yield bytes.fromhex(leaf)
