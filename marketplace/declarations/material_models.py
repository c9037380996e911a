"""What is filed beside the form: commitment, co-owners' statements, agency, files (LAW 1.4, 1.11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from sqlalchemy import ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import append_only, fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column

if TYPE_CHECKING:
    from marketplace.declarations.models import Declaration

LINK_LIFE = timedelta(days=30)
"""How long a mailed link is open; a setting of the site, not of the law."""


class FileKind(StrEnum):
    PLEDGEE_CONSENT = "pledgee_consent"
    CO_OWNER_AGREEMENT = "co_owner_agreement"
    EVALUATION_REPORT = "evaluation_report"
    WITHDRAWAL_PROOF = "withdrawal_proof"
    OFFICE_NOTICE = "office_notice"
    OTHER = "other"


class Act(StrEnum):
    """What all patentees have to agree to (LAW 1.4, 1.16)."""

    DECLARE = "declare"
    WITHDRAW = "withdraw"


class Answer(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"


class Channel(StrEnum):
    LINK = "link"
    INBOX = "inbox"
    PAPER = "paper"


class Stance(StrEnum):
    """Where a co-owner stands towards the papers as they read today."""

    NOT_ASKED = "not_asked"
    PENDING = "pending"
    OVERDUE = "overdue"
    GIVEN = "given"
    REFUSED = "refused"
    VOID = "void"


class DeclarationFile(db.Model):
    """A file that belongs to the papers; a later one of the same kind stands in its place."""

    __tablename__ = "declaration_files"

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declarations.id"), index=True)
    kind: Mapped[FileKind]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)

    declaration: Mapped[Declaration] = relationship(back_populates="files")
    added_by: Mapped[User | None] = relationship()


class Commitment(db.Model):
    """A signatory's recorded act: the promise that the conditions are met (细则 85(2))."""

    __tablename__ = "declaration_commitments"

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declarations.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    text_version: Mapped[str] = mapped_column(String(20))
    text_sha256: Mapped[str] = mapped_column(String(64))
    terms_sha256: Mapped[str] = mapped_column(String(64))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)
    address: Mapped[str] = mapped_column(String(64), default="")

    declaration: Mapped[Declaration] = relationship(back_populates="commitments")
    signed_by: Mapped[User] = relationship()


class CoOwner(db.Model):
    """A patentee beside the one that files: who must agree, and where to ask."""

    __tablename__ = "declaration_co_owners"
    __table_args__ = (UniqueConstraint("declaration_id", "name"),)

    public_id: Mapped[str] = public_id_column()
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declarations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320), default="")
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    declaration: Mapped[Declaration] = relationship(back_populates="all_co_owners")
    organization: Mapped[Organization | None] = relationship()
    requests: Mapped[list[StatementRequest]] = relationship(
        back_populates="co_owner", order_by="StatementRequest.id"
    )
    statements: Mapped[list[CoOwnerStatement]] = relationship(
        back_populates="co_owner", order_by="CoOwnerStatement.id"
    )

    def statement(self, act: Act) -> CoOwnerStatement | None:
        """The latest statement on an act, whatever it was about."""
        return next((each for each in reversed(self.statements) if each.act is act), None)

    def request(self, act: Act) -> StatementRequest | None:
        """The latest question about an act."""
        return next((each for each in reversed(self.requests) if each.act is act), None)

    def stance(self, act: Act, subject_sha256: str) -> Stance:
        """Given or refused only where the latest statement was about this very subject: a
        statement about other terms is void."""
        statement, request = self.statement(act), self.request(act)
        if statement is not None and statement.covers(subject_sha256):
            return Stance(statement.answer.value)
        if request is not None and request.is_open and request.subject_sha256 == subject_sha256:
            return Stance.PENDING
        if statement is not None:
            return Stance.VOID
        return Stance.OVERDUE if request is not None else Stance.NOT_ASKED


class StatementRequest(db.Model):
    """A question put to a co-owner: the text shown, and a link that works once until it expires."""

    __tablename__ = "co_owner_requests"

    co_owner_id: Mapped[int] = mapped_column(ForeignKey("declaration_co_owners.id"), index=True)
    act: Mapped[Act]
    text: Mapped[str] = mapped_column(Text)
    text_version: Mapped[str] = mapped_column(String(20))
    text_sha256: Mapped[str] = mapped_column(String(64))
    subject_sha256: Mapped[str] = mapped_column(String(64))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    co_owner: Mapped[CoOwner] = relationship(back_populates="requests")
    asked_by: Mapped[User] = relationship()

    @property
    def is_open(self) -> bool:
        closed = self.used_at is not None or self.replaced_at is not None
        return not closed and clock.now() < self.expires_at


class CoOwnerStatement(db.Model):
    """What a co-owner stated, about which text, by which way; never changed."""

    __tablename__ = "co_owner_statements"

    co_owner_id: Mapped[int] = mapped_column(ForeignKey("declaration_co_owners.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("co_owner_requests.id"), unique=True)
    act: Mapped[Act]
    answer: Mapped[Answer]
    channel: Mapped[Channel]
    text: Mapped[str] = mapped_column(Text)
    text_version: Mapped[str] = mapped_column(String(20))
    text_sha256: Mapped[str] = mapped_column(String(64))
    subject_sha256: Mapped[str] = mapped_column(String(64))
    signer_name: Mapped[str] = mapped_column(String(100))
    signer_position: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    paper_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    stated_on: Mapped[date]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    address: Mapped[str] = mapped_column(String(64), default="")

    co_owner: Mapped[CoOwner] = relationship(back_populates="statements")
    entered_by: Mapped[User | None] = relationship()

    def covers(self, subject_sha256: str) -> bool:
        """Whether the statement was made about this very subject."""
        return self.subject_sha256 == subject_sha256


class AgencyMandate(db.Model):
    """委托授权: a licensed patent agency acts before the office (LAW 1.11; 专利代理条例).

    It is not the ``FilingMandate`` of the registers: this one names an agency that need not be
    registered here, with its code and attorney, as the declaration's form and the file of its
    materials want them, and its client goes on working on the declaration. That one hands filings
    after the deal to an organization of this site, which then prepares and files them itself.
    """

    __tablename__ = "agency_mandates"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(20))
    agent: Mapped[str] = mapped_column(String(100))
    scope: Mapped[str] = mapped_column(Text)
    evidence_sha256: Mapped[str] = mapped_column(String(64))
    consent_sha256: Mapped[str | None] = mapped_column(String(64))
    given_on: Mapped[date]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    entered_by: Mapped[User] = relationship()


for _model in (DeclarationFile, Commitment, CoOwnerStatement):
    append_only(cast(Table, _model.__table__))
fixed_columns(
    cast(Table, StatementRequest.__table__),
    ("co_owner_id", "act", "text", "text_sha256", "subject_sha256", "token_sha256", "expires_at"),
    when="1 = 1",
)
fixed_columns(
    cast(Table, AgencyMandate.__table__),
    ("organization_id", "name", "code", "agent", "scope", "evidence_sha256", "given_on"),
    when="1 = 1",
)
