"""Reads over enquiries."""

from collections.abc import Sequence

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import Organization
from marketplace.enquiries.models import Enquiry, EnquiryDraft, EnquiryStatus
from marketplace.extensions import db
from marketplace.listings.models import Listing


def by_public_id(public_id: str) -> Enquiry | None:
    return db.session.scalar(select(Enquiry).where(Enquiry.public_id == public_id))


def draft_of(listing: Listing, public_id: str) -> EnquiryDraft | None:
    """What was typed for this listing before the sign-in."""
    return db.session.scalar(
        select(EnquiryDraft).where(
            EnquiryDraft.public_id == public_id, EnquiryDraft.listing_id == listing.id
        )
    )


def of_organization(organization: Organization) -> Select[Enquiry]:
    """Enquiries on either side of an organization; what waits for an answer first."""
    theirs = Listing.organization_id == organization.id
    return (
        _loaded()
        .join(Listing, Listing.id == Enquiry.listing_id)
        .where(or_(Enquiry.organization_id == organization.id, theirs))
        .order_by((Enquiry.status != EnquiryStatus.OPEN), Enquiry.id.desc())
    )


def reported() -> Select[Enquiry]:
    """What was reported and not decided, longest wait first: for staff."""
    return (
        _loaded()
        .where(Enquiry.reported_at.is_not(None), Enquiry.status != EnquiryStatus.HIDDEN)
        .order_by(Enquiry.reported_at, Enquiry.id)
    )


def everything() -> Select[Enquiry]:
    """All enquiries, newest first, for auditors."""
    return _loaded().order_by(Enquiry.id.desc())


def waiting_count(organization: Organization) -> int:
    """How many questions to the organization have no answer yet."""
    return _count(
        select(func.count(Enquiry.id))
        .join(Listing, Listing.id == Enquiry.listing_id)
        .where(
            Listing.organization_id == organization.id,
            Enquiry.status == EnquiryStatus.OPEN,
        )
    )


def asked_since(organization: Organization, instant: object) -> int:
    """How many threads the organization has begun since an instant."""
    return _count(
        select(func.count(Enquiry.id)).where(
            Enquiry.organization_id == organization.id, Enquiry.asked_at >= instant
        )
    )


def unanswered_of(organization: Organization, listing: Listing) -> int:
    """How many threads of the organization about the listing wait for an answer."""
    return _count(
        select(func.count(Enquiry.id)).where(
            Enquiry.organization_id == organization.id,
            Enquiry.listing_id == listing.id,
            Enquiry.status == EnquiryStatus.OPEN,
        )
    )


def published(listing: Listing) -> Sequence[tuple[str, str]]:
    """Questions and answers that stand on the listing's page, oldest first; no names, no ids."""
    rows = db.session.execute(_PUBLISHED, {"listing": listing.id})
    return [(row[0], row[1]) for row in rows]


def _loaded() -> Select[Enquiry]:
    return select(Enquiry).options(
        joinedload(Enquiry.listing).joinedload(Listing.organization),
        joinedload(Enquiry.organization),
    )


def _count(statement: Select[int]) -> int:
    return db.session.scalar(statement) or 0


_PUBLISHED = (
    select(Enquiry.published_question, Enquiry.published_answer)
    .where(
        Enquiry.listing_id == bindparam("listing"),
        Enquiry.published_at.is_not(None),
        Enquiry.status != EnquiryStatus.HIDDEN,
    )
    .order_by(Enquiry.published_at, Enquiry.id)
)
