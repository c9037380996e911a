"""The in-house notice 公示: what is shown inside an institution, for how long, and what comes of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import append_only, fixed_columns
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle


class Pricing(StrEnum):
    """How a price came about: the institution's own or a negotiated one, or by a market (LAW 5.9)."""

    OWN = "own"
    NEGOTIATED = "negotiated"
    MARKET = "market"


class NoticeStatus(StrEnum):
    OPEN = "open"
    OBJECTED = "objected"
    PASSED = "passed"
    STOPPED = "stopped"


S = NoticeStatus
RUNNING = frozenset({S.OPEN, S.OBJECTED})

LIFECYCLE = Lifecycle(
    "in_house_notice",
    {
        "object": (RUNNING, S.OBJECTED),
        "settle": (frozenset({S.OBJECTED}), S.OPEN),
        "pass": (frozenset({S.OPEN}), S.PASSED),
        "stop": (RUNNING, S.STOPPED),
    },
    initial=S.OPEN,
)
"""`settle`: the last objection was dealt with. `stop`: nothing is left in the notice, for what it
showed was taken out."""


class InHouseNotice(db.Model):
    """One notice about one or many subjects. Days are Asia/Shanghai."""

    __tablename__ = "in_house_notices"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(300))
    rules: Mapped[str] = mapped_column(String(300), default="")
    related_party: Mapped[str] = mapped_column(Text, default="")
    opened_on: Mapped[date]
    days: Mapped[int]
    status: Mapped[NoticeStatus] = mapped_column(default=S.OPEN, index=True)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    passed_on: Mapped[date | None]
    stopped_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    opened_by: Mapped[User] = relationship()
    subjects: Mapped[list[NoticeSubject]] = relationship(
        back_populates="notice", order_by="NoticeSubject.id"
    )
    objections: Mapped[list[Objection]] = relationship(
        back_populates="notice", order_by="Objection.id"
    )
    evidence: Mapped[list[NoticeEvidence]] = relationship(
        back_populates="notice", order_by="NoticeEvidence.id"
    )

    @property
    def ends_on(self) -> date:
        """The last day: the day of opening is not counted (民法典 201)."""
        return self.opened_on + timedelta(days=self.days)

    @property
    def earliest_pass_on(self) -> date:
        """The first day on which it can pass: the whole of the last day is over then."""
        return self.ends_on + timedelta(days=1)

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def standing(self) -> list[NoticeSubject]:
        """What is shown and was not taken out."""
        return [each for each in self.subjects if each.is_standing]

    @property
    def unresolved(self) -> list[Objection]:
        return [each for each in self.objections if each.ruling is None]

    @property
    def actions(self) -> list[str]:
        return LIFECYCLE.actions(self.status)

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns `status`."""
        self.status = LIFECYCLE.after(self.status, action)

    def require_over(self, day: date) -> None:
        """Refuse to pass on `day` while the last day runs."""
        if day < self.earliest_pass_on:
            raise Refused(
                "in_house_notice_running",
                N_("The in-house notice runs through %(day)s. Close it afterwards."),
                day=self.ends_on.isoformat(),
            )

    def require_settled(self) -> None:
        """Refuse to pass while an objection has no result."""
        if self.unresolved:
            raise Refused(
                "objection_unresolved",
                N_(
                    "%(count)s objection(s) have no result yet. Enter how each was handled, then "
                    "close the notice."
                ),
                count=len(self.unresolved),
            )


class NoticeSubject(db.Model):
    """One thing that a notice shows: its name and price in the words that the house reads."""

    __tablename__ = "notice_subjects"
    __table_args__ = (
        UniqueConstraint("notice_id", "subject_type", "subject_id"),
        Index(
            "uq_notice_subjects_standing",
            "subject_type",
            "subject_id",
            unique=True,
            sqlite_where=text("is_standing = 1"),
            postgresql_where=text("is_standing"),
        ),
    )

    public_id: Mapped[str] = public_id_column()
    notice_id: Mapped[int] = mapped_column(ForeignKey("in_house_notices.id"), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(Text)
    price: Mapped[str] = mapped_column(Text)
    pricing: Mapped[Pricing]
    link: Mapped[str] = mapped_column(String(300))
    is_standing: Mapped[bool] = mapped_column(default=True)
    taken_out_on: Mapped[date | None]
    taken_out_reason: Mapped[str] = mapped_column(Text, default="")

    notice: Mapped[InHouseNotice] = relationship(back_populates="subjects")


class ObjectionResult(StrEnum):
    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"


class Objection(db.Model):
    """Who objected, to what (all, or one subject), on which day, as recorded by a member."""

    __tablename__ = "notice_objections"

    public_id: Mapped[str] = public_id_column()
    notice_id: Mapped[int] = mapped_column(ForeignKey("in_house_notices.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("notice_subjects.id"))
    raised_by: Mapped[str] = mapped_column(String(120))
    raised_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    notice: Mapped[InHouseNotice] = relationship(back_populates="objections")
    subject: Mapped[NoticeSubject | None] = relationship()
    recorded_by: Mapped[User] = relationship()
    ruling: Mapped[ObjectionRuling | None] = relationship(back_populates="objection")


class ObjectionRuling(db.Model):
    """How one objection was handled, and its result; never changed."""

    __tablename__ = "objection_rulings"

    objection_id: Mapped[int] = mapped_column(ForeignKey("notice_objections.id"), unique=True)
    result: Mapped[ObjectionResult]
    handling: Mapped[str] = mapped_column(Text)
    ruled_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ruled_on: Mapped[date]
    ruled_at: Mapped[datetime] = mapped_column(default=clock.now)

    objection: Mapped[Objection] = relationship(back_populates="ruling")
    ruled_by: Mapped[User] = relationship()


class NoticeEvidence(db.Model):
    """A screenshot or photograph of the notice as it was shown (SHA-256 of a kept file)."""

    __tablename__ = "notice_evidence"

    notice_id: Mapped[int] = mapped_column(ForeignKey("in_house_notices.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    taken_on: Mapped[date]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    notice: Mapped[InHouseNotice] = relationship(back_populates="evidence")
    added_by: Mapped[User] = relationship()


append_only(Objection.__table__)
append_only(ObjectionRuling.__table__)
append_only(NoticeEvidence.__table__)
fixed_columns(
    InHouseNotice.__table__,
    ("organization_id", "title", "place", "related_party", "opened_on", "days", "opened_by_id"),
    when="1 = 1",
)
fixed_columns(
    NoticeSubject.__table__,
    ("notice_id", "subject_type", "subject_id", "name", "price"),
    when="1 = 1",
)
