"""What the site told an organization or a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models.organizations import Organization
from marketplace.accounts.models.people import User
from marketplace.audit.models import AuditEvent
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.types import CanonicalJSON


class InboxMessage(db.Model):
    """A code with parameters, rendered in the reader's language; one row per addressee.

    Its commit is the delivery of whatever it carries. Addressed to an organization
    (every member reads it), or to one user.
    """

    __tablename__ = "inbox_messages"
    __table_args__ = (
        CheckConstraint("organization_id IS NOT NULL OR user_id IS NOT NULL", name="has_addressee"),
    )

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("audit_events.id"))
    code: Mapped[str] = mapped_column(String(80))
    params: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    link: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    read_at: Mapped[datetime | None]

    organization: Mapped[Organization | None] = relationship()
    user: Mapped[User | None] = relationship()
    event: Mapped[AuditEvent | None] = relationship()

    def mark_read(self) -> None:
        if self.read_at is None:
            self.read_at = clock.now()
