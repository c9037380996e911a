"""A witness 见证方, how far it has been served, and what it confirmed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit.models import Checkpoint
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle


class WitnessKind(StrEnum):
    """How copies reach it: a daily mail, a signed POST, lines of a file in a kept folder."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    FILE = "file"


class WitnessStatus(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"


LIFECYCLE = Lifecycle(
    "witness",
    {"end": (frozenset({WitnessStatus.ACTIVE}), WitnessStatus.ENDED)},
    initial=WitnessStatus.ACTIVE,
)


class Witness(db.Model):
    """Somebody outside who keeps checkpoints.

    ``address`` is a mail address or an HTTPS address; of a file witness it is empty. ``public_key``
    is the raw Ed25519 key (hex) that its cosignatures are checked by; it never changes: another key
    is another witness. ``secret`` signs what is posted to it, after Standard Webhooks.
    """

    __tablename__ = "witnesses"

    public_id: Mapped[str] = public_id_column()
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[WitnessKind]
    address: Mapped[str] = mapped_column(String(500), default="")
    secret: Mapped[str] = mapped_column(String(80), default="")
    public_key: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[WitnessStatus] = mapped_column(default=WitnessStatus.ACTIVE, index=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    added_by: Mapped[User] = relationship()
    progress: Mapped[WitnessProgress] = relationship(back_populates="witness")

    def end(self) -> None:
        """Send it nothing any more; what it confirmed stays."""
        self.status = LIFECYCLE.after(self.status, "end")
        self.ended_at = clock.now()


class WitnessProgress(db.Model):
    """How far sending to one witness has come: working state, and no fact of the trail."""

    __tablename__ = "witness_progress"

    witness_id: Mapped[int] = mapped_column(ForeignKey("witnesses.id"), unique=True)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    failures: Mapped[int] = mapped_column(default=0)
    last_success_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)

    witness: Mapped[Witness] = relationship(back_populates="progress")


class WitnessReceipt(db.Model):
    """A witness's Ed25519 signature (base64) over the body of a checkpoint that it was sent."""

    __tablename__ = "witness_receipts"
    __table_args__ = (UniqueConstraint("witness_id", "checkpoint_id"),)

    witness_id: Mapped[int] = mapped_column(ForeignKey("witnesses.id"), index=True)
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoints.id"), index=True)
    signature: Mapped[str] = mapped_column(String(128))
    received_at: Mapped[datetime] = mapped_column(default=clock.now)

    witness: Mapped[Witness] = relationship()
    checkpoint: Mapped[Checkpoint] = relationship()


append_only(WitnessReceipt.__table__)
fixed_columns(Witness.__table__, ("kind", "public_key"), when="OLD.id IS NOT NULL")
