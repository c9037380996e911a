"""Searching as pages and the JSON interface do it: hits from the index, what is shown from rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, cast

from flask import current_app
from sqlalchemy import Row, select

from marketplace.accounts.models import Organization
from marketplace.config import current_settings
from marketplace.declarations.models import Declaration
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.patents.models import Patent
from marketplace.search import parameters
from marketplace.search.backend import Kind, Query, Results, SearchBackend

EXTENSION = "search"


def backend() -> SearchBackend:
    """The index of the current application."""
    return cast(SearchBackend, current_app.extensions[EXTENSION])


def search(query: Query) -> Results:
    """Hits, total, facet counts and the next cursor for a query."""
    return backend().search(query)


def search_listings(params: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of ``GET /api/v1/listings`` (PRODUCT §7); Refused for wrong parameters."""
    query = parameters.read(Kind.LISTINGS, params)
    results = search(query)
    rows = listing_rows([hit.key for hit in results.hits])
    return _answer(results, [_listing_item(row, items) for row, items in rows])


def search_patents(params: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of ``GET /api/v1/patents`` (PRODUCT §7); Refused for wrong parameters."""
    query = parameters.read(Kind.PATENTS, params)
    results = search(query)
    rows = patent_rows([hit.key for hit in results.hits])
    return _answer(results, [_patent_item(row) for row in rows])


_LISTING = (
    select(
        Listing.id,
        Listing.public_id,
        Listing.title,
        Listing.summary,
        Listing.uses,
        Listing.route,
        Listing.fee_mode,
        Listing.terms,
        Listing.published_at,
        Organization.name.label("licensor"),
    )
    .join(Organization, Organization.id == Listing.organization_id)
    .where(Listing.status == ListingStatus.PUBLISHED)
)
_ITEM = (
    select(
        ListingItem.listing_id,
        Patent.number,
        Patent.title,
        Patent.kind,
        Patent.ipc,
        Patent.expires_on,
        Declaration.terms,
        Declaration.status.label("declared"),
        Declaration.checked_at,
    )
    .join(Patent, Patent.id == ListingItem.patent_id)
    .outerjoin(Declaration, Declaration.id == ListingItem.declaration_id)
    .order_by(ListingItem.id)
)
_PATENT = select(
    Patent.number,
    Patent.title,
    Patent.kind,
    Patent.ipc,
    Patent.expires_on,
    Patent.patentees,
    Patent.legal_status,
    Patent.advantage,
    Patent.abstract,
    Patent.text_private,
    Organization.name.label("claimant"),
).join(Organization, Organization.id == Patent.claimant_id)


def listing_rows(keys: Sequence[str]) -> list[tuple[Row[Any], list[Row[Any]]]]:
    """Published listings with their items, in the order of the keys (public ids); two queries.
    What was taken off since it was indexed is left out."""
    found = {
        row.public_id: row
        for row in db.session.execute(_LISTING.where(Listing.public_id.in_(keys)))
    }
    items: dict[int, list[Row[Any]]] = {row.id: [] for row in found.values()}
    for item in db.session.execute(_ITEM.where(ListingItem.listing_id.in_(items))):
        items[item.listing_id].append(item)
    return [(found[key], items[found[key].id]) for key in keys if key in found]


def listing_items(keys: Sequence[str]) -> list[dict[str, Any]]:
    """Published listings as the JSON interface shows them, in the order of the keys."""
    return [_listing_item(row, items) for row, items in listing_rows(keys)]


def patent_rows(keys: Sequence[str]) -> list[Row[Any]]:
    """Patents in the order of the keys (numbers); one query."""
    rows: list[Row[Any]] = [*db.session.execute(_PATENT.where(Patent.number.in_(keys)))]
    found = {row.number: row for row in rows}
    return [found[key] for key in keys if key in found]


def listed_numbers(numbers: Sequence[str]) -> dict[str, str]:
    """Public ids of published listings by the patent numbers among these that stand in one."""
    rows = db.session.execute(
        select(Patent.number, Listing.public_id)
        .join(ListingItem, ListingItem.patent_id == Patent.id)
        .join(Listing, Listing.id == ListingItem.listing_id)
        .where(Patent.number.in_(numbers), Listing.status == ListingStatus.PUBLISHED)
        .order_by(Listing.id)
    )
    return {row.number: row.public_id for row in rows}


def patentee(row: Row[Any]) -> str:
    """The names in the register; until they are known, the claiming organization's."""
    return "、".join(row.patentees) or row.claimant


def _answer(results: Results, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "items": items,
        "total": results.total,
        "facets": {name: dict(counts) for name, counts in results.facets.items()},
        "next": results.next,
    }


def _listing_item(row: Row[Any], items: Sequence[Row[Any]]) -> dict[str, Any]:
    published = row.published_at.astimezone(UTC).isoformat() if row.published_at else None
    return {
        "id": row.public_id,
        "url": f"{current_settings().base_url}/listings/{row.public_id}",
        "route": row.route,
        "fee_mode": row.fee_mode,
        "patents": [
            {"number": each.number, "title": each.title, "kind": each.kind, "ipc": each.ipc}
            for each in items
        ],
        "licensor": row.licensor,
        "published_at": published,
    }


def _patent_item(row: Row[Any]) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "kind": row.kind,
        "ipc": row.ipc,
        "patentee": patentee(row),
    }
