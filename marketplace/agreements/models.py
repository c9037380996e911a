"""Agreements: one license, or one sale, with its texts, signatures and deliveries."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.enums import Side, SignatureKind
from marketplace.agreements.lifecycles import (
    BEFORE_EFFECT,
    BY_ROUTE,
    ENDED,
    HOLDS_DECLARATION,
    IN_FORCE,
    NEVER_MADE,
    AgreementStatus,
)
from marketplace.database import append_only, fixed_columns
from marketplace.declarations.models import Declaration
from marketplace.extensions import db
from marketplace.ids import public_id_column
from marketplace.listings.models import Listing
from marketplace.patents.models import Patent
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.record import Terms, digest, load
from marketplace.types import CanonicalJSON

__all__ = ["Agreement", "AgreementPatent", "Side", "Signature", "SignatureKind"]

if TYPE_CHECKING:
    from marketplace.agreements.deliveries import Delivery
    from marketplace.agreements.references import AgreementReference

_STANDING = text(
    "status NOT IN ("
    + ", ".join(f"'{s.value}'" for s in AgreementStatus if s not in HOLDS_DECLARATION)
    + ") AND declaration_id IS NOT NULL"
)
_NEVER = (
    "status NOT IN (" + ", ".join(f"'{s.value}'" for s in AgreementStatus if s in NEVER_MADE) + ")"
)
_MADE = text(f"converted_from_id IS NOT NULL AND {_NEVER}")
_HOLDING = text(f"quota_place IS NOT NULL AND {_NEVER}")


class Agreement(db.Model):
    """One agreement between one licensor and one licensee.

    ``terms`` is the record that both sides are bound to; it is fixed from the first signature.
    ``quota_place`` repeats the place among the first licensees that stands in it. ``elsewhere``: made
    on paper outside this site, entered with its scan. ``converted_from`` is the trial it came of;
    ``successor`` took the licensor's place. ``_on`` are Shanghai days, ``_at`` instants.
    """

    __tablename__ = "agreements"
    __table_args__ = (
        Index(
            "uq_agreements_declaration_licensee",
            "declaration_id",
            "licensee_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index(
            "uq_agreements_conversion",
            "converted_from_id",
            unique=True,
            sqlite_where=_MADE,
            postgresql_where=_MADE,
        ),
        Index(
            "uq_agreements_listing_quota_place",
            "listing_id",
            "quota_place",
            unique=True,
            sqlite_where=_HOLDING,
            postgresql_where=_HOLDING,
        ),
    )

    public_id: Mapped[str] = public_id_column()
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listings.id"), index=True)
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declarations.id"), index=True)
    route: Mapped[Route] = mapped_column(index=True)
    fee_mode: Mapped[FeeMode]
    licensor_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    licensee_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), index=True)
    status: Mapped[AgreementStatus] = mapped_column(default=AgreementStatus.DRAFT, index=True)
    terms: Mapped[dict[str, Any]] = mapped_column(CanonicalJSON)
    terms_sha256: Mapped[str] = mapped_column(String(64))
    quota_place: Mapped[int | None]
    elsewhere: Mapped[bool] = mapped_column(default=False, server_default=false())
    converted_from_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    text_version: Mapped[str | None] = mapped_column(String(32))
    text_record: Mapped[dict[str, Any] | None] = mapped_column(CanonicalJSON)
    text_sha256: Mapped[str | None] = mapped_column(String(64))

    drafted_at: Mapped[datetime] = mapped_column(default=clock.now)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    notice_sent_at: Mapped[datetime | None]
    held_reason: Mapped[str | None] = mapped_column(String(40))
    delivered_at: Mapped[datetime | None]
    first_signed_at: Mapped[datetime | None]
    invitation_ends_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    concluded_at: Mapped[datetime | None]
    effective_on: Mapped[date | None] = mapped_column(index=True)
    last_day: Mapped[date | None] = mapped_column(index=True)
    demand_served_at: Mapped[datetime | None]
    demand_deadline_on: Mapped[date | None]
    use_stopped_on: Mapped[date | None]
    cured_on: Mapped[date | None]
    evaluated_on: Mapped[date | None]
    evaluation: Mapped[str] = mapped_column(Text, default="")
    converted_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    listing: Mapped[Listing | None] = relationship()
    declaration: Mapped[Declaration | None] = relationship()
    licensor: Mapped[Organization] = relationship(foreign_keys=[licensor_id])
    licensee: Mapped[Organization] = relationship(foreign_keys=[licensee_id])
    drafted_by: Mapped[User | None] = relationship()
    successor: Mapped[Organization | None] = relationship(foreign_keys=[successor_id])
    converted_from: Mapped[Agreement | None] = relationship(
        remote_side="Agreement.id", back_populates="conversions"
    )
    conversions: Mapped[list[Agreement]] = relationship(
        back_populates="converted_from", order_by="Agreement.id"
    )
    subjects: Mapped[list[AgreementPatent]] = relationship(
        back_populates="agreement", order_by="AgreementPatent.id"
    )
    signatures: Mapped[list[Signature]] = relationship(
        back_populates="agreement", order_by="Signature.id"
    )
    deliveries: Mapped[list[Delivery]] = relationship(
        back_populates="agreement", order_by="Delivery.id"
    )
    references: Mapped[list[AgreementReference]] = relationship(
        back_populates="agreement", order_by="AgreementReference.id"
    )

    @property
    def record(self) -> Terms:
        """The immutable terms record."""
        return load(self.terms)

    @property
    def offered_sha256(self) -> str:
        """The digest of the terms as they stood in the listing, without what signing decides."""
        return digest(self.record.model_copy(update={"signing": None}))

    @property
    def patents(self) -> list[Patent]:
        return [subject.patent for subject in self.subjects]

    @property
    def title(self) -> str:
        """The first patent's title, as lists and heads show it."""
        return self.subjects[0].patent.title if self.subjects else ""

    @property
    def actions(self) -> list[str]:
        """Verbs that the life cycle of the route allows now."""
        return BY_ROUTE[self.route].actions(self.status)

    @property
    def is_in_force(self) -> bool:
        return self.status in IN_FORCE

    @property
    def is_before_effect(self) -> bool:
        return self.status in BEFORE_EFFECT

    @property
    def conversion(self) -> Agreement | None:
        """The contract that a trial is being, or was, converted into."""
        return next((each for each in self.conversions if each.status not in NEVER_MADE), None)

    @property
    def invitation_is_over(self) -> bool:
        """Whether the time in which the other side could sign has run out."""
        ends_on = self.invitation_ends_on
        return self.concluded_at is None and ends_on is not None and clock.today() > ends_on

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    @property
    def delivered_on(self) -> date | None:
        """The Shanghai day on which the notice arrived."""
        return None if self.delivered_at is None else clock.shanghai_day(self.delivered_at)

    @property
    def present_licensor(self) -> Organization:
        """Whoever stands on the licensor's side now: its successor in the patents, or itself."""
        return self.successor or self.licensor

    def side_of(self, organization: Organization) -> Side | None:
        """On which side an organization stands here."""
        if organization.id == self.present_licensor.id:
            return Side.LICENSOR
        return Side.LICENSEE if organization.id == self.licensee_id else None

    def party(self, side: Side) -> Organization:
        """Whoever acts on a side now."""
        return self.present_licensor if side is Side.LICENSOR else self.licensee

    def other_party(self, side: Side) -> Organization:
        return self.licensee if side is Side.LICENSOR else self.present_licensor

    def signature(self, side: Side) -> Signature | None:
        """The signature of one side, if it has signed."""
        return next((each for each in self.signatures if each.side is side), None)

    def reference(self, side: Side) -> AgreementReference | None:
        """What the house of one side calls this contract, as entered last."""
        return next((each for each in reversed(self.references) if each.side == side), None)

    @property
    def has_advantage(self) -> bool:
        """Whether its place is among the first n licensees, who pay less."""
        quota, place = self.record.quota, self.quota_place
        return quota is not None and place is not None and place <= quota.first_n

    def move(self, action: str) -> None:
        """Take one step of the route's life cycle; the only place that assigns ``status``."""
        self.status = BY_ROUTE[self.route].after(self.status, action)


class AgreementPatent(db.Model):
    """One patent that an agreement is about."""

    __tablename__ = "agreement_patents"
    __table_args__ = (UniqueConstraint("agreement_id", "patent_id"),)

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    patent_id: Mapped[int] = mapped_column(ForeignKey("patents.id"), index=True)

    agreement: Mapped[Agreement] = relationship(back_populates="subjects")
    patent: Mapped[Patent] = relationship(lazy="joined", innerjoin=True)


class Signature(db.Model):
    """A party's recorded act under agreed conditions (电子签名法 13). One a side; never changed."""

    __tablename__ = "signatures"
    __table_args__ = (UniqueConstraint("agreement_id", "side"),)

    public_id: Mapped[str] = public_id_column()
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    side: Mapped[Side]
    kind: Mapped[SignatureKind]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signer_name: Mapped[str] = mapped_column(String(80))
    signed_at: Mapped[datetime]
    terms_sha256: Mapped[str] = mapped_column(String(64))
    text_version: Mapped[str] = mapped_column(String(32))
    text_sha256: Mapped[str] = mapped_column(String(64))
    authority: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(300), default="")

    agreement: Mapped[Agreement] = relationship(back_populates="signatures")
    organization: Mapped[Organization] = relationship()
    user: Mapped[User] = relationship()


append_only(Signature.__table__)
fixed_columns(
    Agreement.__table__,
    (
        "licensor_id",
        "licensee_id",
        "route",
        "terms",
        "terms_sha256",
        "quota_place",
        "elsewhere",
        "converted_from_id",
        "text_record",
        "text_sha256",
    ),
    when="OLD.first_signed_at IS NOT NULL",
)

from marketplace.agreements import deliveries, questions, references  # noqa: E402, F401 - complete the mapping
