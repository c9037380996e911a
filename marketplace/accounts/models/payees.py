"""Accounts that payments go to: the licensor's own, never the site's."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models.organizations import Organization
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ids import public_id_column


class PayeeStatus(StrEnum):
    STATED = "stated"
    VERIFIED = "verified"


class PayeeAccount(db.Model):
    """A bank account as its organization stated it; a later one replaces it once verified."""

    __tablename__ = "payee_accounts"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    holder: Mapped[str] = mapped_column(String(200))
    bank: Mapped[str] = mapped_column(String(200))
    account_number: Mapped[str] = mapped_column(String(40))
    stripe_account_id: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[PayeeStatus] = mapped_column(default=PayeeStatus.STATED)
    stated_at: Mapped[datetime] = mapped_column(default=clock.now)
    consented_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship(back_populates="payee_accounts")

    @property
    def is_payable(self) -> bool:
        """Verified and not replaced: the account shown on a pay page."""
        return self.status is PayeeStatus.VERIFIED and self.closed_at is None

    @property
    def masked_number(self) -> str:
        """Only the last four digits, for lists, mails and the audit trail."""
        return "**** " + self.account_number[-4:]

    def verify(self) -> None:
        if self.status is PayeeStatus.VERIFIED or self.closed_at is not None:
            raise Refused(
                "payee_account_settled",
                N_("This account is already verified or replaced. Reload the page."),
            )
        self.status = PayeeStatus.VERIFIED
        self.verified_at = clock.now()

    def close(self) -> None:
        self.closed_at = clock.now()
