"""From events to messages: the follower of the sequence.

A message tells the state of one subject. It is made when an event has touched the subject and what
is to be told of it has changed; its id follows from that event. A batch that is repeated after a
crash finds nothing changed and makes nothing twice.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, insert, select, tuple_

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.audit.models import AuditEvent, LogLeaf
from marketplace.audit.services import instant_text
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback.contents import BUILDERS, Content
from marketplace.feedback.models import (
    Change,
    Connector,
    ConnectorStatus,
    DeliveryStatus,
    FeedbackDelivery,
    Message,
)
from marketplace.feedback.parts import settled
from marketplace.feedback.shaping import SCHEMA, load, sha256_of
from marketplace.obligations.models import Obligation
from marketplace.payments.models import Payment
from marketplace.products.models import Product, ProductPatent
from marketplace.types import canonical_json

Subject = tuple[str, str]
"""Kind and public id."""

CODES = {
    "industry": "GB/T 4754-2017",
    "region": "GB/T 2260",
    "patent_class": "IPC",
    "technology_field": "WIPO IPC-technology concordance",
}
_BY_TABLE = {
    "listings": ("listing",),
    "declarations": ("declaration",),
    "agreements": ("agreement", "money", "use", "evaluation"),
    "products": ("product",),
}
_LOOKED_UP = (
    (
        "payments",
        "agreements",
        select(Payment.public_id, Agreement.public_id).join(
            Agreement, Agreement.id == Payment.agreement_id
        ),
    ),
    (
        "obligations",
        "agreements",
        select(Obligation.public_id, Agreement.public_id).join(
            Agreement, Agreement.id == Obligation.agreement_id
        ),
    ),
    (
        "agreements",
        "products",
        select(Agreement.public_id, Product.public_id)
        .join(ProductPatent, ProductPatent.agreement_id == Agreement.id)
        .join(Product, Product.id == ProductPatent.product_id)
        .distinct(),
    ),
)
"""What an event is about, what it may have changed beside that, and how to find it."""

_CHUNK = 400


def build(events: Sequence[Any]) -> None:
    """Write the messages that these events give rise to, and one delivery of each for every
    active connector that takes its kind."""
    touched = _touched(events)
    if not touched:
        return
    newest, positions = _newest(touched), _positions({each.id for each in touched.values()})
    changed = {}
    for subject, event in touched.items():
        before = newest.get(subject)
        if before is not None and before.position >= positions[event.id]:
            continue  # a repeated batch: told already, with this event or a later one
        content = BUILDERS[subject[0]](subject[1])
        if content is not None and _says_more(content, before):
            changed[subject] = content
    if not changed:
        return
    rows = [
        _row(subject, content, newest.get(subject), touched[subject], positions)
        for subject, content in changed.items()
    ]
    with transaction() as session:
        ids = session.scalars(
            insert(Message).returning(Message.id, sort_by_parameter_order=True), rows
        ).all()
        deliveries = _deliveries(list(zip(ids, rows, strict=True)))
        if deliveries:
            session.execute(insert(FeedbackDelivery), deliveries)


def message_id(event: AuditEvent, subject: Subject) -> str:
    """The same for the same event and subject, whoever makes the message and how often."""
    text = f"{event.public_id}:{subject[0]}:{subject[1]}"
    return "fb_" + hashlib.sha256(text.encode()).hexdigest()[:32]


def _touched(events: Iterable[AuditEvent]) -> dict[Subject, AuditEvent]:
    """Which subjects these events may have changed, each with the last event that did."""
    keys: dict[tuple[str, str], AuditEvent] = {}
    for event in events:
        keys[event.subject_type, event.subject_id] = event
        for link in event.links:
            keys[link.subject_type, link.subject_id] = event
    for table, other, statement in _LOOKED_UP:
        ids = [key for name, key in keys if name == table]
        column = statement.selected_columns[0]
        for at in range(0, len(ids), _CHUNK):
            for own, touched in db.session.execute(
                statement.where(column.in_(ids[at : at + _CHUNK]))
            ):
                keys.setdefault((other, touched), keys[table, own])
    return {
        (kind, key): event
        for (table, key), event in keys.items()
        for kind in _BY_TABLE.get(table, ())
    }


def _newest(subjects: Iterable[Subject]) -> dict[Subject, Message]:
    wanted, found = list(subjects), {}
    for at in range(0, len(wanted), _CHUNK):
        last = (
            select(func.max(Message.id))
            .where(tuple_(Message.subject_kind, Message.subject_id).in_(wanted[at : at + _CHUNK]))
            .group_by(Message.subject_kind, Message.subject_id)
        )
        for message in db.session.scalars(select(Message).where(Message.id.in_(last))):
            found[message.subject_kind, message.subject_id] = message
    return found


def _says_more(content: Content, before: Message | None) -> bool:
    if before is None:
        return not content.cancelled
    return sha256_of(canonical_json(content.data)) != before.data_sha256


def _positions(events: set[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(LogLeaf.event_id, LogLeaf.position).where(LogLeaf.event_id.in_(events))
    )
    return {row.event_id: row.position for row in rows}


def _row(
    subject: Subject,
    content: Content,
    before: Message | None,
    event: AuditEvent,
    positions: dict[int, int],
) -> dict[str, Any]:
    kind, key = subject
    now = clock.now()
    version = before.version + 1 if before else 1
    change = _change(content, before)
    name = message_id(event, subject)
    body = {
        "schema": SCHEMA,
        "type": f"feedback.{kind}",
        "id": name,
        "timestamp": instant_text(now),
        "subject": {"kind": kind, "id": key},
        "version": version,
        "change": change.value,
        "sequence": positions[event.id],
        "codes": CODES,
        "data": content.data,
    }
    return {
        "message_id": name,
        "event_id": event.id,
        "position": positions[event.id],
        "subject_kind": kind,
        "subject_id": key,
        "version": version,
        "change": change,
        "body": canonical_json(body).decode(),
        "data_sha256": sha256_of(canonical_json(content.data)),
        "made_at": now,
    }


def _change(content: Content, before: Message | None) -> Change:
    if before is None:
        return Change.NEW
    if content.cancelled:
        return Change.CANCELLED
    now = settled(content.data)
    told = settled(load(before.body)["data"])
    kept = all(now.get(name) == value for name, value in told.items())
    return Change.CHANGED if kept else Change.CORRECTED


def _deliveries(messages: Sequence[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    active = db.session.scalars(
        select(Connector).where(Connector.status == ConnectorStatus.ACTIVE)
    ).all()
    return [
        {
            "connector_id": connector.id,
            "message_id": key,
            "subject": f"{row['subject_kind']}:{row['subject_id']}",
            "status": DeliveryStatus.WAITING,
        }
        for connector in active
        for key, row in messages
        if row["subject_kind"] in connector.subjects
    ]
