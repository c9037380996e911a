"""An institution's own steps of approval, and what was decided at each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, Role, User
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.in_house.models.notices import Pricing
from marketplace.lifecycle import Lifecycle
from marketplace.types import CanonicalJSON


class ApprovalStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"
    RECALLED = "recalled"


class Verdict(StrEnum):
    APPROVE = "approve"
    RETURN = "return"


S = ApprovalStatus

LIFECYCLE = Lifecycle(
    "approval_request",
    {
        "endorse": (frozenset({S.PENDING}), S.PENDING),
        "approve": (frozenset({S.PENDING}), S.APPROVED),
        "return": (frozenset({S.PENDING}), S.RETURNED),
        "recall": (frozenset({S.PENDING, S.APPROVED}), S.RECALLED),
    },
    initial=S.PENDING,
)
"""`endorse` is the approval at a step that others follow; `recall` takes the papers back."""


@dataclass(frozen=True)
class ApprovalStep:
    """One step: its name in the institution's own words, and who may decide at it.

    `members` are public ids of memberships, `roles` values of `Role`; holding one is enough.
    """

    name: str
    roles: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: dict[str, Any]) -> ApprovalStep:
        return cls(data["name"], tuple(data["roles"]), tuple(data["members"]))

    def as_data(self) -> dict[str, Any]:
        return {"name": self.name, "roles": list(self.roles), "members": list(self.members)}


SINGLE_STEP = (ApprovalStep("", (Role.OWNER.value, Role.MANAGER.value)),)
"""Without a chain of one's own: one step, decided by another owner or manager."""


class ApprovalChain(db.Model):
    """The steps as an organization laid them down; the newest row holds, older ones are kept.

    No steps at all: the organization went back to the single step.
    """

    __tablename__ = "approval_chains"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)

    organization: Mapped[Organization] = relationship()
    set_by: Mapped[User] = relationship()

    @property
    def own_steps(self) -> tuple[ApprovalStep, ...]:
        return tuple(map(ApprovalStep.read, self.steps))


class ApprovalRequest(db.Model):
    """One round of approval of one subject, over the steps that held when it was asked for.

    The subject is named by table and public id; `name`, `price` and `link` are what the people
    who decide are shown, so that this room knows no feature.
    """

    __tablename__ = "approval_requests"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", "round"),
        Index(
            "uq_approval_requests_pending",
            "subject_type",
            "subject_id",
            unique=True,
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    round: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    price: Mapped[str] = mapped_column(Text)
    pricing: Mapped[Pricing]
    link: Mapped[str] = mapped_column(String(300))
    needs_notice: Mapped[bool]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(CanonicalJSON)
    position: Mapped[int] = mapped_column(default=0)
    status: Mapped[ApprovalStatus] = mapped_column(default=S.PENDING, index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    asked_by: Mapped[User] = relationship()
    decisions: Mapped[list[ApprovalDecision]] = relationship(
        back_populates="request", order_by="ApprovalDecision.id"
    )

    @property
    def own_steps(self) -> Sequence[ApprovalStep]:
        return tuple(map(ApprovalStep.read, self.steps))

    @property
    def step(self) -> ApprovalStep | None:
        """The step that waits for a decision, or None once the round is over."""
        return self.own_steps[self.position] if self.status is S.PENDING else None

    @property
    def is_last_step(self) -> bool:
        return self.position == len(self.steps) - 1

    @property
    def actions(self) -> list[str]:
        return LIFECYCLE.actions(self.status)

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns `status`."""
        self.status = LIFECYCLE.after(self.status, action)
        if action == "endorse":
            self.position += 1
        else:
            self.closed_at = clock.now()


class ApprovalDecision(db.Model):
    """What one person decided at one step, with the instant and the note; never changed."""

    __tablename__ = "approval_decisions"
    __table_args__ = (UniqueConstraint("request_id", "position"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("approval_requests.id"), index=True)
    position: Mapped[int]
    step_name: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[Verdict]
    note: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(default=clock.now)

    request: Mapped[ApprovalRequest] = relationship(back_populates="decisions")
    decided_by: Mapped[User] = relationship()


append_only(ApprovalChain.__table__)
append_only(ApprovalDecision.__table__)
fixed_columns(
    ApprovalRequest.__table__,
    ("subject_type", "subject_id", "round", "name", "price", "steps", "asked_by_id"),
    when="1 = 1",
)
