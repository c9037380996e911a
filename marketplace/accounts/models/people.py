"""Persons who sign in, and the tokens with which their programs do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.audit.actors import Actor
from marketplace.extensions import db
from marketplace.ids import public_id_column

if TYPE_CHECKING:
    from marketplace.accounts.models.members import Membership
    from marketplace.accounts.models.organizations import Organization


class MailPreference(StrEnum):
    """Which inbox messages also go out as mail."""

    ALL = "all"
    ACTION = "action"
    NONE = "none"


class User(db.Model):
    """A person with an address of their own; what they may do follows from memberships."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower_case"),)

    public_id: Mapped[str] = public_id_column()
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(255))
    locale: Mapped[str] = mapped_column(String(10), default="zh_CN")
    is_active_flag: Mapped[bool] = mapped_column(default=True, server_default=true())
    is_administrator: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_auditor: Mapped[bool] = mapped_column(default=False, server_default=false())
    mail_preference: Mapped[MailPreference] = mapped_column(default=MailPreference.ALL)
    session_epoch: Mapped[int] = mapped_column(default=0)
    consent_version: Mapped[str | None] = mapped_column(String(20))
    consented_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    all_memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", foreign_keys="Membership.user_id", order_by="Membership.id"
    )

    @property
    def memberships(self) -> list[Membership]:
        """The organizations the user belongs to today, oldest first."""
        return [each for each in self.all_memberships if each.left_at is None]

    @property
    def is_active(self) -> bool:
        """Whether sessions and tokens of this user count: not switched off, address confirmed."""
        return bool(self.is_active_flag) and self.confirmed_at is not None

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    @property
    def audit_actor(self) -> Actor:
        """The person as the author of an event."""
        return Actor("user", self.public_id)

    def get_id(self) -> str:
        """What the session cookie carries; a new epoch makes every earlier cookie worthless."""
        return f"{self.public_id}:{self.session_epoch}"

    def confirm_address(self) -> None:
        """The person proved to read mail at this address."""
        if self.confirmed_at is None:
            self.confirmed_at = clock.now()

    def change_password(self, password_hash: str) -> None:
        """Replace the password and end every session that stood on the old one."""
        self.password_hash = password_hash
        self.session_epoch += 1

    def wants_mail(self, needs_action: bool) -> bool:
        """Whether an inbox message is also mailed to this person."""
        if not self.is_active:
            return False
        if self.mail_preference is MailPreference.ACTION:
            return needs_action
        return self.mail_preference is MailPreference.ALL


class ApiToken(db.Model):
    """A program's key: acts as its user for one organization; only the SHA-256 is kept."""

    __tablename__ = "api_tokens"

    public_id: Mapped[str] = public_id_column()
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    organization: Mapped[Organization] = relationship()

    @property
    def is_usable(self) -> bool:
        """Neither revoked nor outlived by its user's account or membership."""
        return (
            self.revoked_at is None
            and self.user.is_active
            and any(each.organization_id == self.organization_id for each in self.user.memberships)
        )

    def revoke(self) -> None:
        if self.revoked_at is None:
            self.revoked_at = clock.now()
