"""Writing and reading events."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event as event_hooks
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, make_transient_to_detached

from marketplace import clock
from marketplace.audit.actors import Actor, actor_of
from marketplace.audit.models import AuditEvent, AuditLink, LogLeaf
from marketplace.audit.writing import COLUMNS, write
from marketplace.database import held, hold, in_transaction, take_held
from marketplace.extensions import db
from marketplace.ids import new_public_id
from marketplace.types import canonical_json

_BULK = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its table and public id, where many are told of and none is loaded."""

    __tablename__: str
    public_id: str


@dataclass(frozen=True)
class Fact:
    """What one event of many says: its tag, the record it is about, related records, data."""

    tag: str
    subject: Any
    related: Sequence[Any]
    data: Mapping[str, Any]


def record(
    tag: str, subject: Any, by: Any, *, related: Collection[Any] = (), **data: Any
) -> AuditEvent:
    """Append one event to the present transaction. A subject that is new is flushed, so that it has
    its ids from here on. The events of a transaction, and what the sequencer and the search by
    record need of them, are written all at once, with the commit.

    ``tag`` is ``subject:action``, a past fact; ``subject`` and ``related`` are records with a
    ``public_id``; ``data`` holds JSON-able facts (integers, texts, ISO days; no floats, no
    personal secrets). RuntimeError outside of a transaction.
    """
    if not in_transaction():
        raise RuntimeError("an event is recorded in the transaction of its change")
    session = db.session()
    if any(each in session.new for each in (subject, *related)):
        session.flush()
    event = event_of(Fact(tag, subject, tuple(related), data), actor_of(by))
    hold(event)
    return event


@event_hooks.listens_for(db.session, "before_commit", insert=True)
def _before_commit(session: Session) -> None:
    _write_recorded(session)


def _write_recorded(session: Session) -> None:
    """Write the events recorded since the last time, with their links and the sequencer's work.
    Within a savepoint nothing is written, for it would take back what belongs to events from before
    it; those that a savepoint took back are no longer held."""
    if session.in_nested_transaction():
        return
    session.flush()
    recorded = take_held(AuditEvent)
    if not recorded:
        return
    rows = [{name: each.__dict__[name] for name in COLUMNS} for each in recorded]
    for each, key in zip(recorded, write(rows), strict=True):
        each.id = key
        make_transient_to_detached(each)
    session.add_all(recorded)


def record_all(facts: Iterable[Fact], by: Any) -> int:
    """Append many events by one actor to the present transaction in a few statements.

    The records must have been flushed. Returns how many events were written.
    """
    written, pending = 0, iter(facts)
    while chunk := list(islice(pending, _BULK)):
        written += len(record_many(chunk, by))
    return written


def record_many(facts: Sequence[Fact], by: Any) -> Sequence[int]:
    """Append these events by one actor in few statements; returns their database keys in order."""
    if not in_transaction():
        raise RuntimeError("an event is recorded in the transaction of its change")
    session, actor = db.session(), actor_of(by)
    if not facts:
        return []
    _write_recorded(session)
    return write([event_values(fact, actor) for fact in facts])


def event_of(fact: Fact, actor: Actor) -> AuditEvent:
    """The event that says a fact, with its canonical bytes; not written yet."""
    event = AuditEvent()
    event.__dict__.update(event_values(fact, actor))  # it is written by a statement, not by a flush
    return event


def event_values(fact: Fact, actor: Actor) -> dict[str, Any]:
    """The columns of the event that says a fact."""
    kind, key = subject_key(fact.subject)
    row: dict[str, Any] = {
        "public_id": new_public_id(),
        "tag": fact.tag,
        "subject_type": kind,
        "subject_id": key,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_organization": actor.organization,
        "at": clock.now(),
        "related": [list(subject_key(other)) for other in fact.related],
        "data": dict(fact.data),
    }
    canonical = canonical_bytes(SimpleNamespace(**row))
    return row | {"canonical": canonical, "sha256": hashlib.sha256(canonical).hexdigest()}


def subject_key(subject: Any) -> tuple[str, str]:
    """How events name a record: its table and its public id."""
    return subject.__tablename__, subject.public_id


def as_data(event: Any) -> dict[str, Any]:
    """An event's columns as plain data, schema event/1."""
    return {
        "schema": "event/1",
        "id": event.public_id,
        "tag": event.tag,
        "subject": [event.subject_type, event.subject_id],
        "actor": [event.actor_kind, event.actor_id, event.actor_organization],
        "at": instant_text(event.at),
        "related": event.related,
        "data": event.data,
    }


def canonical_bytes(event: Any) -> bytes:
    """The RFC 8785 bytes of an event's columns; what is hashed and what the log holds."""
    return canonical_json(as_data(event))


def instant_text(instant: datetime) -> str:
    """An instant as UTC text with microseconds, the same before and after the database."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def history(*subjects: Any) -> Sequence[AuditEvent]:
    """All events about these records or relating to them, oldest first; inside a transaction those
    recorded in it too."""
    if in_transaction():
        _write_recorded(db.session())
    keys = [subject_key(subject) for subject in subjects]
    about = or_(*((AuditEvent.subject_type == k) & (AuditEvent.subject_id == i) for k, i in keys))
    linked = or_(*((AuditLink.subject_type == k) & (AuditLink.subject_id == i) for k, i in keys))
    written = db.session.scalars(
        select(AuditEvent)
        .where(or_(about, AuditEvent.id.in_(select(AuditLink.event_id).where(linked))))
        .order_by(AuditEvent.at, AuditEvent.id)
    )
    return [*written, *(each for each in held(AuditEvent) if _is_about(each, keys))]


def _is_about(event: AuditEvent, keys: Collection[tuple[str, str]]) -> bool:
    about = [(event.subject_type, event.subject_id), *map(tuple, event.related)]
    return any(each in keys for each in about)


def position_of(event: AuditEvent) -> int | None:
    """The event's number in the sequence, or None while it waits for one."""
    return db.session.scalar(select(LogLeaf.position).where(LogLeaf.event_id == event.id))
