"""Events, the log over them, and signed checkpoints. All append-only by database rule."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.types import BigId, CanonicalJSON


class AuditEvent(db.Model):
    """One past fact about one record, by one actor. ``canonical`` is what was hashed: the RFC 8785
    bytes of every other column; verification compares the two."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_subject", "subject_type", "subject_id"),
        Index("ix_audit_events_actor_id", "actor_id"),
        Index("ix_audit_events_at", "at"),
        Index("ix_audit_events_tag", "tag"),
        Index("ix_audit_events_actor_organization", "actor_organization"),
    )

    public_id: Mapped[str] = public_id_column()
    tag: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    actor_kind: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[str] = mapped_column(String(40))
    actor_organization: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    related: Mapped[list[list[str]]] = mapped_column(CanonicalJSON)
    data: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    canonical: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)

    links: Mapped[list["AuditLink"]] = relationship(back_populates="event")


class AuditLink(db.Model):
    """A further record that an event is about; an index over ``related``, not a fact of its own."""

    __tablename__ = "audit_links"
    __table_args__ = (Index("ix_audit_links_subject", "subject_type", "subject_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("audit_events.id"), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))

    event: Mapped[AuditEvent] = relationship(back_populates="links")


class UnsequencedEvent(db.Model):
    """A committed event that waits for its number; written with it, removed by the sequencer."""

    __tablename__ = "unsequenced_events"

    event_id: Mapped[int] = mapped_column(ForeignKey("audit_events.id"), unique=True)


class LogLeaf(db.Model):
    """The gapless number of a committed event, and its RFC 6962 leaf hash (hex)."""

    __tablename__ = "log_leaves"

    position: Mapped[int] = mapped_column(BigId, unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_events.id"), unique=True)
    leaf_hash: Mapped[str] = mapped_column(String(64))


class LogNode(db.Model):
    """The root of one complete subtree of 2^``level`` leaves, the ``place``-th of its level; what
    ``log_leaves`` says once more, kept so that proofs are short to compute."""

    __tablename__ = "log_nodes"
    __table_args__ = (UniqueConstraint("level", "place"),)

    level: Mapped[int]
    place: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class LogState(db.Model):
    """The size of the log and the roots of its complete subtrees: a cache over ``log_leaves``."""

    __tablename__ = "log_state"

    name: Mapped[str] = mapped_column(String(20), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    frontier: Mapped[list[str]] = mapped_column(CanonicalJSON)


class Checkpoint(db.Model):
    """A signed statement: at this instant the log had this size and this root."""

    __tablename__ = "checkpoints"

    size: Mapped[int] = mapped_column(BigInteger, unique=True)
    root: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    origin: Mapped[str] = mapped_column(String(120))
    key_id: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(128))


class FollowerPosition(db.Model):
    """Up to which number of the sequence a follower has worked (exclusive)."""

    __tablename__ = "follower_positions"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(BigInteger, default=0)
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)


class Acknowledgement(db.Model):
    """Somebody who supervises has looked at a record's history up to a number of the log (included).

    By number and not by time: an event that commits later has a higher one, however early it began.
    """

    __tablename__ = "acknowledgements"
    __table_args__ = (UniqueConstraint("subject_type", "subject_id", "position"),)

    public_id: Mapped[str] = public_id_column()
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    position: Mapped[int] = mapped_column(BigInteger)
    actor_id: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]


for _facts in (AuditEvent, AuditLink, LogLeaf, LogNode, Checkpoint, Acknowledgement):
    append_only(_facts.__table__)
