"""From rows to index documents: the only place that decides what can be found by what.

Public only (PRODUCT §5.9): bibliographic data of every patent, product text unless its holder
keeps it private, and published listings. Read with Core in chunks; no record is loaded.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.declarations.models import IN_FORCE, Declaration
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.patents.models import Patent
from marketplace.search.backend import FREE_FOR_EVER, Document, Kind
from marketplace.search.facets import YES, price_band
from marketplace.terms.cost import first_year_cost_fen, is_free_on, is_pay_later
from marketplace.terms.projection import Volume
from marketplace.terms.record import Terms, load

CHUNK = 500
_INDUSTRY_LEVELS = (1, 3, 4, 5)
_REGION_LEVELS = (2, 4, 6)
_IPC_LEVELS = (1, 3, 4)

_PATENT = (
    Patent.number,
    Patent.title,
    Patent.title_en,
    Patent.abstract,
    Patent.advantage,
    Patent.outlook,
    Patent.text_private,
    Patent.patentees,
    Patent.department,
    Patent.ipc,
    Patent.industries,
    Patent.kind,
    Patent.granted_on,
    Patent.publication_on,
    Patent.filing_on,
    Patent.expires_on,
    Patent.created_at,
)
_HOLDER = (Organization.name.label("holder"), Organization.region)


def patent_documents(ids: Iterable[int] | None = None) -> Iterator[Document]:
    """Documents of the patents with these ids; of all without."""
    statement = select(Patent.id, *_PATENT, *_HOLDER).join(
        Organization, Organization.id == Patent.claimant_id
    )
    for chunk in _chunks(Patent, ids):
        rows = db.session.execute(statement.where(Patent.id.in_(chunk)))
        yield from (_of_patent(row) for row in rows)


def listing_documents(ids: Iterable[int] | None = None) -> Iterator[Document]:
    """Documents of those of the listings that are published; of all published without ids."""
    today = clock.today()
    for chunk in _chunks(Listing, ids):
        listings = db.session.execute(_LISTINGS.where(Listing.id.in_(chunk))).all()
        items: dict[int, list[Row[Any]]] = {row.id: [] for row in listings}
        for item in db.session.execute(_ITEMS.where(ListingItem.listing_id.in_(items))):
            items[item.listing_id].append(item)
        yield from (_of_listing(row, items[row.id], today) for row in listings)


def everything() -> dict[Kind, Iterator[Document]]:
    """All documents, for a rebuild."""
    return {Kind.PATENTS: patent_documents(), Kind.LISTINGS: listing_documents()}


def expected_counts() -> dict[Kind, int]:
    """How many documents an index has that lags behind nothing."""
    published = select(func.count()).where(Listing.status == ListingStatus.PUBLISHED)
    return {
        Kind.PATENTS: db.session.scalar(select(func.count()).select_from(Patent)) or 0,
        Kind.LISTINGS: db.session.scalar(published) or 0,
    }


_LISTINGS = (
    select(
        Listing.id,
        Listing.public_id,
        Listing.title,
        Listing.summary,
        Listing.uses,
        Listing.benefit,
        Listing.economics,
        Listing.standards,
        Listing.maturity,
        Listing.route,
        Listing.fee_mode,
        Listing.terms,
        Listing.published_at,
        *_HOLDER,
    )
    .join(Organization, Organization.id == Listing.organization_id)
    .where(Listing.status == ListingStatus.PUBLISHED)
)
_ITEMS = (
    select(
        ListingItem.listing_id,
        Declaration.status.label("declared"),
        Declaration.checked_at,
        Declaration.terms,
        *_PATENT,
    )
    .join(Patent, Patent.id == ListingItem.patent_id)
    .outerjoin(Declaration, Declaration.id == ListingItem.declaration_id)
    .order_by(ListingItem.id)
)


def _of_patent(row: Row[Any]) -> Document:
    day = row.granted_on or row.publication_on or row.filing_on
    published = clock.start_of_day(day) if day else row.created_at
    return Document(
        key=row.number,
        title=_join(row.title, row.title_en),
        body=_product_text(row),
        names=_join(row.holder, *row.patentees, row.department),
        numbers=(row.number,),
        facets=_facets([row], row.region),
        published=int(published.timestamp()),
        expires=row.expires_on.toordinal(),
    )


def _of_listing(row: Row[Any], items: Sequence[Row[Any]], today: date) -> Document:
    offered = _terms(row, items)
    taken = [load(row.terms)] if row.terms else [load(each.terms) for each in items if _live(each)]
    fees = [first_year_cost_fen(each, Volume(), today) for each in offered if _has_figure(each)]
    fee = min(fees, default=None)
    return Document(
        key=row.public_id,
        title=_join(row.title, *(each for item in items for each in (item.title, item.title_en))),
        body=_join(*_buyer_text(row), *map(_product_text, items)),
        names=_join(row.holder, *dict.fromkeys(name for item in items for name in item.patentees)),
        numbers=tuple(item.number for item in items),
        facets={
            **_facets(items, row.region),
            "route": (row.route.value,) if row.route else (),
            "fee_mode": (row.fee_mode.value,) if row.fee_mode else (),
            "pay_later": (YES,) if any(map(is_pay_later, offered)) else (),
            "price": price_band(fee),
        },
        published=int(row.published_at.timestamp()) if row.published_at else None,
        fee=fee,
        expires=max((item.expires_on.toordinal() for item in items), default=None),
        free_until=max(filter(None, (free_until(each, today) for each in taken)), default=None),
    )


def free_until(terms: Terms, today: date) -> int | None:
    """Ordinal of the last day on which a license taken that day costs nothing for the time being;
    None where it does not today."""
    if not is_free_on(terms, today):
        return None
    through = terms.free_window.through if terms.free_window else None
    return through.toordinal() if through else FREE_FOR_EVER


def _terms(row: Row[Any], items: Sequence[Row[Any]]) -> list[Terms]:
    """The listing's own terms, else those of its declarations."""
    if row.terms:
        return [load(row.terms)]
    return [load(item.terms) for item in items if item.terms]


def _live(item: Row[Any]) -> bool:
    """Whether the item's declaration is announced and still open to notices."""
    return item.declared in IN_FORCE and item.checked_at is not None


def _has_figure(terms: Terms) -> bool:
    """Whether the first year has a cost that can be named; a price to be agreed has none."""
    return terms.transfer is None or terms.transfer.price_fen is not None


def _buyer_text(row: Row[Any]) -> tuple[str, ...]:
    return (row.summary, row.uses, row.benefit, row.economics, row.maturity, row.standards)


def _product_text(row: Row[Any]) -> str:
    if row.text_private:
        return ""
    return _join(*dict.fromkeys((row.advantage, row.abstract, row.outlook)))


def _facets(rows: Sequence[Row[Any]], region: str | None) -> dict[str, tuple[str, ...]]:
    """Values with all their prefixes, so that a filter may name any level."""
    industries = (
        code[:length] for row in rows for code in row.industries for length in _INDUSTRY_LEVELS
    )
    return {
        "industry": tuple(sorted(set(industries))),
        "region": tuple(sorted({region[:length] for length in _REGION_LEVELS})) if region else (),
        "kind": tuple(sorted({row.kind.value for row in rows})),
        "ipc": tuple(
            sorted({part for row in rows for each in row.ipc for part in _ipc_levels(each)})
        ),
    }


def _ipc_levels(symbol: str) -> Iterator[str]:
    yield from (symbol[:length] for length in _IPC_LEVELS)
    yield symbol.partition("/")[0]
    yield symbol


def _join(*texts: str | None) -> str:
    return "\n".join(text for text in texts if text)


def _chunks(model: Any, ids: Iterable[int] | None) -> Iterator[Sequence[int]]:
    wanted = sorted(set(ids)) if ids is not None else db.session.scalars(select(model.id)).all()
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]
