"""Who belongs to an organization, with which roles, and who is invited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models.organizations import Organization
from marketplace.accounts.models.people import User
from marketplace.audit.actors import Actor
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.types import CanonicalJSON

INVITATION_LIFE = timedelta(days=7)


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    SIGNATORY = "signatory"
    FINANCE = "finance"
    VIEWER = "viewer"


def in_order(roles: Iterable[Role | str]) -> list[str]:
    """The given roles once each, in the order of the enum, as stored values."""
    given = {Role(each) for each in roles}
    return [role.value for role in Role if role in given]


class Membership(db.Model):
    """One person in one organization; it ends with a day and is kept, for signatures rest on it."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_current",
            "user_id",
            "organization_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    public_id: Mapped[str] = public_id_column()
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(CanonicalJSON)
    authority_statement: Mapped[str | None] = mapped_column(Text)
    authority_version: Mapped[str | None] = mapped_column(String(20))
    authority_stated_at: Mapped[datetime | None]
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    left_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(
        back_populates="all_memberships", lazy="joined", innerjoin=True
    )
    organization: Mapped[Organization] = relationship(back_populates="all_memberships")

    @property
    def audit_actor(self) -> Actor:
        """The person as the author of an event on behalf of the organization."""
        return Actor("user", self.user.public_id, self.organization.public_id)

    def has(self, *roles: Role) -> bool:
        """Whether the member holds at least one of the roles."""
        return any(role.value in self.roles for role in roles)

    @property
    def is_owner(self) -> bool:
        return self.has(Role.OWNER)

    @property
    def may_bind(self) -> bool:
        """Signatory who has stated authority to bind the organization, and still belongs to it."""
        return (
            self.left_at is None
            and self.has(Role.SIGNATORY)
            and self.authority_stated_at is not None
        )

    def state_authority(self, statement: str, version: str) -> None:
        self.authority_statement = statement
        self.authority_version = version
        self.authority_stated_at = clock.now()

    def set_roles(self, roles: Iterable[Role | str]) -> None:
        """Replace the roles; who stops being a signatory states authority anew when one again."""
        self.roles = in_order(roles)
        if not self.has(Role.SIGNATORY):
            self.authority_statement = self.authority_version = self.authority_stated_at = None

    def leave(self) -> None:
        self.left_at = clock.now()


class Invitation(db.Model):
    """An offer of membership to an address, taken once and within seven days."""

    __tablename__ = "invitations"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    roles: Mapped[list[str]] = mapped_column(CanonicalJSON)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    invited_by: Mapped[User] = relationship()

    @property
    def expires_at(self) -> datetime:
        return self.created_at + INVITATION_LIFE

    @property
    def is_open(self) -> bool:
        return (
            self.accepted_at is None and self.withdrawn_at is None and clock.now() < self.expires_at
        )

    def accept(self) -> None:
        self.accepted_at = clock.now()

    def withdraw(self) -> None:
        self.withdrawn_at = clock.now()
