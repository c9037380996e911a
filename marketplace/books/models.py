"""Reports of what was paid, each with its gapless number; never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.types import CanonicalJSON


class PaymentReport(db.Model):
    """What one organization paid or received by the ledger, from ``first`` to ``last`` (value days,
    both included), for one agreement or for all; ``lines`` as they stood when it was asked for.

    ``number`` runs without a gap per issuing organization and year.
    """

    __tablename__ = "payment_reports"
    __table_args__ = (UniqueConstraint("organization_id", "number"),)

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    first: Mapped[date]
    last: Mapped[date]
    total_fen: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)

    organization: Mapped[Organization] = relationship()
    agreement: Mapped[Agreement | None] = relationship()


append_only(PaymentReport.__table__)
