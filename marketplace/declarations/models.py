"""The open license declaration: one paper for one patent at the patent office (PRODUCT §2, §4)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import fixed_columns
from marketplace.declarations.material_models import (
    AgencyMandate,
    Commitment,
    CoOwner,
    DeclarationFile,
    FileKind,
)
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.in_house.models import Pricing
from marketplace.in_house.rules import notice_applies
from marketplace.lifecycle import Lifecycle
from marketplace.patents.models import Patent
from marketplace.terms.record import Terms, as_data, digest, load
from marketplace.types import CanonicalJSON


class DeclarationStatus(StrEnum):
    PREPARING = "preparing"
    APPROVING = "approving"
    IN_HOUSE_NOTICE = "in_house_notice"
    READY = "ready"
    SUBMITTED = "submitted"
    CORRECTION = "correction"
    ANNOUNCED = "announced"
    NOT_ANNOUNCED = "not_announced"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    REVOKED = "revoked"
    EXPIRED = "expired"


S = DeclarationStatus

IN_FORCE = frozenset({S.ANNOUNCED, S.WITHDRAWING})
"""Still open to notices: a withdrawal takes effect only when the office announces it."""

CLOSED = frozenset({S.NOT_ANNOUNCED, S.WITHDRAWN, S.ENDED, S.REVOKED, S.EXPIRED})
"""Nothing follows; the patent may be declared anew."""

LIFECYCLE = Lifecycle(
    "declaration",
    {
        "submit_for_approval": (frozenset({S.PREPARING}), S.APPROVING),
        "return": (frozenset({S.APPROVING, S.IN_HOUSE_NOTICE}), S.PREPARING),
        "open_in_house_notice": (frozenset({S.APPROVING}), S.IN_HOUSE_NOTICE),
        "approve": (frozenset({S.APPROVING}), S.READY),
        "pass_in_house_notice": (frozenset({S.IN_HOUSE_NOTICE}), S.READY),
        "mark_submitted": (frozenset({S.READY}), S.SUBMITTED),
        "import": (frozenset({S.PREPARING}), S.SUBMITTED),
        "require_correction": (frozenset({S.SUBMITTED}), S.CORRECTION),
        "resubmit": (frozenset({S.CORRECTION}), S.SUBMITTED),
        "announce": (frozenset({S.SUBMITTED}), S.ANNOUNCED),
        "refuse": (frozenset({S.SUBMITTED}), S.NOT_ANNOUNCED),
        "request_withdrawal": (frozenset({S.ANNOUNCED}), S.WITHDRAWING),
        "announce_withdrawal": (frozenset({S.WITHDRAWING}), S.WITHDRAWN),
        "refuse_withdrawal": (frozenset({S.WITHDRAWING}), S.ANNOUNCED),
        "end": (IN_FORCE, S.ENDED),
        "revoke": (IN_FORCE, S.REVOKED),
        "expire": (IN_FORCE, S.EXPIRED),
    },
    initial=S.PREPARING,
)

_OPEN_SQL = text("status NOT IN (" + ", ".join(f"'{s.value}'" for s in sorted(CLOSED)) + ")")
_CHECKED_SQL = text("checked_at IS NOT NULL")


class Declaration(db.Model):
    """A declaration's terms are fixed once it leaves `preparing`; every step has its own column.

    Columns ending in `_on` are days of the office or the organization (Asia/Shanghai), columns
    ending in `_at` are instants (UTC) at which a member recorded the step here.
    """

    __tablename__ = "declarations"
    __table_args__ = (
        Index(
            "uq_declarations_open_patent",
            "patent_id",
            unique=True,
            sqlite_where=_OPEN_SQL,
            postgresql_where=_OPEN_SQL,
        ),
        Index(
            "uq_declarations_number",
            "number",
            unique=True,
            sqlite_where=_CHECKED_SQL,
            postgresql_where=_CHECKED_SQL,
        ),
    )

    public_id: Mapped[str] = public_id_column()
    patent_id: Mapped[int] = mapped_column(ForeignKey("patents.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    terms: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    terms_sha256: Mapped[str] = mapped_column(String(64))
    fee_statement: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[DeclarationStatus] = mapped_column(default=S.PREPARING, index=True)
    prepared_at: Mapped[datetime] = mapped_column(default=clock.now)
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("agency_mandates.id"))
    announced_elsewhere: Mapped[bool] = mapped_column(default=False, server_default=false())

    approval_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approval_asked_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(Text, default="")

    in_house_passed_on: Mapped[date | None]
    ready_at: Mapped[datetime | None]

    submitted_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None]
    correction_on: Mapped[date | None]
    correction_note: Mapped[str] = mapped_column(Text, default="")
    correction_due_on: Mapped[date | None]
    resubmitted_on: Mapped[date | None]

    number: Mapped[str | None] = mapped_column(String(64))
    announced_on: Mapped[date | None]
    gazette_issue: Mapped[str] = mapped_column(Text, default="")
    evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None]
    not_announced_on: Mapped[date | None]
    not_announced_reason: Mapped[str] = mapped_column(Text, default="")

    withdrawal_requested_on: Mapped[date | None]
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    withdrawal_refused_on: Mapped[date | None]
    withdrawal_refusal: Mapped[str | None] = mapped_column(Text)
    withdrawal_gazette_issue: Mapped[str] = mapped_column(Text, default="")
    withdrawal_evidence_sha256: Mapped[str | None] = mapped_column(String(64))
    withdrawn_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    revoked_on: Mapped[date | None]
    expired_on: Mapped[date | None]

    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    patent: Mapped[Patent] = relationship()
    organization: Mapped[Organization] = relationship()
    approval_asked_by: Mapped[User | None] = relationship(foreign_keys=[approval_asked_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])
    mandate: Mapped[AgencyMandate | None] = relationship()
    files: Mapped[list[DeclarationFile]] = relationship(
        back_populates="declaration", order_by="DeclarationFile.id"
    )
    commitments: Mapped[list[Commitment]] = relationship(
        back_populates="declaration", order_by="Commitment.id"
    )
    all_co_owners: Mapped[list[CoOwner]] = relationship(
        back_populates="declaration", order_by="CoOwner.id"
    )

    # What holds on a day -----------------------------------------------------------------

    @property
    def record(self) -> Terms:
        """The immutable terms record (schema terms/1)."""
        return load(self.terms)

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now; pages make buttons of them with the policy."""
        return LIFECYCLE.actions(self.status)

    @property
    def is_announced(self) -> bool:
        """True once another person has checked number, day and evidence of the announcement."""
        return self.checked_at is not None

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED

    @property
    def awaits_check(self) -> bool:
        """An announcement has been entered and nobody else has looked at it yet."""
        return self.entered_at is not None and self.checked_at is None

    @property
    def needs_in_house_notice(self) -> bool:
        """State institutions show name and price inside the house before they file (LAW 5.9):
        what is declared is the institution's own price."""
        return notice_applies(self.organization, Pricing.OWN)

    @property
    def commitment(self) -> Commitment | None:
        """The promise made about these very terms, or None."""
        made = (each for each in reversed(self.commitments))
        return next((each for each in made if each.terms_sha256 == self.terms_sha256), None)

    @property
    def co_owners(self) -> list[CoOwner]:
        """The other patentees, without those taken off the list."""
        return [each for each in self.all_co_owners if each.removed_at is None]

    def files_of(self, kind: FileKind) -> list[DeclarationFile]:
        return [each for each in self.files if each.kind is kind]

    def file(self, kind: FileKind) -> DeclarationFile | None:
        """The file of a kind that stands: the latest."""
        return next(reversed(self.files_of(kind)), None)

    @property
    def awaits_notice(self) -> bool:
        """Approved at every step, and not shown inside the house yet."""
        return self.status is S.APPROVING and self.approved_at is not None

    @property
    def closed_on(self) -> date | None:
        """First day without new licenses: withdrawal, ending, revocation or expiry."""
        days = (self.withdrawn_on, self.ended_on, self.revoked_on, self.expired_on)
        return min((day for day in days if day), default=None)

    def takes_notices_on(self, day: date) -> bool:
        """Whether a notice that arrives on `day` (Asia/Shanghai) meets a declaration in force.

        announced_on ≤ day < the day on which the office announces the end (专利法 50(2), LAW 1.7,
        1.16); a withdrawal merely requested changes nothing.
        """
        if not self.is_announced or self.announced_on is None or day < self.announced_on:
            return False
        return self.closed_on is None or day < self.closed_on

    # Steps ---------------------------------------------------------------------------------

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns `status`."""
        self.status = LIFECYCLE.after(self.status, action)

    def set_terms(self, terms: Terms) -> None:
        """Replace the terms while the papers are in preparation; afterwards they are fixed."""
        if self.terms is not None and self.status is not S.PREPARING:
            raise Refused(
                "declaration_terms_fixed",
                N_("The terms are fixed once the papers leave preparation; declare anew instead."),
            )
        self.terms = as_data(terms)
        self.terms_sha256 = digest(terms)


fixed_columns(
    Declaration.__table__,
    ("patent_id", "organization_id", "terms", "terms_sha256"),
    when="OLD.status <> 'preparing'",
)
