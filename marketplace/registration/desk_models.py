"""What the desk keeps beside the filings: mandates of agencies, and runs over many filings."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import fixed_columns
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.registration.models import Filing
from marketplace.terms.routes import Duty
from marketplace.types import CanonicalJSON


class FilingMandate(db.Model):
    """委托授权: an agency or service body files certain kinds of papers for its client, by a power of
    attorney that is held here. It ends with a day and is kept.

    It is not the ``AgencyMandate`` of declarations: this one is held by an organization of this
    site, on whose desk the filings then stand, for the registers after a deal. That one only names
    a patent agency on the papers of a declaration, with its code and attorney; it need not be
    registered here and does nothing on this site.
    """

    __tablename__ = "filing_mandates"

    public_id: Mapped[str] = public_id_column()
    client_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    kinds: Mapped[list[str]] = mapped_column(CanonicalJSON)
    evidence_sha256: Mapped[str] = mapped_column(String(64))
    given_on: Mapped[date]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    client: Mapped[Organization] = relationship(foreign_keys=[client_id])
    agency: Mapped[Organization] = relationship(foreign_keys=[agency_id])

    def covers(self, kind: Duty) -> bool:
        """Whether it stands and names this kind of filing; without kinds it covers every one."""
        return self.ended_on is None and (not self.kinds or kind.value in self.kinds)


class FilingRun(db.Model):
    """Packages of many filings prepared as one job; its page can be left and found again."""

    __tablename__ = "filing_runs"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    size: Mapped[int]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)

    organization: Mapped[Organization] = relationship()
    started_by: Mapped[User] = relationship()


class Outcome(StrEnum):
    """What became of one filing of a run."""

    WAITING = "waiting"
    PREPARED = "prepared"
    REFUSED = "refused"


class FilingRunItem(db.Model):
    """One filing of a run; ``code`` and ``message`` say why it was refused, with its parameters."""

    __tablename__ = "filing_run_items"
    __table_args__ = (UniqueConstraint("run_id", "filing_id"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("filing_runs.id"), index=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.WAITING, index=True)
    code: Mapped[str] = mapped_column(String(60), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    params: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON, default=dict)

    run: Mapped[FilingRun] = relationship()
    filing: Mapped[Filing] = relationship()


fixed_columns(
    FilingMandate.__table__,
    ("client_id", "agency_id", "kinds", "evidence_sha256", "given_on"),
    when="1 = 1",
)
