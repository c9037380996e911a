"""What stands on this site: patents of one patentee, a route, terms (PRODUCT §2, §4)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.database import append_only, fixed_columns
from marketplace.declarations.models import Declaration
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.lifecycle import Lifecycle
from marketplace.patents.models import Maturity, Patent
from marketplace.pools.models import Pool
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.record import Terms, as_data, digest, load
from marketplace.types import CanonicalJSON


class ListingStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    PAUSED = "paused"
    UNPUBLISHED = "unpublished"


S = ListingStatus

EDITABLE = frozenset({S.DRAFT, S.RETURNED})

LIFECYCLE = Lifecycle(
    "listing",
    {
        "submit": (EDITABLE, S.SUBMITTED),
        "return": (frozenset({S.SUBMITTED}), S.RETURNED),
        "publish": (frozenset({S.SUBMITTED}), S.PUBLISHED),
        "pause": (frozenset({S.PUBLISHED}), S.PAUSED),
        "resume": (frozenset({S.PAUSED}), S.PUBLISHED),
        "unpublish": (frozenset({S.PUBLISHED, S.PAUSED}), S.UNPUBLISHED),
    },
    initial=S.DRAFT,
)


class Listing(db.Model):
    """One offer on the site. On `open` the terms belong to the declarations of its items.

    With a `pool` the organization is the pool's operator, and the patents are the members'.
    """

    __tablename__ = "listings"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("pools.id"), index=True)
    route: Mapped[Route | None] = mapped_column(index=True)
    fee_mode: Mapped[FeeMode | None] = mapped_column(index=True)
    terms: Mapped[dict[str, Any] | None] = mapped_column(CanonicalJSON)
    terms_sha256: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[ListingStatus] = mapped_column(default=S.DRAFT, index=True)

    title: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    uses: Mapped[str] = mapped_column(Text, default="")
    benefit: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    economics: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    stage: Mapped[Maturity | None]
    maturity: Mapped[str] = mapped_column(Text, default="")
    materials: Mapped[str] = mapped_column(Text, default="")
    handover: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    duties: Mapped[str] = mapped_column(Text, default="")
    standards: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    drafted_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    returned_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    paused_at: Mapped[datetime | None]
    unpublished_at: Mapped[datetime | None]
    designates_inbox: Mapped[bool] = mapped_column(default=False)
    inbox_designated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    organization: Mapped[Organization] = relationship()
    pool: Mapped[Pool | None] = relationship()
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    published_by: Mapped[User | None] = relationship(foreign_keys=[published_by_id])
    items: Mapped[list[ListingItem]] = relationship(
        back_populates="listing", order_by="ListingItem.id", cascade="all, delete-orphan"
    )
    offers: Mapped[list[StandingOffer]] = relationship(
        back_populates="listing", order_by="StandingOffer.id"
    )

    @property
    def record(self) -> Terms | None:
        """The terms record of the listing itself; None on `open`, where declarations hold it."""
        return load(self.terms) if self.terms else None

    @property
    def patents(self) -> list[Patent]:
        return [item.patent for item in self.items]

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle allows now."""
        return LIFECYCLE.actions(self.status)

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_live(self) -> bool:
        """Shown to everybody and takes interest."""
        return self.status is S.PUBLISHED

    @property
    def offer(self) -> StandingOffer | None:
        """The standing offer signed for exactly the present terms and patents, else None."""
        for offer in reversed(self.offers):
            if offer.terms_sha256 == self.terms_sha256 and offer.covers(self.patents):
                return offer
        return None

    @property
    def offer_signed_by(self) -> User | None:
        return self.offer.signed_by if self.offer else None

    @property
    def offer_signed_at(self) -> datetime | None:
        return self.offer.signed_at if self.offer else None

    @property
    def offer_text_sha256(self) -> str | None:
        return self.offer.text_sha256 if self.offer else None

    def move(self, action: str) -> None:
        """Take one step of LIFECYCLE; the only place that assigns `status`."""
        self.status = LIFECYCLE.after(self.status, action)

    def set_terms(self, terms: Terms | None) -> None:
        """Replace the listing's own terms (None on `open`); refused once it was submitted."""
        self.require_editable()
        self.terms = as_data(terms) if terms else None
        self.terms_sha256 = digest(terms) if terms else None

    def require_editable(self) -> None:
        """Patents, route, terms and text change in draft or after a return, never later."""
        if not self.is_editable:
            raise Refused(
                "listing_fixed",
                N_("A listing that was submitted or published does not change; make a new one."),
            )


class ListingItem(db.Model):
    """One patent of a listing, on `open` with the declaration that carries its terms."""

    __tablename__ = "listing_items"
    __table_args__ = (UniqueConstraint("listing_id", "patent_id"),)

    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patents.id"), index=True)
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declarations.id"), index=True)

    listing: Mapped[Listing] = relationship(back_populates="items")
    patent: Mapped[Patent] = relationship()
    declaration: Mapped[Declaration | None] = relationship()


class StandingOffer(db.Model):
    """A signatory's signed offer to everybody on the terms of an `ordinary` listing.

    Append-only: the very text, its hash and version, who signed it and when; a changed listing
    needs a new one.
    """

    __tablename__ = "standing_offers"

    public_id: Mapped[str] = public_id_column()
    listing_id: Mapped[int] = mapped_column(ForeignKey("listings.id"), index=True)
    patent_numbers: Mapped[list[str]] = mapped_column(CanonicalJSON)
    terms_sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    text_sha256: Mapped[str] = mapped_column(String(64))
    text_version: Mapped[str] = mapped_column(String(32))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)

    listing: Mapped[Listing] = relationship(back_populates="offers")
    signed_by: Mapped[User] = relationship()

    def covers(self, patents: list[Patent]) -> bool:
        """Whether the offer names exactly these patents."""
        return sorted(self.patent_numbers) == sorted(patent.number for patent in patents)


class OwnText(db.Model):
    """A patentee's own text of an open-source license; ``label`` is its version. Never changed."""

    __tablename__ = "own_license_texts"

    public_id: Mapped[str] = public_id_column()
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(12))
    conditions: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    body_en: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64))
    brought_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    brought_at: Mapped[datetime] = mapped_column(default=clock.now)

    organization: Mapped[Organization] = relationship()


append_only(OwnText.__table__)
append_only(StandingOffer.__table__)
fixed_columns(
    Listing.__table__,
    ("organization_id", "pool_id", "route", "fee_mode", "terms", "terms_sha256"),
    when="OLD.published_at IS NOT NULL",
)
