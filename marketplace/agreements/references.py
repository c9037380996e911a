"""What a party's own house calls a contract: its contract number, its approval for use of the seal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column


class AgreementReference(db.Model):
    """One entry of a side's own numbers; the latest of a side counts, the earlier ones stay.

    ``seal_number`` is the house's 用印审批号 (国发〔1999〕25号: a unit's seal is used on approval).
    """

    __tablename__ = "agreement_references"

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    side: Mapped[Side]
    contract_number: Mapped[str] = mapped_column(String(80), index=True)
    seal_number: Mapped[str] = mapped_column(String(80), default="")
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    agreement: Mapped[Agreement] = relationship(back_populates="references")
    entered_by: Mapped[User] = relationship()


append_only(AgreementReference.__table__)
