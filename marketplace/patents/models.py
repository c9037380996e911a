"""Patents as their organizations bring them: what the register says, what the holder states."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.patents import life
from marketplace.patents.enums import (
    Bar,
    BarState,
    Claim,
    Implementation,
    ImportStatus,
    LegalStatus,
    Maturity,
    PatentKind,
    ReportConclusion,
    StatusSource,
    Willingness,
)
from marketplace.patents.numbers import PatentNumber
from marketplace.types import BigId, CanonicalJSON

__all__ = [
    "Bar",
    "BarState",
    "Claim",
    "Implementation",
    "ImportStatus",
    "LegalStatus",
    "Maturity",
    "Patent",
    "PatentBar",
    "PatentClaim",
    "PatentImport",
    "PatentKind",
    "ReportConclusion",
    "StatusSource",
    "Willingness",
]

ENDED = frozenset({LegalStatus.TERMINATED, LegalStatus.WHOLLY_INVALID})
"""Nothing is left to license (指南 5-11-3.1)."""


class Patent(db.Model):
    """One granted patent, known by its application number with dot and check digit.

    Days (``…_on``) are days of the office (Asia/Shanghai), ``asking_fee`` is in fen. The lists
    (inventors, patentees, ipc, locarno, industries, sei, willingness, …) are lists of strings:
    assign a new list, never change one in place. ``industries`` are GB/T 4754-2017 codes.
    """

    __tablename__ = "patents"

    public_id: Mapped[str] = public_id_column()
    number: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[PatentKind] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(500))
    title_en: Mapped[str | None] = mapped_column(String(1000))
    abstract: Mapped[str | None] = mapped_column(Text)
    advantage: Mapped[str | None] = mapped_column(Text)
    outlook: Mapped[str | None] = mapped_column(Text)
    text_private: Mapped[bool] = mapped_column(default=False)

    filing_on: Mapped[date | None]
    granted_on: Mapped[date | None]
    publication_on: Mapped[date | None]
    expires_on: Mapped[date]
    expiry_established: Mapped[bool]

    inventors: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)
    department: Mapped[str | None] = mapped_column(String(200))
    patentees: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)
    claimant_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    claim: Mapped[Claim] = mapped_column(default=Claim.CLAIMED)
    claim_proven_at: Mapped[datetime | None]
    claim_evidence_sha256: Mapped[str | None] = mapped_column(String(64))

    ipc: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)
    locarno: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)
    industries: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)
    sei: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)

    legal_status: Mapped[LegalStatus] = mapped_column(default=LegalStatus.NOT_STATED, index=True)
    legal_status_source: Mapped[StatusSource | None]
    legal_status_on: Mapped[date | None]

    funded: Mapped[bool | None]
    funding_project: Mapped[str | None] = mapped_column(String(500))
    implementation: Mapped[Implementation] = mapped_column(default=Implementation.NOT_STATED)
    willingness: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)
    asking_fee: Mapped[int | None] = mapped_column(BigId)
    price_intention: Mapped[str | None] = mapped_column(String(200))
    intended_regions: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)
    intended_companies: Mapped[list[str]] = mapped_column(CanonicalJSON, default=list)
    maturity: Mapped[Maturity | None]
    grade: Mapped[int | None]

    evaluation_report_number: Mapped[str | None] = mapped_column(String(100))
    evaluation_report_on: Mapped[date | None]
    evaluation_report_conclusion: Mapped[ReportConclusion | None]
    evaluation_report_stated_on: Mapped[date | None]
    annuity_reduction: Mapped[int | None]

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column()

    claimant: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)
    statements: Mapped[list[PatentBar]] = relationship(
        back_populates="patent", order_by="PatentBar.id", cascade="save-update, merge"
    )
    claims: Mapped[list[PatentClaim]] = relationship(
        back_populates="patent", order_by="PatentClaim.id"
    )

    __mapper_args__ = {"version_id_col": version}

    def settle_life(self) -> None:
        """Set the last day of the term from number and filing day (专利法 42)."""
        term = life.expiry(self.kind, self.filing_on, PatentNumber(self.number).filing_year)
        self.expires_on, self.expiry_established = term.last_day, term.established

    def is_expired(self, on: date) -> bool:
        """Whether the term has certainly run out before ``on``.

        A term that is not established may be longer than its certain part, so such a patent
        counts as expired only once the longest term that could apply is over.
        """
        return on > life.latest_end(
            self.kind, self.filing_on, PatentNumber(self.number).filing_year
        )

    def is_granted(self, on: date) -> bool:
        """Lists hold granted patents; a recorded grant day after ``on`` says otherwise."""
        return self.granted_on is None or self.granted_on <= on

    @property
    def is_ended(self) -> bool:
        return self.legal_status in ENDED

    @property
    def is_proven(self) -> bool:
        return self.claim is Claim.PROVEN

    @property
    def ways(self) -> list[Willingness]:
        """The willingness as members of the vocabulary."""
        return [Willingness(way) for way in self.willingness]

    @property
    def patentee_names(self) -> list[str]:
        """The names in the register; until they are known, the claiming organization's."""
        return self.patentees or [self.claimant.name]

    @property
    def certificate_number(self) -> str:
        """专利号 as printed on the certificate: ``ZL 202110123456.7``."""
        return f"ZL {self.number}"


class PatentBar(db.Model):
    """A statement about one bar: who says what, from which source, as of which day."""

    __tablename__ = "patent_bars"

    patent_id: Mapped[int] = mapped_column(ForeignKey("patents.id"), index=True)
    bar: Mapped[Bar]
    state: Mapped[BarState]
    source: Mapped[StatusSource]
    on: Mapped[date] = mapped_column("stated_on")
    note: Mapped[str | None] = mapped_column(String(500))
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    stated_at: Mapped[datetime] = mapped_column(default=clock.now)

    patent: Mapped[Patent] = relationship(back_populates="statements")
    stated_by: Mapped[User | None] = relationship()


append_only(cast(Table, PatentBar.__table__))


class PatentClaim(db.Model):
    """An organization's word that a patent is its own; the first one stands until proof decides."""

    __tablename__ = "patent_claims"
    __table_args__ = (UniqueConstraint("patent_id", "organization_id"),)

    patent_id: Mapped[int] = mapped_column(ForeignKey("patents.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    claimed_at: Mapped[datetime] = mapped_column(default=clock.now)

    patent: Mapped[Patent] = relationship(back_populates="claims")
    organization: Mapped[Organization] = relationship()


class PatentImport(db.Model):
    """A list of patents brought by an organization; its file is kept under its SHA-256."""

    __tablename__ = "patent_imports"
    __table_args__ = (Index("ix_patent_imports_organization_created", "organization_id", "id"),)

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    file_name: Mapped[str] = mapped_column(String(255))
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.READ)
    report: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    applied_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    organization: Mapped[Organization] = relationship()
    uploaded_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
