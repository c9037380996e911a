"""Writing and reading events."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert, or_, select

from marketplace import clock
from marketplace.audit.actors import Actor, actor_of
from marketplace.audit.models import AuditEvent, AuditLink, LogLeaf, UnsequencedEvent
from marketplace.database import in_transaction
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
    """Append one event to the present transaction; all of a transaction's events are written
    together. A subject that is new is flushed, so that it has its ids from here on.

    ``tag`` is ``subject:action``, a past fact; ``subject`` and ``related`` are records with a
    ``public_id``; ``data`` holds JSON-able facts (integers, texts, ISO days; no floats, no
    personal secrets). RuntimeError outside of a transaction.
    """
    if not in_transaction():
        raise RuntimeError("an event is recorded in the transaction of its change")
    session = db.session()
    if any(each in session.new for each in (subject, *related)):
        session.flush()
    event = _event(Fact(tag, subject, tuple(related), data), actor_of(by))
    event.links = [AuditLink(subject_type=kind, subject_id=key) for kind, key in event.related]
    event.waiting = UnsequencedEvent()
    session.add(event)
    return event


def record_all(facts: Iterable[Fact], by: Any) -> int:
    """Append many events by one actor to the present transaction in a few statements.

    The records must have been flushed. Returns how many events were written.
    """
    written, pending = 0, iter(facts)
    while chunk := list(islice(pending, _BULK)):
        written += len(record_many(chunk, by))
    return written


def record_many(facts: Sequence[Fact], by: Any) -> Sequence[int]:
    """Append these events by one actor in four statements; returns their database keys in order."""
    if not in_transaction():
        raise RuntimeError("an event is recorded in the transaction of its change")
    session, actor, at = db.session(), actor_of(by), clock.now()
    if not facts:
        return []
    rows = [_columns(fact, actor, at) for fact in facts]
    table = AuditEvent.__table__
    ids = session.scalars(
        insert(table).returning(table.c.id, sort_by_parameter_order=True), rows
    ).all()
    links = [
        {"event_id": event_id, "subject_type": kind, "subject_id": key}
        for event_id, row in zip(ids, rows, strict=True)
        for kind, key in row["related"]
    ]
    if links:
        session.execute(insert(AuditLink.__table__), links)
    waiting = [{"event_id": event_id} for event_id in ids]
    session.execute(insert(UnsequencedEvent.__table__), waiting)
    return ids


def _event(fact: Fact, actor: Actor) -> AuditEvent:
    return AuditEvent(**_columns(fact, actor, clock.now()))


def _columns(fact: Fact, actor: Actor, at: datetime) -> dict[str, Any]:
    kind, key = subject_key(fact.subject)
    row = {
        "public_id": new_public_id(),
        "tag": fact.tag,
        "subject_type": kind,
        "subject_id": key,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_organization": actor.organization,
        "at": at,
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
    """All events about these records or relating to them, oldest first."""
    keys = [subject_key(subject) for subject in subjects]
    about = or_(*((AuditEvent.subject_type == k) & (AuditEvent.subject_id == i) for k, i in keys))
    linked = or_(*((AuditLink.subject_type == k) & (AuditLink.subject_id == i) for k, i in keys))
    return db.session.scalars(
        select(AuditEvent)
        .where(or_(about, AuditEvent.id.in_(select(AuditLink.event_id).where(linked))))
        .order_by(AuditEvent.at, AuditEvent.id)
    ).all()


def position_of(event: AuditEvent) -> int | None:
    """The event's number in the sequence, or None while it waits for one."""
    return db.session.scalar(select(LogLeaf.position).where(LogLeaf.event_id == event.id))
