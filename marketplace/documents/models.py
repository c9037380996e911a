"""Documents as they were requested, their platform records, the sealing work, number series.

What was requested and what was sealed are facts: the database refuses to change or delete them. Only
the work in between (attempts, errors) changes.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.types import CanonicalJSON

STUCK_AFTER_ATTEMPTS = 5

SIGNATURE_LEVEL = "PAdES B-B"
TIMESTAMPED_LEVEL = "PAdES B-T"


class DocumentKind(StrEnum):
    AGREEMENT = "agreement"
    NOTICE = "notice"
    COPY_SHEET = "copy_sheet"
    STATEMENT = "statement"
    RECEIPT = "receipt"
    REPORT = "report"


class DocumentStatus(StrEnum):
    PENDING = "pending"
    FAILED = "failed"
    SEALED = "sealed"


S = DocumentStatus
LIFECYCLE = Lifecycle(
    "document",
    {
        "fail": (frozenset({S.PENDING}), S.FAILED),
        "seal": (frozenset({S.PENDING, S.FAILED}), S.SEALED),
    },
    initial=S.PENDING,
)
"""``failed`` says that sealing did not work ``STUCK_AFTER_ATTEMPTS`` times; it is still retried."""


PARTIES = "party_seals"
"""Where a document's data name the parties whose own seals are asked for."""


class Document(db.Model):
    """A text of record: the data it is set from, for which record, in which version.

    ``data`` is what is rendered and hashed (``record_sha256`` over its RFC 8785 bytes);
    ``text_sha256`` is over its words alone, in order. ``subject`` is the record it is about (table
    and public id), ``belongs_to`` the public id by which a verifier may ask for it.
    """

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_subject", "subject_type", "subject_id", "kind"),)

    public_id: Mapped[str] = public_id_column()
    kind: Mapped[DocumentKind]
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    belongs_to: Mapped[str] = mapped_column(String(40), index=True)
    number: Mapped[str | None] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    day: Mapped[date]
    template: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    record_sha256: Mapped[str] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), unique=True)

    supersedes: Mapped["Document | None"] = relationship(
        remote_side="Document.id", back_populates="superseded_by"
    )
    superseded_by: Mapped["Document | None"] = relationship(
        back_populates="supersedes", uselist=False
    )
    seal: Mapped["DocumentSeal | None"] = relationship(back_populates="document")
    timestamp: Mapped["DocumentTimestamp | None"] = relationship(back_populates="document")
    party_seals: Mapped[list["PartySeal"]] = relationship(
        back_populates="document", order_by="PartySeal.position"
    )
    job: Mapped["SealingJob | None"] = relationship(back_populates="document")
    timestamp_job: Mapped["TimestampJob | None"] = relationship(back_populates="document")

    @property
    def status(self) -> DocumentStatus:
        if self.seal is not None:
            return S.SEALED
        return S.FAILED if self.job is not None and self.job.is_stuck else S.PENDING

    @property
    def is_sealed(self) -> bool:
        return self.seal is not None

    @property
    def is_current(self) -> bool:
        """Whether no later document stands in its place."""
        return self.superseded_by is None

    @property
    def sealed_at(self) -> datetime | None:
        return self.seal.sealed_at if self.seal else None

    @property
    def sealed_sha256(self) -> str | None:
        """SHA-256 of the sealed file, which ``files.get`` returns: the one with the timestamp
        where there is one."""
        return self.held_sha256s[0] if self.held_sha256s else None

    @property
    def held_sha256s(self) -> tuple[str, ...]:
        """SHA-256 of every file that was sealed from this document, the newest first. A timestamp
        that came later made a second file; both are genuine."""
        kept = [made.sealed_sha256 for made in (self.timestamp, self.seal) if made is not None]
        return tuple(dict.fromkeys(kept))

    @property
    def level(self) -> str | None:
        """The level of the newest sealed file: PAdES B-T with a trusted timestamp, else B-B."""
        if self.timestamp is not None:
            return TIMESTAMPED_LEVEL
        return self.seal.level if self.seal else None

    @property
    def awaits_timestamp(self) -> bool:
        """Whether a timestamp is still being asked for."""
        return self.timestamp_job is not None and not self.timestamp_job.is_done

    @property
    def pdf_sha256(self) -> str | None:
        """SHA-256 of the rendered file before the platform record was added."""
        return self.seal.pdf_sha256 if self.seal else None

    @property
    def file_name(self) -> str:
        return f"{self.number or self.kind.value}-{self.public_id}.pdf"


class DocumentSeal(db.Model):
    """The platform record of one document: which bytes were sealed, when, at which level."""

    __tablename__ = "document_seals"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    pdf_sha256: Mapped[str] = mapped_column(String(64), index=True)
    sealed_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_at: Mapped[datetime]
    level: Mapped[str] = mapped_column(String(20))
    template_sha256: Mapped[str] = mapped_column(String(64))
    certificate_sha256: Mapped[str] = mapped_column(String(64))

    document: Mapped[Document] = relationship(back_populates="seal")


class DocumentTimestamp(db.Model):
    """The trusted timestamp (RFC 3161) over the signature of a platform record, and the sealed file
    that carries it. ``authority`` is the name in its certificate; ``is_trusted`` says whether that
    certificate stood under the root that the operator had set."""

    __tablename__ = "document_timestamps"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    sealed_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    timestamped_at: Mapped[datetime]
    authority: Mapped[str] = mapped_column(Text)
    certificate_sha256: Mapped[str] = mapped_column(String(64))
    is_trusted: Mapped[bool]
    added_at: Mapped[datetime]

    document: Mapped[Document] = relationship(back_populates="timestamp")


class PartySeal(db.Model):
    """A party's own electronic seal on a document by the service ``provider``, or that it gave none
    and the ``reason``. ``pdf_sha256`` is the file with it, before the platform's record; ``signer``
    is the name in the certificate, which this platform neither issued nor checks."""

    __tablename__ = "party_seals"
    __table_args__ = (UniqueConstraint("document_id", "position"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    position: Mapped[int]
    party: Mapped[str] = mapped_column(String(40))
    party_name: Mapped[str] = mapped_column(Text)
    provider: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    signer: Mapped[str | None] = mapped_column(Text)
    certificate_sha256: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)

    document: Mapped[Document] = relationship(back_populates="party_seals")


class SealingJob(db.Model):
    """How far the sealing of one document has come. ``sealing_at`` is fixed at the first attempt, so
    that every further attempt makes the very same file."""

    __tablename__ = "sealing_jobs"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sealing_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None] = mapped_column(index=True)
    last_error: Mapped[str | None] = mapped_column(Text)
    is_done: Mapped[bool] = mapped_column(default=False, index=True)

    document: Mapped[Document] = relationship(back_populates="job")

    @property
    def is_stuck(self) -> bool:
        return not self.is_done and self.attempts >= STUCK_AFTER_ATTEMPTS


class TimestampJob(db.Model):
    """A timestamp that is wanted for one document; there is one where an authority was configured
    when sealing began. ``token`` is kept before it is used, so that every attempt makes the very
    same file."""

    __tablename__ = "timestamp_jobs"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(index=True)
    token: Mapped[bytes | None] = mapped_column(LargeBinary)
    last_error: Mapped[str | None] = mapped_column(Text)
    is_done: Mapped[bool] = mapped_column(default=False, index=True)

    document: Mapped[Document] = relationship(back_populates="timestamp_job")


class NumberSeries(db.Model):
    """The last number that an organization gave in one series and year."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("organization_id", "series", "year"),)

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    series: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


append_only(Document.__table__)
append_only(DocumentSeal.__table__)
append_only(DocumentTimestamp.__table__)
append_only(PartySeal.__table__)
