"""A batch: many patents of one organization, each to become a listing of its own."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.listings.checks import TEXT_LIMIT
from marketplace.listings.models import Listing
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.record import Terms, as_data, load
from marketplace.types import CanonicalJSON

MOST = 1_000
"""Patents in one batch; more are made into several."""


class BatchStatus(StrEnum):
    DRAFT = "draft"
    PREPARED = "prepared"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    FINISHED = "finished"
    DROPPED = "dropped"


class FeeSource(StrEnum):
    """Where the amount of each patent comes from, unless it was typed in the table."""

    PRESET = "preset"
    INVENTORY_OR_PRESET = "inventory_or_preset"
    INVENTORY = "inventory"


S = BatchStatus

LIFECYCLE = Lifecycle(
    "batch",
    {
        "prepare": (frozenset({S.DRAFT}), S.PREPARED),
        "reopen": (frozenset({S.PREPARED, S.RETURNED}), S.DRAFT),
        "submit": (frozenset({S.PREPARED}), S.SUBMITTED),
        "return": (frozenset({S.SUBMITTED}), S.RETURNED),
        "finish": (frozenset({S.SUBMITTED}), S.FINISHED),
        "drop": (frozenset({S.DRAFT, S.PREPARED, S.RETURNED}), S.DROPPED),
    },
    initial=S.DRAFT,
)


class ListingBatch(db.Model):
    """The preset and how far the work on all its patents has come.

    `terms` is the preset as typed; each entry's own terms follow from it (`building.terms_of`).
    `report` keeps what a sheet said that could not be taken (refused, warnings).
    """

    __tablename__ = "listing_batches"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    status: Mapped[BatchStatus] = mapped_column(default=S.DRAFT, index=True)
    name: Mapped[str] = mapped_column(String(200))
    route: Mapped[Route | None]
    fee_mode: Mapped[FeeMode | None]
    terms: Mapped[dict[str, Any] | None] = mapped_column(CanonicalJSON)
    fee_source: Mapped[FeeSource] = mapped_column(default=FeeSource.PRESET)
    designates_inbox: Mapped[bool] = mapped_column(default=True)
    report: Mapped[dict[str, Any] | None] = mapped_column(CanonicalJSON)

    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime] = mapped_column(default=clock.now)
    prepared_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(index=True)
    returned_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    drafted_by: Mapped[User | None] = relationship(foreign_keys=[drafted_by_id])
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    entries: Mapped[list[BatchEntry]] = relationship(
        back_populates="batch", order_by="BatchEntry.id"
    )

    @property
    def preset(self) -> Terms | None:
        """The terms that hold for every patent, before what differs."""
        return load(self.terms) if self.terms else None

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now."""
        return LIFECYCLE.actions(self.status)

    @property
    def is_editable(self) -> bool:
        return self.status is S.DRAFT

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns `status`."""
        self.status = LIFECYCLE.after(self.status, action)

    def set_preset(self, terms: Terms | None) -> None:
        """Replace the preset; refused once the listings were prepared from it."""
        self.require_editable()
        self.terms = as_data(terms) if terms else None

    def require_editable(self) -> None:
        """Patents, terms and the table change in draft only; `reopen` leads back there."""
        if not self.is_editable:
            raise Refused(
                "batch_fixed",
                N_("The listings were prepared from this. Open the batch again to change it."),
            )


class BatchEntry(db.Model):
    """One patent of a batch: what differs from the preset, and the listing that came of it.

    `differences` holds figures that were typed or read from a sheet (keys of `building`); a text
    that is None comes from the patent's own record. `made_sha256` names what the listing was
    made from, so that work can be left and taken up again.
    """

    __tablename__ = "batch_entries"
    __table_args__ = (
        UniqueConstraint("batch_id", "patent_id"),
        UniqueConstraint("listing_id"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("listing_batches.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patents.id"), index=True)
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"))
    left_out: Mapped[bool] = mapped_column(default=False)
    differences: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON, default=dict)
    title: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    uses: Mapped[str | None] = mapped_column(Text)
    made_sha256: Mapped[str | None] = mapped_column(String(64))

    batch: Mapped[ListingBatch] = relationship(back_populates="entries")
    patent: Mapped[Patent] = relationship()
    listing: Mapped[Listing | None] = relationship()

    @property
    def texts(self) -> dict[str, str]:
        """Title, summary and uses as the listing gets them."""
        return texts_of(self.patent, self.title, self.summary, self.uses)


def texts_of(
    patent: Patent, title: str | None, summary: str | None, uses: str | None
) -> dict[str, str]:
    """Title, summary and uses of a listing; None takes what the patent's record says."""
    return {
        "title": _else(title, patent.title)[:200],
        "summary": _else(summary, patent.advantage or patent.abstract),
        "uses": _else(uses, patent.outlook),
    }


def _else(typed: str | None, recorded: str | None) -> str:
    return (recorded or "")[:TEXT_LIMIT] if typed is None else typed
