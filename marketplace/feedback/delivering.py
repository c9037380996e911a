"""Bringing messages to receivers: durably kept, tried again, then set aside and shown.

One worker at a time serves a receiver (a lease), in the order of the messages; while one message
of a subject waits to be tried again, the later ones of that subject wait with it. A crash between
sending and noting sends again, under the same id.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, select, update

from marketplace import clock
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback.acknowledging import handed_over, read_acknowledgements
from marketplace.feedback.channels import opened
from marketplace.feedback.models import (
    BOXES,
    Connector,
    ConnectorHealth,
    ConnectorKind,
    ConnectorStatus,
    DeliveryStatus,
    FeedbackDelivery,
    Message,
    Rhythm,
)
from marketplace.feedback.parcels import (
    FAILURES,
    Answer,
    Box,
    Channel,
    Parcel,
    Unreachable,
    Verdict,
)
from marketplace.feedback.shaping import shaped
from marketplace.followers import lease

log = logging.getLogger(__name__)

BATCH, MAIL_BATCH = 2000, 500
LEASE_SECONDS = 180
ROUND_SECONDS = 5
"""How long a worker stays with one receiver before it looks at its other work."""

VISIT_SECONDS = 60
"""A receiver's SFTP server is signed in to no more often, while messages or acknowledgements wait."""

MOST_ATTEMPTS = 6
UNCLEAR_IN_A_ROW = 3
_MESSAGE_MINUTES = (1, 5, 30, 120, 720)
_CONNECTOR_MINUTES = (1, 2, 5, 15, 30)
_LONGEST_WAIT_SECONDS = 3600

D = DeliveryStatus
Due = Row[tuple[int, str, str, int, str]]
_GONE = {Verdict.ACKNOWLEDGED: D.ACKNOWLEDGED, Verdict.HANDED_OVER: D.HANDED_OVER}


@dataclass(frozen=True)
class Receiver:
    """Whom the messages of a round are for, apart from the database."""

    name: str
    confidential: bool
    persons: bool


@dataclass
class Round:
    """What happened in one round with one receiver. Ids are those of deliveries."""

    gone: dict[Verdict, list[int]] = field(default_factory=lambda: {each: [] for each in _GONE})
    refused: dict[int, str] = field(default_factory=dict)
    unclear: dict[int, str] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    in_a_row: int = 0
    down: Unreachable | None = None

    @property
    def count(self) -> int:
        return sum(len(each) for each in self.gone.values())

    def note(self, due: Due, answer: Answer) -> None:
        """Sort one answer in; what is not gone holds back the rest of its subject."""
        if answer.verdict in _GONE:
            self.gone[answer.verdict].append(due.id)
            self.in_a_row = 0
            return
        self.blocked.add(due.subject)
        if answer.verdict is Verdict.REFUSED:
            self.refused[due.id] = answer.text
            return
        self.unclear[due.id] = answer.text
        self.in_a_row += 1
        if self.in_a_row >= UNCLEAR_IN_A_ROW:
            self.down = Unreachable(answer.text)


def deliver_due(seconds: float = ROUND_SECONDS) -> int:
    """Serve every receiver that has something to get and is not to be waited for, each for at
    most ``seconds``; returns how many messages went."""
    now = clock.now()
    due = db.session.scalars(
        select(Connector.id)
        .join(ConnectorHealth, ConnectorHealth.connector_id == Connector.id)
        .where(
            Connector.status == ConnectorStatus.ACTIVE,
            ConnectorHealth.next_attempt_at.is_(None) | (ConnectorHealth.next_attempt_at <= now),
        )
        .order_by(Connector.id)
    ).all()
    return sum(deliver(key, seconds) for key in due)


def deliver(connector_id: int, seconds: float) -> int:
    """Serve one receiver for at most ``seconds`` and one message more; returns how many messages
    went. 0 where another worker serves it."""
    connector = db.session.get_one(Connector, connector_id)
    until = time.monotonic() + min(seconds, LEASE_SECONDS // 2)
    with lease(f"feedback:{connector.public_id}", seconds=LEASE_SECONDS) as taken:
        if not taken:
            return 0
        if not _due(connector, 1) and not handed_over(connector, 1):
            return 0
        try:
            channel = opened(connector)
        except FAILURES as error:
            _note_down(connector.id, Unreachable(_text(error)))
            return 0
        try:
            return _visit(connector, channel, until)
        finally:
            channel.close()


def _visit(connector: Connector, channel: Channel, until: float) -> int:
    """First what the receiver says that it has, then what it is to get."""
    if connector.kind in BOXES:
        try:
            read_acknowledgements(connector, cast(Box, channel))
        except FAILURES as error:
            _note_down(connector.id, Unreachable(_text(error)))
            return 0
    done = _serve(connector, channel, until)
    if connector.kind is ConnectorKind.SFTP and connector.health.failures == 0:
        with transaction() as session:
            _well(session, connector.id, clock.now() + timedelta(seconds=VISIT_SECONDS))
    return done


def _serve(connector: Connector, channel: Channel, until: float) -> int:
    """Round by round; no transaction is open while the receiver is waited for."""
    done, receiver = 0, Receiver(connector.public_id, connector.confidential, connector.persons)
    limit = MAIL_BATCH if connector.kind is ConnectorKind.MAIL else BATCH
    while time.monotonic() < until:
        batch = _due(connector, limit)
        db.session.rollback()
        if not batch:
            break
        found = _round(receiver, channel, batch, until)
        _note(connector.id, found)
        done += found.count
        if found.down is not None or not found.count:
            break
    return done


def _round(receiver: Receiver, channel: Channel, batch: Sequence[Due], until: float) -> Round:
    found = Round()
    try:
        for due in batch:
            if time.monotonic() >= until or found.down is not None:
                break
            if due.subject in found.blocked:
                continue
            parcel = Parcel(due.name, due.position, shaped(due.body, receiver))
            found.note(due, channel.send(parcel))
        channel.finish()
    except Unreachable as error:
        found.down = error
    except FAILURES as error:
        log.warning("feedback %s: %s", receiver.name, _text(error))
        found.down = Unreachable(_text(error))
        found.gone[Verdict.HANDED_OVER] = []  # not finished: tried again
    return found


def _due(connector: Connector, limit: int) -> Sequence[Due]:
    """What waits and may go now, oldest first, without the subjects that wait for a retry."""
    now = clock.now()
    of_it = FeedbackDelivery.connector_id == connector.id
    held = select(FeedbackDelivery.subject).where(of_it, FeedbackDelivery.next_attempt_at > now)
    statement = (
        select(
            FeedbackDelivery.id,
            FeedbackDelivery.subject,
            Message.message_id.label("name"),
            Message.position,
            Message.body,
        )
        .join(Message, Message.id == FeedbackDelivery.message_id)
        .where(of_it, FeedbackDelivery.status == D.WAITING, FeedbackDelivery.subject.not_in(held))
        .order_by(FeedbackDelivery.message_id)
        .limit(limit)
    )
    if connector.rhythm is Rhythm.DAILY:
        statement = statement.where(Message.made_at < clock.start_of_day(clock.today()))
    return db.session.execute(statement).all()


def _note(connector_id: int, found: Round) -> None:
    """Write down in one transaction what became of a round's messages.

    What was refused is the message's own matter. What was unclear is the message's only if others
    went in the same round; otherwise the receiver is out of order, and no message is blamed.
    """
    now = clock.now()
    blamed = found.refused | (found.unclear if found.count else {})
    with transaction() as session:
        for verdict, ids in found.gone.items():
            times = {"acknowledged_at": now} if verdict is Verdict.ACKNOWLEDGED else {}
            if ids:
                session.execute(
                    update(FeedbackDelivery)
                    .where(FeedbackDelivery.id.in_(ids), FeedbackDelivery.status == D.WAITING)
                    .values(
                        status=_GONE[verdict],
                        attempts=FeedbackDelivery.attempts + 1,
                        sent_at=now,
                        next_attempt_at=None,
                        last_error=None,
                        **times,
                    )
                )
        for delivery in session.scalars(
            select(FeedbackDelivery).where(FeedbackDelivery.id.in_(blamed))
        ):
            _blame(delivery, blamed[delivery.id])
        if found.count or found.refused:
            _well(session, connector_id)
    if found.down is None and found.unclear and not (found.count or found.refused):
        found.down = Unreachable(next(iter(found.unclear.values())))
    if found.down is not None:
        _note_down(connector_id, found.down)


def _blame(delivery: FeedbackDelivery, error: str) -> None:
    if delivery.status is not D.WAITING:
        return
    delivery.attempts += 1
    delivery.last_error = error
    delivery.sent_at = clock.now()
    if delivery.attempts >= MOST_ATTEMPTS:
        delivery.move("park")
        delivery.next_attempt_at = None
        return
    wait = _MESSAGE_MINUTES[min(delivery.attempts, len(_MESSAGE_MINUTES)) - 1]
    delivery.next_attempt_at = clock.now() + timedelta(minutes=wait)


def _well(session: Any, connector_id: int, again: datetime | None = None) -> None:
    session.execute(
        update(ConnectorHealth)
        .where(ConnectorHealth.connector_id == connector_id)
        .values(
            failures=0,
            failing_since=None,
            last_success_at=clock.now(),
            next_attempt_at=again,
            last_error=None,
        )
    )


def _note_down(connector_id: int, error: Unreachable) -> None:
    """The receiver takes nothing: wait before asking again, longer each time, for ever."""
    with transaction() as session:
        health = session.scalars(
            select(ConnectorHealth).where(ConnectorHealth.connector_id == connector_id)
        ).one()
        minutes = _CONNECTOR_MINUTES[min(health.failures, len(_CONNECTOR_MINUTES) - 1)]
        seconds = min(error.wait or 0, _LONGEST_WAIT_SECONDS) or minutes * 60
        health.failures += 1
        health.failing_since = health.failing_since or clock.now()
        health.next_attempt_at = clock.now() + timedelta(seconds=seconds)
        health.last_error = str(error)[:1000]


def _text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:1000]
