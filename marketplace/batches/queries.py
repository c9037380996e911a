"""Reading batches: an organization's own, those in review, and how their patents stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.batches.assessing import Assessment, assess
from marketplace.batches.models import BatchEntry, BatchStatus, ListingBatch
from marketplace.declarations.models import CLOSED, Declaration
from marketplace.extensions import db
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.patents.models import Patent


@dataclass(frozen=True)
class Counts:
    """How many patents of a batch there are, have a listing, and in which state it is."""

    total: int
    by_status: dict[ListingStatus, int]

    @property
    def made(self) -> int:
        return sum(self.by_status.values())

    @property
    def waiting(self) -> int:
        return self.by_status.get(ListingStatus.SUBMITTED, 0)

    @property
    def published(self) -> int:
        return self.by_status.get(ListingStatus.PUBLISHED, 0)

    @property
    def returned(self) -> int:
        return self.by_status.get(ListingStatus.RETURNED, 0)


def by_public_id(public_id: str) -> ListingBatch | None:
    return db.session.scalar(select(ListingBatch).where(ListingBatch.public_id == public_id))


def of_organization(organization: Organization) -> Select[ListingBatch]:
    """Select an organization's batches, newest first."""
    return (
        select(ListingBatch)
        .where(ListingBatch.organization_id == organization.id)
        .order_by(ListingBatch.id.desc())
    )


def to_review() -> Select[ListingBatch]:
    """Submitted batches, oldest first: the reviewers' queue."""
    return (
        select(ListingBatch)
        .where(ListingBatch.status == BatchStatus.SUBMITTED)
        .options(joinedload(ListingBatch.organization))
        .order_by(ListingBatch.submitted_at, ListingBatch.id)
    )


def single_listings_to_review() -> Select[Listing]:
    """Submitted listings that wait on their own and not with a batch."""
    in_batch = exists().where(
        BatchEntry.listing_id == Listing.id,
        BatchEntry.batch_id == ListingBatch.id,
        ListingBatch.status == BatchStatus.SUBMITTED,
    )
    return listings.to_review().where(~in_batch)


def counts(batches: Sequence[ListingBatch]) -> dict[int, Counts]:
    """By batch id."""
    rows = db.session.execute(
        select(BatchEntry.batch_id, Listing.status, func.count())
        .outerjoin(Listing, Listing.id == BatchEntry.listing_id)
        .where(BatchEntry.batch_id.in_([batch.id for batch in batches]))
        .group_by(BatchEntry.batch_id, Listing.status)
    ).all()
    found = {}
    for batch in batches:
        own = [(status, count) for batch_id, status, count in rows if batch_id == batch.id]
        by_status = {status: count for status, count in own if status is not None}
        found[batch.id] = Counts(sum(count for _, count in own), by_status)
    return found


def entries(batch: ListingBatch) -> Sequence[BatchEntry]:
    """All entries in their order, with everything that assessing and submitting them reads."""
    statement = select(BatchEntry).where(BatchEntry.batch_id == batch.id).order_by(BatchEntry.id)
    listing = selectinload(BatchEntry.listing)
    items = listing.selectinload(Listing.items)
    return db.session.scalars(
        statement.options(
            selectinload(BatchEntry.patent).selectinload(Patent.statements),
            listing.selectinload(Listing.offers),
            items.joinedload(ListingItem.patent),
            items.joinedload(ListingItem.declaration),
        )
    ).all()


def assessments(batch: ListingBatch, day: date | None = None) -> list[Assessment]:
    """How every patent of the batch stands on a day (today)."""
    found = entries(batch)
    return assess(batch, found, declared(found), day or clock.today())


def declared(found: Sequence[BatchEntry]) -> dict[int, Declaration]:
    """The open declarations of the entries' patents, by patent id; there is at most one each."""
    ids = [entry.patent_id for entry in found]
    rows = db.session.scalars(
        select(Declaration).where(Declaration.patent_id.in_(ids), Declaration.status.not_in(CLOSED))
    )
    return {each.patent_id: each for each in rows}


def listings_of(
    batch: ListingBatch, status: ListingStatus, only: Sequence[str] | None = None
) -> list[Listing]:
    """The batch's listings in a state, in order; `only` narrows to these public ids."""
    wanted = None if only is None else set(only)
    return [
        entry.listing
        for entry in entries(batch)
        if entry.listing
        and entry.listing.status is status
        and (wanted is None or entry.listing.public_id in wanted)
    ]


def of_listing(listing: Listing) -> ListingBatch | None:
    """The submitted batch that this listing waits with, or None."""
    return db.session.scalar(
        select(ListingBatch)
        .join(BatchEntry, BatchEntry.batch_id == ListingBatch.id)
        .where(BatchEntry.listing_id == listing.id, ListingBatch.status == BatchStatus.SUBMITTED)
    )
