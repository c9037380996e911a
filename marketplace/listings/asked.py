"""Public asked fees: what published listings and announced declarations ask for one patent."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, func, literal, select

from marketplace.accounts.models import Organization
from marketplace.declarations.models import CLOSED, IN_FORCE, Declaration
from marketplace.extensions import db
from marketplace.fees.asked import PUBLIC_COLUMNS, public_traits
from marketplace.fees.comparables import AskedFee
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.patents.models import Patent
from marketplace.terms.record import load
from marketplace.terms.totals import fixed_total_fen

_LIVE = Listing.status == ListingStatus.PUBLISHED
_MOST_KNOWN = 50_000
_CHUNK = 500


def public_fees() -> Iterator[AskedFee]:
    """Fixed amounts that stand on the site for everybody, in fen per patent; free ones are none.

    A listing that is paused or taken down asks nothing any more, nor does a declaration that is
    not in force. A listing that names one sum for several patents asks an equal part for each.
    """
    rows = [*db.session.execute(_of_declarations()), *db.session.execute(_of_listings())]
    totals = _totals({row.terms_sha256 for row in rows})
    for number, title, kind, ipc, industries, licensor, digest, shared_by in rows:
        fen = totals[digest] // shared_by
        if fen:
            traits = public_traits(number, kind, ipc, industries)
            yield AskedFee(number, title, fen, licensor, True, traits)


@cache
def _of_declarations() -> Select[Any]:
    """Declarations that the office has announced, or that stand in a published listing."""
    listed = select(ListingItem.declaration_id).join(Listing).where(_LIVE)
    announced = Declaration.status.in_(IN_FORCE) & Declaration.checked_at.is_not(None)
    shown = Declaration.status.not_in(CLOSED) & Declaration.id.in_(listed)
    return (
        _select(Declaration.terms_sha256, literal(1))
        .join(Declaration, Declaration.patent_id == Patent.id)
        .join(Organization, Organization.id == Declaration.organization_id)
        .where(announced | shown)
    )


@cache
def _of_listings() -> Select[Any]:
    """Published listings that hold their terms themselves."""
    items = (
        select(ListingItem.listing_id, func.count().label("number"))
        .group_by(ListingItem.listing_id)
        .subquery()
    )
    return (
        _select(Listing.terms_sha256, items.c.number)
        .join(ListingItem, ListingItem.patent_id == Patent.id)
        .join(Listing, Listing.id == ListingItem.listing_id)
        .join(items, items.c.listing_id == Listing.id)
        .join(Organization, Organization.id == Listing.organization_id)
        .where(_LIVE, Listing.terms_sha256.is_not(None), ListingItem.declaration_id.is_(None))
    )


def _select(digest: Any, shared_by: Any) -> Select[Any]:
    return select(
        *PUBLIC_COLUMNS,
        Organization.name.label("licensor"),
        digest.label("terms_sha256"),
        shared_by.label("shared_by"),
    ).select_from(Patent)


def _totals(digests: set[str]) -> dict[str, int]:
    """Fixed amounts by digest of the terms. Kept, for the same digest means the same for ever."""
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    missing = sorted(digests - _known.keys())
    for holder in (Declaration, Listing):
        for start in range(0, len(missing), _CHUNK):
            wanted = holder.terms_sha256.in_(missing[start : start + _CHUNK])
            for digest, terms in db.session.execute(
                select(holder.terms_sha256, holder.terms).where(wanted).distinct()
            ):
                _known[digest] = fixed_total_fen(load(terms))
    return _known


_known: dict[str, int] = {}
