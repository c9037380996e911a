"""Filings: duties towards an authority or an institution, from due to the receipt (PRODUCT §2, §4)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement
from marketplace.database import append_only
from marketplace.declarations.models import Declaration
from marketplace.documents.models import Document
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.terms.routes import Duty
from marketplace.types import CanonicalJSON


class FilingStatus(StrEnum):
    NOT_NEEDED = "not_needed"
    DUE = "due"
    PREPARED = "prepared"
    AWAITING_SEAL = "awaiting_seal"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    CORRECTION = "correction"
    DONE = "done"
    REFUSED = "refused"
    CHANGED = "changed"
    CANCELLED = "cancelled"


S = FilingStatus

CLOSED = frozenset({S.NOT_NEEDED, S.DONE, S.CHANGED, S.CANCELLED})
"""On nobody's list any more; only a person brings a filing here, never the passing of days."""

EDITABLE = frozenset({S.DUE, S.PREPARED, S.REFUSED})
"""What its package says may still be changed."""

NOT_SUBMITTED = EDITABLE | {S.AWAITING_SEAL}
"""No authority has it, or it was given back: what it was for may fall away without a word to anyone."""

AT_OFFICE = frozenset({S.SUBMITTED, S.ACCEPTED})
"""With the authority: the filer waits for its answer."""

LIFECYCLE = Lifecycle(
    "filing",
    {
        "dispense": (frozenset({S.DUE}), S.NOT_NEEDED),
        "overtake": (NOT_SUBMITTED, S.NOT_NEEDED),
        "need": (frozenset({S.NOT_NEEDED}), S.DUE),
        "prepare": (frozenset({S.DUE, S.PREPARED, S.REFUSED}), S.PREPARED),
        "await_seal": (frozenset({S.PREPARED}), S.AWAITING_SEAL),
        "submit": (frozenset({S.AWAITING_SEAL}), S.SUBMITTED),
        "accept": (frozenset({S.SUBMITTED}), S.ACCEPTED),
        "require_correction": (AT_OFFICE, S.CORRECTION),
        "resubmit": (frozenset({S.CORRECTION}), S.SUBMITTED),
        "complete": (AT_OFFICE, S.DONE),
        "refuse": (AT_OFFICE, S.REFUSED),
        "change": (frozenset({S.DONE, S.CHANGED}), S.CHANGED),
        "cancel": (frozenset({S.DONE, S.CHANGED}), S.CANCELLED),
        "renew": (frozenset({S.DONE}), S.DUE),
    },
    initial=S.DUE,
)


class Note(StrEnum):
    """Why a filing is not needed, or what stands beside one that is."""

    FREE = "free"
    NO_PRODUCT_YET = "no_product_yet"
    AGREEMENT_ENDED = "agreement_ended"
    AGREEMENT_AMENDED = "agreement_amended"
    PARTY_ABROAD = "party_abroad"
    BAR_ARISEN = "bar_arisen"
    STATED = "stated"
    CHANGE_TO_RECORD = "change_to_record"
    LICENSE_ENDED = "license_ended"
    NEVER_EFFECTIVE = "never_effective"
    YEARLY = "yearly"


class Filing(db.Model):
    """One filing by its filer: a party of the agreement or a licensed agency, never the site.

    Columns ending in ``_on`` are Shanghai days as on the papers of the office, ``_at`` instants.
    ``due_on`` is None where no law sets a day; ``advised_on`` is then a day to be reminded by, which
    binds nobody. ``after`` is the filing whose receipt comes first. ``occasion`` is the year of a
    yearly filing, or the ordinal of the amendment that is to be recorded.
    ``organization`` is the subject of what an institution files about itself.
    ``answers`` holds what the record does not know and the filer typed, by field key.
    """

    __tablename__ = "filings"
    __table_args__ = (
        UniqueConstraint("agreement_id", "kind"),
        UniqueConstraint("declaration_id", "kind"),
        Index("uq_filings_year", "organization_id", "kind", "occasion", unique=True),
        Index("uq_filings_number", "kind", "number", unique=True),
    )

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declarations.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    kind: Mapped[Duty] = mapped_column(index=True)
    occasion: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    status: Mapped[FilingStatus] = mapped_column(default=S.DUE, index=True)
    note: Mapped[Note | None]
    note_text: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(index=True)
    advised_on: Mapped[date | None]
    article: Mapped[str] = mapped_column(String(120), default="")
    after_id: Mapped[int | None] = mapped_column(ForeignKey("filings.id"))
    filer_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON, default=dict)
    package_sha256: Mapped[str | None] = mapped_column(String(64))
    reminded_days: Mapped[int | None]

    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    prepared_at: Mapped[datetime | None]
    sealing_on: Mapped[date | None]
    submitted_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    acceptance_number: Mapped[str | None] = mapped_column(String(80))
    correction_on: Mapped[date | None]
    correction_note: Mapped[str] = mapped_column(Text, default="")
    correction_due_on: Mapped[date | None]
    resubmitted_on: Mapped[date | None]
    number: Mapped[str | None] = mapped_column(String(80))
    done_on: Mapped[date | None]
    receipt_sha256: Mapped[str | None] = mapped_column(String(64))
    refused_on: Mapped[date | None]
    refusal_code: Mapped[str | None] = mapped_column(String(40))
    refusal_note: Mapped[str] = mapped_column(Text, default="")
    changed_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement | None] = relationship()
    declaration: Mapped[Declaration | None] = relationship()
    organization: Mapped[Organization | None] = relationship(foreign_keys=[organization_id])
    filer: Mapped[Organization] = relationship(foreign_keys=[filer_id])
    responsible: Mapped[User | None] = relationship()
    after: Mapped[Filing | None] = relationship(remote_side="Filing.id")
    packages: Mapped[list[FilingPackage]] = relationship(
        back_populates="filing", order_by="FilingPackage.id"
    )
    receipts: Mapped[list[FilingReceipt]] = relationship(
        back_populates="filing", order_by="FilingReceipt.id"
    )

    @property
    def subject(self) -> Agreement | Declaration | Organization:
        """What is filed about."""
        found = self.agreement or self.declaration or self.organization
        if found is None:  # pragma: no cover - every filing is opened on one of them
            raise ValueError("a filing is about an agreement, a declaration or an organization")
        return found

    @property
    def title(self) -> str:
        """The title of the first patent it is about, or whose year it is."""
        if self.agreement is not None:
            return self.agreement.title
        if self.declaration is not None:
            return self.declaration.patent.title
        return f"{self.organization.name} {self.occasion}" if self.organization else ""

    @property
    def package(self) -> FilingPackage | None:
        """The package that was prepared last."""
        return self.packages[-1] if self.packages else None

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now."""
        return LIFECYCLE.actions(self.status)

    @property
    def is_open(self) -> bool:
        """Whether it stands on somebody's list."""
        return self.status not in CLOSED

    @property
    def waits_for(self) -> Filing | None:
        """The filing whose receipt has to come first and has not come."""
        after = self.after
        return after if after is not None and after.is_open else None

    @property
    def awaited_on(self) -> date | None:
        """The day that counts now: the office's for its correction, the law's, else the reminder's."""
        if self.status is S.CORRECTION and self.correction_due_on is not None:
            return self.correction_due_on
        return self.due_on or self.advised_on

    def is_overdue(self, day: date) -> bool:
        """Not yet at the office after its due day: computed, never stored. It stays possible."""
        if self.status is S.CORRECTION and self.correction_due_on is not None:
            return day > self.correction_due_on
        late = self.due_on is not None and day > self.due_on
        return late and self.is_open and self.submitted_on is None

    def days_late(self, day: date) -> int:
        """By how many days it would be late if it were submitted on ``day``; 0 within time."""
        return max(0, (day - self.due_on).days) if self.due_on is not None else 0

    def renew(self, occasion: str) -> None:
        """The same duty arises again (a further amendment); earlier receipts and packages are kept."""
        self.move("renew")
        self.occasion, self.reminded_days, self.package_sha256 = occasion, None, None
        self.number = self.done_on = self.receipt_sha256 = None
        self.submitted_on = self.accepted_on = self.acceptance_number = None

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns ``status``."""
        self.status = LIFECYCLE.after(self.status, action)


class FilingPackage(db.Model):
    """What a package says, fixed when it was prepared; its file is a pure function of this row, of
    the sealed documents that it names and of the platform's key.

    ``data`` has schema ``filing/1``; ``record_sha256`` is over its RFC 8785 bytes.
    """

    __tablename__ = "filing_packages"

    public_id: Mapped[str] = public_id_column()
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    record_sha256: Mapped[str] = mapped_column(String(64))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    agreement_document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    prepared_at: Mapped[datetime] = mapped_column(default=clock.now)
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    filing: Mapped[Filing] = relationship(back_populates="packages")
    sheet: Mapped[Document] = relationship(foreign_keys=[sheet_id])
    statement: Mapped[Document | None] = relationship(foreign_keys=[statement_id])
    agreement_document: Mapped[Document | None] = relationship(foreign_keys=[agreement_document_id])
    prepared_by: Mapped[User | None] = relationship()

    @property
    def documents(self) -> list[Document]:
        """The sealed documents inside."""
        all_of_them = (self.sheet, self.statement, self.agreement_document)
        return [document for document in all_of_them if document is not None]

    @property
    def is_sealed(self) -> bool:
        """Whether every document inside carries the platform's record by now."""
        return all(document.is_sealed for document in self.documents)


class FilingReceipt(db.Model):
    """A paper of the authority: what it said, when, under which number, with the file."""

    __tablename__ = "filing_receipts"

    public_id: Mapped[str] = public_id_column()
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    action: Mapped[str] = mapped_column(String(40))
    on: Mapped[date] = mapped_column("on_day")
    number: Mapped[str | None] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str | None] = mapped_column(String(64))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    filing: Mapped[Filing] = relationship(back_populates="receipts")
    entered_by: Mapped[User | None] = relationship()


append_only(FilingPackage.__table__)
append_only(FilingReceipt.__table__)
