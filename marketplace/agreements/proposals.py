"""The versions of the terms in a negotiation: who proposed which, kept for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.terms.record import Terms, load
from marketplace.types import CanonicalJSON


class AgreementProposal(db.Model):
    """One version of the terms. The first is what the listing showed, and nobody's own proposal;
    each later one is a side's. Never changed or removed."""

    __tablename__ = "agreement_proposals"
    __table_args__ = (UniqueConstraint("agreement_id", "ordinal"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    ordinal: Mapped[int]
    side: Mapped[Side | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    terms: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    terms_sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)

    agreement: Mapped[Agreement] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def record(self) -> Terms:
        return load(self.terms)


append_only(AgreementProposal.__table__)
