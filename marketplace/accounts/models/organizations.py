"""Organizations and their life cycle."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle

if TYPE_CHECKING:
    from marketplace.accounts.models.members import Membership
    from marketplace.accounts.models.payees import PayeeAccount


class OrganizationKind(StrEnum):
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    HOSPITAL = "hospital"
    COMPANY = "company"
    NATURAL_PERSON = "natural_person"
    FOREIGN_PARTY = "foreign_party"
    ALLIANCE = "alliance"
    SERVICE = "service"
    OTHER = "other"

    @property
    def has_code(self) -> bool:
        """Whether parties of this kind carry a unified social credit code."""
        return self not in {OrganizationKind.NATURAL_PERSON, OrganizationKind.FOREIGN_PARTY}


class OrganizationStatus(StrEnum):
    REGISTERED = "registered"
    VERIFIED = "verified"
    RETURNED = "returned"
    SUSPENDED = "suspended"


S = OrganizationStatus
LIFECYCLE = Lifecycle(
    "organization",
    {
        "verify": (frozenset({S.REGISTERED}), S.VERIFIED),
        "return": (frozenset({S.REGISTERED}), S.RETURNED),
        "resubmit": (frozenset({S.RETURNED}), S.REGISTERED),
        "suspend": (frozenset({S.VERIFIED}), S.SUSPENDED),
        "resume": (frozenset({S.SUSPENDED}), S.VERIFIED),
    },
    initial=S.REGISTERED,
)


class Organization(db.Model):
    """A party: a unit with a credit code, or a natural or foreign person without one."""

    __tablename__ = "organizations"
    __table_args__ = (
        CheckConstraint(
            "(kind IN ('natural_person', 'foreign_party')) = (code IS NULL)", name="code_by_kind"
        ),
    )

    public_id: Mapped[str] = public_id_column()
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[OrganizationKind]
    code: Mapped[str | None] = mapped_column(String(18), unique=True)
    region: Mapped[str | None] = mapped_column(String(6), index=True)
    industry: Mapped[str | None] = mapped_column(String(5))
    address: Mapped[str | None] = mapped_column(String(300))
    legal_representative: Mapped[str | None] = mapped_column(String(80))
    contact_name: Mapped[str | None] = mapped_column(String(80))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    status: Mapped[OrganizationStatus] = mapped_column(default=S.REGISTERED, index=True)
    is_state_institution: Mapped[bool] = mapped_column(default=False, server_default=false())
    abroad: Mapped[bool] = mapped_column(default=False, server_default=false())
    invoice_title: Mapped[str | None] = mapped_column(String(200))
    invoice_tax_number: Mapped[str | None] = mapped_column(String(20))
    is_demo: Mapped[bool] = mapped_column(default=False, server_default=false())
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    status_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    verification_requested_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    all_memberships: Mapped[list[Membership]] = relationship(
        back_populates="organization", order_by="Membership.id"
    )
    payee_accounts: Mapped[list[PayeeAccount]] = relationship(
        back_populates="organization", order_by="PayeeAccount.id"
    )

    @property
    def memberships(self) -> list[Membership]:
        """Members of today, oldest first."""
        return [each for each in self.all_memberships if each.left_at is None]

    @property
    def is_verified(self) -> bool:
        return self.status is S.VERIFIED

    @property
    def is_natural_person(self) -> bool:
        return self.kind is OrganizationKind.NATURAL_PERSON

    @property
    def may_request_verification(self) -> bool:
        """Whether a verification can be asked for now (again, after a return)."""
        asked = self.verification_requested_at is not None
        return self.status is S.RETURNED or (self.status is S.REGISTERED and not asked)

    @property
    def payee_account(self) -> PayeeAccount | None:
        """The verified account that payments go to, or None."""
        return next((each for each in self.payee_accounts if each.is_payable), None)

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now."""
        return LIFECYCLE.actions(self.status)

    def require_not_suspended(self) -> None:
        """Refuse whatever a suspended organization may not begin (sign, publish, submit)."""
        if self.status is S.SUSPENDED:
            raise Refused(
                "organization_suspended",
                N_("%(organization)s is suspended. Ask the administrator named in the notice."),
                organization=self.name,
            )

    def request_verification(self) -> None:
        """Put the registration before the administrators, again after a return."""
        if self.status is S.RETURNED:
            self._move("resubmit")
        elif self.status is not S.REGISTERED:
            LIFECYCLE.after(self.status, "resubmit")
        self.verification_requested_at = clock.now()
        self.status_reason = None

    def verify(self) -> None:
        self._move("verify")
        self.verified_at = clock.now()
        self.status_reason = None

    def return_(self, reason: str) -> None:
        self._move("return")
        self.returned_at = clock.now()
        self.status_reason = reason

    def suspend(self, reason: str) -> None:
        self._move("suspend")
        self.suspended_at = clock.now()
        self.status_reason = reason

    def resume(self) -> None:
        self._move("resume")
        self.status_reason = None

    def _move(self, action: str) -> None:
        self.status = LIFECYCLE.after(self.status, action)
