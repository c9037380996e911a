"""Contracts entered from paper, and sealed counterparts of contracts made here."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import fixed_columns
from marketplace.declarations.models import Declaration
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.record import Terms, load
from marketplace.types import CanonicalJSON


class PaperStatus(StrEnum):
    ENTERED = "entered"
    RETURNED = "sent_back"
    CONFIRMED = "checked"
    WITHDRAWN = "entry_withdrawn"


class CounterpartStatus(StrEnum):
    UPLOADED = "uploaded"
    MATCHED = "matched"
    REJECTED = "not_matching"


P, C = PaperStatus, CounterpartStatus

PAPER = Lifecycle(
    "paper_contract",
    {
        "confirm": (frozenset({P.ENTERED}), P.CONFIRMED),
        "return": (frozenset({P.ENTERED}), P.RETURNED),
        "withdraw": (frozenset({P.ENTERED, P.RETURNED}), P.WITHDRAWN),
    },
    initial=P.ENTERED,
)
COUNTERPART = Lifecycle(
    "counterpart",
    {
        "match": (frozenset({C.UPLOADED}), C.MATCHED),
        "reject": (frozenset({C.UPLOADED}), C.REJECTED),
    },
    initial=C.UPLOADED,
)

_STANDING = text("status IN ('entered', 'checked')")
_HELD = text("status IN ('uploaded', 'matched')")


class PaperContract(db.Model):
    """One contract that was signed outside this site, as one member entered it from its scan.

    ``side`` is the entering organization's. ``settled_through``: everything due by that Shanghai day
    was paid before. The agreement is made when another person has checked the entry. Never changed:
    a wrong entry is sent back or withdrawn, and entered anew.
    """

    __tablename__ = "paper_contracts"
    __table_args__ = (
        Index(
            "uq_paper_contracts_scan",
            "organization_id",
            "scan_sha256",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    side: Mapped[Side]
    other_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declarations.id"))
    route: Mapped[Route]
    fee_mode: Mapped[FeeMode]
    terms: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    terms_sha256: Mapped[str] = mapped_column(String(64))
    contract_number: Mapped[str] = mapped_column(String(80))
    seal_number: Mapped[str] = mapped_column(String(80), default="")
    signed_on: Mapped[date]
    effective_on: Mapped[date]
    settled_through: Mapped[date | None]
    pages: Mapped[int]
    scan_sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[PaperStatus] = mapped_column(default=P.ENTERED, index=True)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), unique=True)
    objected_at: Mapped[datetime | None]
    objected_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    objection: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    other: Mapped[Organization] = relationship(foreign_keys=[other_id])
    declaration: Mapped[Declaration | None] = relationship()
    entered_by: Mapped[User] = relationship(foreign_keys=[entered_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])
    agreement: Mapped[Agreement | None] = relationship()
    subjects: Mapped[list[PaperContractPatent]] = relationship(
        back_populates="paper", order_by="PaperContractPatent.id"
    )

    @property
    def record(self) -> Terms:
        return load(self.terms)

    @property
    def patents(self) -> list[Patent]:
        return [each.patent for each in self.subjects]

    @property
    def licensor(self) -> Organization:
        return self.organization if self.side is Side.LICENSOR else self.other

    @property
    def licensee(self) -> Organization:
        return self.other if self.side is Side.LICENSOR else self.organization

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now."""
        return PAPER.actions(self.status)

    def move(self, action: str) -> None:
        """Take one step of PAPER; the only place that assigns ``status``."""
        self.status = PAPER.after(self.status, action)


class PaperContractPatent(db.Model):
    """One patent that a contract on paper is about."""

    __tablename__ = "paper_contract_patents"
    __table_args__ = (UniqueConstraint("paper_id", "patent_id"),)

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper_contracts.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patents.id"), index=True)

    paper: Mapped[PaperContract] = relationship(back_populates="subjects")
    patent: Mapped[Patent] = relationship()


class Counterpart(db.Model):
    """A contract of this site that was printed, signed and sealed on paper, as its scan shows it.

    ``mark`` stands on every printed page and names the contract and its very text; ``text_sha256``
    is the text that the mark was found to mean. ``pages`` are those of the printed paper.
    """

    __tablename__ = "counterparts"
    __table_args__ = (
        Index(
            "uq_counterparts_scan",
            "agreement_id",
            "scan_sha256",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
    )

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    side: Mapped[Side]
    mark: Mapped[str] = mapped_column(String(40))
    text_sha256: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int]
    scan_sha256: Mapped[str] = mapped_column(String(64))
    status: Mapped[CounterpartStatus] = mapped_column(default=C.UPLOADED, index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    uploaded_by: Mapped[User] = relationship(foreign_keys=[uploaded_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])

    def move(self, action: str) -> None:
        """Take one step of COUNTERPART; the only place that assigns ``status``."""
        self.status = COUNTERPART.after(self.status, action)


fixed_columns(
    PaperContract.__table__,
    (
        "organization_id",
        "side",
        "other_id",
        "route",
        "terms",
        "terms_sha256",
        "contract_number",
        "signed_on",
        "effective_on",
        "pages",
        "scan_sha256",
        "entered_by_id",
    ),
    when="1 = 1",
)
fixed_columns(
    Counterpart.__table__,
    ("agreement_id", "side", "mark", "text_sha256", "pages", "scan_sha256", "uploaded_by_id"),
    when="1 = 1",
)
