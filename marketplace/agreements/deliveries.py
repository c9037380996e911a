"""That a written notice arrived."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.agreements.enums import DeliveryKind
from marketplace.agreements.models import Agreement
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column


class Delivery(db.Model):
    """That a notice arrived: at the designated inbox with the commit of its row, or by a proof."""

    __tablename__ = "deliveries"

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), unique=True)
    kind: Mapped[DeliveryKind]
    delivered_at: Mapped[datetime]
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")

    agreement: Mapped[Agreement] = relationship(back_populates="deliveries")


append_only(Delivery.__table__)
