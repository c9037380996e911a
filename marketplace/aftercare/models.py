"""What the parties note after their license has taken effect: added to, never changed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column


class EntryKind(StrEnum):
    """What an entry says. The first two lead to others that answer them."""

    ITEM = "item"
    NEXT_STEP = "next_step"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    DONE = "done"
    PROGRESS = "progress"
    PRODUCT = "product"
    CONTACT = "contact"


class AftercareEntry(db.Model):
    """One entry by one side. ``about`` is the item or the step that it answers; each is answered
    once in each way. ``on`` is the Shanghai day that it speaks of, or by which a thing is due."""

    __tablename__ = "aftercare_entries"
    __table_args__ = (UniqueConstraint("about_id", "kind"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    side: Mapped[Side]
    kind: Mapped[EntryKind]
    about_id: Mapped[int | None] = mapped_column(ForeignKey("aftercare_entries.id"))
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    on: Mapped[date | None] = mapped_column("day")
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    agreement: Mapped[Agreement] = relationship()
    about: Mapped[AftercareEntry | None] = relationship(
        remote_side="AftercareEntry.id", back_populates="answers"
    )
    answers: Mapped[list[AftercareEntry]] = relationship(
        back_populates="about", order_by="AftercareEntry.id"
    )
    author: Mapped[User] = relationship()

    def answer(self, kind: EntryKind) -> AftercareEntry | None:
        """The entry of this kind that answers it, if there is one."""
        return next((each for each in self.answers if each.kind is kind), None)

    @property
    def is_open(self) -> bool:
        """An item that was not received, or a step that was not done."""
        closing = EntryKind.RECEIVED if self.kind is EntryKind.ITEM else EntryKind.DONE
        return self.answer(closing) is None


append_only(AftercareEntry.__table__)
