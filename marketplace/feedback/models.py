"""Receivers of feedback 反馈, the messages as they were written, and how far each has come."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit.models import AuditEvent
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.feedback.keys import KEY
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.types import CanonicalJSON


class ConnectorKind(StrEnum):
    """How messages reach a receiver: signed requests, files in a folder of ours or on its SFTP
    server, mail."""

    HTTPS = "https"
    FOLDER = "folder"
    SFTP = "sftp"
    MAIL = "mail"


BOXES = frozenset({ConnectorKind.FOLDER, ConnectorKind.SFTP})
"""By files, which the receiver answers by files."""


class Rhythm(StrEnum):
    """When: as things happen, or each day what happened before its midnight in Shanghai."""

    EVENT = "event"
    DAILY = "daily"


class ConnectorStatus(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"


class Change(StrEnum):
    """What a message does to what the receiver holds of its subject."""

    NEW = "new"
    CHANGED = "changed"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"


class DeliveryStatus(StrEnum):
    """``handed_over``: out of our hands, and nobody has said that it arrived."""

    WAITING = "waiting"
    HANDED_OVER = "handed_over"
    ACKNOWLEDGED = "acknowledged"
    PARKED = "parked"
    SET_ASIDE = "set_aside"


D = DeliveryStatus

CONNECTOR_LIFECYCLE = Lifecycle(
    "feedback_connector",
    {"end": (frozenset({ConnectorStatus.ACTIVE}), ConnectorStatus.ENDED)},
    initial=ConnectorStatus.ACTIVE,
)

LIFECYCLE = Lifecycle(
    "feedback_delivery",
    {
        "hand_over": (frozenset({D.WAITING}), D.HANDED_OVER),
        "acknowledge": (frozenset({D.WAITING, D.HANDED_OVER}), D.ACKNOWLEDGED),
        "park": (frozenset({D.WAITING}), D.PARKED),
        "set_aside": (frozenset({D.PARKED}), D.SET_ASIDE),
        "send_again": (frozenset(D) - {D.WAITING}, D.WAITING),
    },
    initial=D.WAITING,
)


class Connector(db.Model):
    """One receiver. What it is entitled to never changes, and so the bytes of a message for it
    never change: another entitlement is another connector.

    ``address`` is an HTTPS address, a mail address, ``sftp://user@host/folder``, or the name of a
    folder below the folder of the settings. ``secret`` signs requests or opens the SFTP server
    (``keys``), whose own public key is ``host_key``. ``previous_secret`` signs beside it to the end
    of the Shanghai day ``previous_until``. ``basis`` says by what right it gets the data; without ``confidential`` no negotiated price and no reported volume leaves,
    without ``persons`` no name of a natural person.
    """

    __tablename__ = "feedback_connectors"

    public_id: Mapped[str] = public_id_column()
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[ConnectorKind]
    address: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(80), default="")
    previous_secret: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    previous_until: Mapped[date | None]
    host_key: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.EVENT)
    subjects: Mapped[list[str]] = mapped_column(CanonicalJSON)
    confidential: Mapped[bool] = mapped_column(default=False)
    persons: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[str] = mapped_column(Text)
    status: Mapped[ConnectorStatus] = mapped_column(default=ConnectorStatus.ACTIVE, index=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    added_by: Mapped[User] = relationship()
    health: Mapped[ConnectorHealth] = relationship(back_populates="connector")

    @property
    def is_active(self) -> bool:
        return self.status is ConnectorStatus.ACTIVE

    @property
    def has_key(self) -> bool:
        """Whether we open its SFTP server by a key of ours."""
        return self.kind is ConnectorKind.SFTP and self.secret.startswith(KEY)

    @property
    def is_changing_secret(self) -> bool:
        """Whether the secret before the present one still signs beside it."""
        return self.previous_until is not None and clock.today() <= self.previous_until

    @property
    def signing_secrets(self) -> list[str]:
        """The secrets that sign today, the one that stays first."""
        return [self.secret, self.previous_secret] if self.is_changing_secret else [self.secret]

    def end(self) -> None:
        """Send it nothing any more; what was sent stays recorded."""
        self.status = CONNECTOR_LIFECYCLE.after(self.status, "end")
        self.ended_at = clock.now()


class ConnectorHealth(db.Model):
    """How sending to one receiver goes: working state, and no fact of the trail."""

    __tablename__ = "feedback_connector_health"

    connector_id: Mapped[int] = mapped_column(ForeignKey("feedback_connectors.id"), unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)

    connector: Mapped[Connector] = relationship(back_populates="health")


class Message(db.Model):
    """One state of one subject, as it was written; never changed.

    ``message_id`` follows from the event, so that whoever gets it twice knows it again;
    ``version`` counts 1, 2, 3… within the subject; ``body`` is the whole message (schema
    ``feedback/1``, RFC 8785), of which each receiver gets what it is entitled to.
    """

    __tablename__ = "feedback_messages"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "version"),)

    message_id: Mapped[str] = mapped_column(String(40), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_events.id"), index=True)
    position: Mapped[int] = mapped_column(BigInteger)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    change: Mapped[Change]
    body: Mapped[str] = mapped_column(Text)
    data_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    event: Mapped[AuditEvent] = relationship()

    @property
    def subject(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}"


class FeedbackDelivery(db.Model):
    """How far one message has come to one receiver. ``subject`` repeats the message's, because
    what belongs to one subject goes in order. ``next_attempt_at`` stands only while it waits to
    be tried again."""

    __tablename__ = "feedback_deliveries"
    __table_args__ = (
        UniqueConstraint("connector_id", "message_id"),
        Index("ix_feedback_deliveries_due", "connector_id", "status", "message_id"),
        Index("ix_feedback_deliveries_retry", "connector_id", "next_attempt_at"),
    )

    connector_id: Mapped[int] = mapped_column(ForeignKey("feedback_connectors.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("feedback_messages.id"), index=True)
    subject: Mapped[str] = mapped_column(String(64))
    status: Mapped[DeliveryStatus] = mapped_column(default=D.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")

    connector: Mapped[Connector] = relationship()
    message: Mapped[Message] = relationship()

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now."""
        return LIFECYCLE.actions(self.status)

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE."""
        self.status = LIFECYCLE.after(self.status, action)


class Reconciliation(db.Model):
    """What a receiver said it held, beside what it should hold; never changed.

    ``ours`` and ``theirs`` count subjects; ``differing`` counts those that do not agree;
    ``lines`` holds the first of them: ``{"subject", "code", "ours", "theirs"}``.
    """

    __tablename__ = "feedback_reconciliations"

    public_id: Mapped[str] = public_id_column()
    connector_id: Mapped[int] = mapped_column(ForeignKey("feedback_connectors.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    ours: Mapped[int]
    theirs: Mapped[int]
    under_way: Mapped[int]
    differing: Mapped[int]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)

    connector: Mapped[Connector] = relationship()


append_only(Message.__table__)
append_only(Reconciliation.__table__)
fixed_columns(
    Connector.__table__,
    ("kind", "subjects", "confidential", "persons", "basis"),
    when="OLD.id IS NOT NULL",
)
