"""The fee guidance as it was on the page when terms were set; kept for the decision file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.types import CanonicalJSON


class GuidanceSeen(db.Model):
    """A snapshot (see `fees.snapshots`), for which subject and which terms, and who saw it."""

    __tablename__ = "guidance_seen"
    __table_args__ = (Index("ix_guidance_seen_subject", "subject_type", "subject_id"),)

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    terms_sha256: Mapped[str] = mapped_column(String(64))
    snapshot: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    snapshot_sha256: Mapped[str] = mapped_column(String(64))
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)

    organization: Mapped[Organization] = relationship()
    seen_by: Mapped[User] = relationship()


append_only(GuidanceSeen.__table__)
