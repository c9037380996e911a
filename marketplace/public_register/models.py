"""How each side of an agreement is named in public."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.agreements.models import Agreement, Side
from marketplace.extensions import db
from marketplace.ids import public_id_column


class Shown(StrEnum):
    """What of a party everybody sees. Nothing, until the party itself says otherwise."""

    NOTHING = "nothing"
    REGION_AND_KIND = "region_and_kind"
    NAME = "name"


class RegisterChoice(db.Model):
    """One side's choice for one agreement; none means ``NOTHING``."""

    __tablename__ = "register_choices"
    __table_args__ = (UniqueConstraint("agreement_id", "side"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    side: Mapped[Side]
    shown: Mapped[Shown] = mapped_column(default=Shown.NOTHING)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
