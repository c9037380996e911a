"""An enquiry 咨询: questions and answers about one listing, private to two sides (PRODUCT §5.9)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.listings.models import Listing


class EnquiryStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    HIDDEN = "hidden"


S = EnquiryStatus

RUNNING = frozenset({S.OPEN, S.ANSWERED})

LIFECYCLE = Lifecycle(
    "enquiry",
    {
        "answer": (RUNNING, S.ANSWERED),
        "ask_again": (RUNNING, S.OPEN),
        "close": (RUNNING, S.CLOSED),
        "hide": (RUNNING | {S.CLOSED}, S.HIDDEN),
        "restore": (frozenset({S.HIDDEN}), S.OPEN),
    },
    initial=S.OPEN,
)


class EnquirySide(StrEnum):
    """Who speaks: the organization that asks, or the patentee."""

    ASKER = "asker"
    PATENTEE = "patentee"


class Enquiry(db.Model):
    """One thread. ``waiting_since`` is the instant of the oldest question without an answer.

    ``may_publish`` is what the asker said when asking; without it nothing of the thread is ever
    shown to others. ``published_*`` is what the patentee made public of it, without a name.
    """

    __tablename__ = "enquiries"
    __table_args__ = (Index("ix_enquiries_waiting", "status", "waiting_since"),)

    public_id: Mapped[str] = public_id_column()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    may_publish: Mapped[bool]
    status: Mapped[EnquiryStatus] = mapped_column(default=S.OPEN)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    waiting_since: Mapped[datetime | None]
    reminded_on: Mapped[date | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    published_question: Mapped[str] = mapped_column(Text, default="")
    published_answer: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    reported_at: Mapped[datetime | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    report_reason: Mapped[str] = mapped_column(Text, default="")
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hide_reason: Mapped[str] = mapped_column(Text, default="")

    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    listing: Mapped[Listing] = relationship()
    organization: Mapped[Organization] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    messages: Mapped[list[EnquiryMessage]] = relationship(
        back_populates="enquiry", order_by="EnquiryMessage.id"
    )

    @property
    def patentee(self) -> Organization:
        return self.listing.organization

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def is_public(self) -> bool:
        """Whether question and answer stand on the page of the listing."""
        return self.published_at is not None and self.status is not S.HIDDEN

    @property
    def is_reported(self) -> bool:
        """Reported, and staff have not decided yet."""
        return self.reported_at is not None and self.status is not S.HIDDEN

    def side_of(self, organization: Organization | None) -> EnquirySide | None:
        """On which side the organization stands, if on one."""
        if organization is None:
            return None
        if organization.id == self.organization_id:
            return EnquirySide.ASKER
        return EnquirySide.PATENTEE if organization.id == self.patentee.id else None

    def last_of(self, side: EnquirySide) -> str:
        """The newest text of a side; empty where it has not spoken."""
        return next((each.text for each in reversed(self.messages) if each.side is side), "")

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns `status`."""
        self.status = LIFECYCLE.after(self.status, action)


class EnquiryMessage(db.Model):
    """One text of one side; append-only, so that nobody's words change afterwards."""

    __tablename__ = "enquiry_messages"

    public_id: Mapped[str] = public_id_column()
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiries.id"), index=True)
    side: Mapped[EnquirySide]
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)

    enquiry: Mapped[Enquiry] = relationship(back_populates="messages")
    author: Mapped[User] = relationship()


class EnquiryDraft(db.Model):
    """What somebody typed before signing in; known by its unguessable id only, kept for days."""

    __tablename__ = "enquiry_drafts"

    public_id: Mapped[str] = public_id_column()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    may_publish: Mapped[bool] = mapped_column(default=False)
    typed_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    listing: Mapped[Listing] = relationship()


append_only(EnquiryMessage.__table__)
