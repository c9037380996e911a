"""Reports as they were made, targets, the subordination of institutions, cases with consent."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement, Side
from marketplace.database import append_only
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.types import BigId, CanonicalJSON


class Subordination(StrEnum):
    """隶属关系: whose institution it is."""

    MINISTERIAL = "ministerial"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    OTHER = "other"


class Measure(StrEnum):
    """What is counted. Amounts are fen."""

    PATENTS = "patents"
    IMPLEMENTED = "implemented"
    PLEDGED = "pledged"
    LICENSES = "licenses"
    LICENSED_PATENTS = "licensed_patents"
    OPEN_LICENSES = "open_licenses"
    FREE_LICENSES = "free_licenses"
    LICENSE_AMOUNT = "license_amount"
    TRANSFERS = "transfers"
    TRANSFER_AMOUNT = "transfer_amount"
    RECEIVED = "received"
    RECORDED = "recorded"
    REGISTERED = "registered"

    @property
    def is_money(self) -> bool:
        """Whether it is fen rather than a count."""
        return self in {Measure.LICENSE_AMOUNT, Measure.TRANSFER_AMOUNT, Measure.RECEIVED}


class Standing(db.Model):
    """To whom an institution is subordinate, as the operator entered it."""

    __tablename__ = "report_standings"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), unique=True)
    subordination: Mapped[Subordination] = mapped_column(index=True)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()


class Target(db.Model):
    """What a department set for a year; a later target for the same measure stands in its place."""

    __tablename__ = "report_targets"
    __table_args__ = (CheckConstraint("value >= 0", name="target_not_negative"),)

    year: Mapped[int] = mapped_column(index=True)
    measure: Mapped[Measure]
    value: Mapped[int] = mapped_column(BigId)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(default=clock.now)


class Report(db.Model):
    """A report over Shanghai days, fixed when it was made. A later one over the same days is a new
    version; none is changed. ``data`` has schema ``report/1``, ``record_sha256`` is over its RFC 8785
    bytes."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("first_on", "last_on", "ordinal"),)

    public_id: Mapped[str] = public_id_column()
    first_on: Mapped[date] = mapped_column(index=True)
    last_on: Mapped[date]
    ordinal: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    record_sha256: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    made_by: Mapped[User] = relationship()


class DealCase(db.Model):
    """A deal told as an example. It is shown only while both parties agree to this very text."""

    __tablename__ = "deal_cases"

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    agreement: Mapped[Agreement] = relationship()
    consents: Mapped[list[CaseConsent]] = relationship(
        back_populates="case", order_by="CaseConsent.id"
    )

    def has_consent(self, side: Side) -> bool:
        """Whether the last word of a side is a consent to the text as it reads now."""
        said = [each for each in self.consents if each.side is side]
        return bool(said) and said[-1].given and said[-1].text_sha256 == self.text_sha256

    @property
    def is_shown(self) -> bool:
        return all(self.has_consent(side) for side in Side)


class CaseConsent(db.Model):
    """A party's word on a case: given or taken back, about a text by its hash."""

    __tablename__ = "case_consents"

    case_id: Mapped[int] = mapped_column(ForeignKey("deal_cases.id"), index=True)
    side: Mapped[Side]
    given: Mapped[bool]
    text_sha256: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    case: Mapped[DealCase] = relationship(back_populates="consents")


append_only(Target.__table__)
append_only(Report.__table__)
append_only(CaseConsent.__table__)
