"""Patent pools 专利池: members with mandates, and an append-only history of their shares.

Shares are whole weights (份额数) with a first day; what a member gets is its weight over the sum
of the weights of that day. So a member that joins or leaves changes everybody's part from that
day on, and no day that has passed.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.types import CanonicalJSON


class PoolStatus(StrEnum):
    FORMING = "forming"
    RUNNING = "running"
    CLOSED = "closed"


class MemberStatus(StrEnum):
    INVITED = "invited"
    JOINED = "joined"
    LEAVING = "leaving"
    DECLINED = "declined"


class ChangeStatus(StrEnum):
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    DROPPED = "dropped"


POOL = Lifecycle(
    "pool",
    {
        "start": (frozenset({PoolStatus.FORMING}), PoolStatus.RUNNING),
        "close": (frozenset({PoolStatus.FORMING, PoolStatus.RUNNING}), PoolStatus.CLOSED),
    },
    initial=PoolStatus.FORMING,
)
MEMBER = Lifecycle(
    "pool_member",
    {
        "join": (frozenset({MemberStatus.INVITED}), MemberStatus.JOINED),
        "decline": (frozenset({MemberStatus.INVITED}), MemberStatus.DECLINED),
        "give_notice": (frozenset({MemberStatus.JOINED}), MemberStatus.LEAVING),
    },
    initial=MemberStatus.INVITED,
)
CHANGE = Lifecycle(
    "pool_change",
    {
        "adopt": (frozenset({ChangeStatus.PROPOSED}), ChangeStatus.ADOPTED),
        "drop": (frozenset({ChangeStatus.PROPOSED}), ChangeStatus.DROPPED),
    },
    initial=ChangeStatus.PROPOSED,
)
SIGNED = frozenset({MemberStatus.JOINED, MemberStatus.LEAVING})


class Pool(db.Model):
    """A pool and its agreement text. Days are Shanghai days; ``notice_days`` lie between a
    member's notice and its last day."""

    __tablename__ = "pools"

    public_id: Mapped[str] = public_id_column()
    operator_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(Text)
    notice_days: Mapped[int]
    added_rules: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    text_version: Mapped[str] = mapped_column(String(32))
    text_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[PoolStatus] = mapped_column(default=PoolStatus.FORMING, index=True)
    founded_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    operator: Mapped[Organization] = relationship()
    members: Mapped[list[PoolMember]] = relationship(
        back_populates="pool", order_by="PoolMember.id"
    )
    changes: Mapped[list[PoolChange]] = relationship(
        back_populates="pool", order_by="PoolChange.id"
    )

    @property
    def is_running(self) -> bool:
        return self.status is PoolStatus.RUNNING

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now."""
        return POOL.actions(self.status)

    def members_on(self, day: date) -> list[PoolMember]:
        """Who belongs to the pool on a day, in the order of the invitations."""
        return [member for member in self.members if member.belongs_on(day)]

    def move(self, action: str) -> None:
        """Take one step of POOL; the only place that assigns ``status``."""
        self.status = POOL.after(self.status, action)


class PoolMember(db.Model):
    """One organization's membership: from ``joined_on`` through ``leaves_on``, its last day."""

    __tablename__ = "pool_members"
    __table_args__ = (
        Index(
            "uq_pool_members_standing",
            "pool_id",
            "organization_id",
            unique=True,
            sqlite_where=text("status IN ('invited', 'joined')"),
            postgresql_where=text("status IN ('invited', 'joined')"),
        ),
    )

    public_id: Mapped[str] = public_id_column()
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    offered_weight: Mapped[int]
    status: Mapped[MemberStatus] = mapped_column(default=MemberStatus.INVITED)
    invited_at: Mapped[datetime] = mapped_column(default=clock.now)
    joined_at: Mapped[datetime | None]
    joined_on: Mapped[date | None]
    declined_at: Mapped[datetime | None]
    notice_at: Mapped[datetime | None]
    leaves_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    pool: Mapped[Pool] = relationship(back_populates="members")
    organization: Mapped[Organization] = relationship()
    mandates: Mapped[list[PoolMandate]] = relationship(
        back_populates="member", order_by="PoolMandate.id"
    )
    shares: Mapped[list[PoolShare]] = relationship(back_populates="member", order_by="PoolShare.id")

    @property
    def patent_numbers(self) -> list[str]:
        """The patents that the member's mandates name."""
        return sorted({number for each in self.mandates for number in each.patent_numbers})

    def belongs_on(self, day: date) -> bool:
        """Whether the member belongs to the pool on a day."""
        if self.status not in SIGNED or self.joined_on is None or day < self.joined_on:
            return False
        return self.leaves_on is None or day <= self.leaves_on

    def move(self, action: str) -> None:
        """Take one step of MEMBER; the only place that assigns ``status``."""
        self.status = MEMBER.after(self.status, action)


class PoolMandate(db.Model):
    """A member signatory's recorded act: it joins by this text, and empowers the operator to
    license these patents in the operator's own name. Never changed."""

    __tablename__ = "pool_mandates"

    public_id: Mapped[str] = public_id_column()
    member_id: Mapped[int] = mapped_column(ForeignKey("pool_members.id"), index=True)
    patent_numbers: Mapped[list[str]] = mapped_column(CanonicalJSON)
    weight: Mapped[int]
    text_version: Mapped[str] = mapped_column(String(32))
    text_sha256: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signer_name: Mapped[str] = mapped_column(String(80))
    signed_at: Mapped[datetime]
    authority: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(300), default="")

    member: Mapped[PoolMember] = relationship(back_populates="mandates")


class PoolShare(db.Model):
    """From ``effective_on`` on the member weighs ``weight`` (0: no part any more)."""

    __tablename__ = "pool_shares"

    public_id: Mapped[str] = public_id_column()
    member_id: Mapped[int] = mapped_column(ForeignKey("pool_members.id"), index=True)
    weight: Mapped[int]
    effective_on: Mapped[date]
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(String(20))

    member: Mapped[PoolMember] = relationship(back_populates="shares")


class PoolChange(db.Model):
    """New weights by member, adopted once every member's signatory has agreed before their day."""

    __tablename__ = "pool_changes"

    public_id: Mapped[str] = public_id_column()
    pool_id: Mapped[int] = mapped_column(ForeignKey("pools.id"), index=True)
    effective_on: Mapped[date]
    weights: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[ChangeStatus] = mapped_column(default=ChangeStatus.PROPOSED)
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    adopted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    pool: Mapped[Pool] = relationship(back_populates="changes")
    consents: Mapped[list[PoolConsent]] = relationship(
        back_populates="change", order_by="PoolConsent.id"
    )

    def move(self, action: str) -> None:
        """Take one step of CHANGE; the only place that assigns ``status``."""
        self.status = CHANGE.after(self.status, action)


class PoolConsent(db.Model):
    """A member signatory's recorded agreement to changed shares. Never changed."""

    __tablename__ = "pool_consents"
    __table_args__ = (UniqueConstraint("change_id", "member_id"),)

    public_id: Mapped[str] = public_id_column()
    change_id: Mapped[int] = mapped_column(ForeignKey("pool_changes.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("pool_members.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signer_name: Mapped[str] = mapped_column(String(80))
    signed_at: Mapped[datetime]
    authority: Mapped[str] = mapped_column(Text)

    change: Mapped[PoolChange] = relationship(back_populates="consents")
    member: Mapped[PoolMember] = relationship()
    user: Mapped[User] = relationship()


append_only(PoolMandate.__table__)
append_only(PoolShare.__table__)
append_only(PoolConsent.__table__)
fixed_columns(
    Pool.__table__,
    ("operator_id", "name", "notice_days", "added_rules", "text", "text_version", "text_sha256"),
    when="OLD.text_sha256 IS NOT NULL",
)
fixed_columns(
    PoolChange.__table__,
    ("pool_id", "effective_on", "weights"),
    when="OLD.proposed_at IS NOT NULL",
)
