"""What the home page shows of the site: true figures, the newest listings, what is free now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace import clock
from marketplace.agreements.lifecycles import IN_FORCE
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingStatus
from marketplace.search.backend import Kind, Query, Results, Sort
from marketplace.search.cards import Card, Cards
from marketplace.search.facets import YES
from marketplace.search.queries import search

NEWEST = 6
SHELF = 3


@dataclass(frozen=True)
class Figures:
    """Counted when the page is asked for; ``free_now`` and ``pay_later`` come from the index."""

    published: int
    in_effect: int
    free_now: int
    pay_later: int


@dataclass(frozen=True)
class Shopfront:
    """Everything that the home page shows beside its search field."""

    figures: Figures
    newest: list[Card]
    free_now: list[Card]
    pay_later: list[Card]


def shopfront(language: str) -> Shopfront:
    """The home page for today; a fixed number of statements however much is published."""
    today = clock.today()
    free, later = _shelf("free_now", today), _shelf("pay_later", today)
    cards = Cards((), today, language)
    newest = db.session.scalars(
        select(Listing.public_id)
        .where(Listing.status == ListingStatus.PUBLISHED)
        .order_by(Listing.published_at.desc(), Listing.id.desc())
        .limit(NEWEST)
    ).all()
    return Shopfront(
        figures=Figures(published_count(), in_effect_count(), free.total, later.total),
        newest=cards.listings(newest),
        free_now=cards.listings([hit.key for hit in free.hits]),
        pay_later=cards.listings([hit.key for hit in later.hits]),
    )


def published_count() -> int:
    """How many listings are shown to everybody."""
    return _count(Listing.id, Listing.status == ListingStatus.PUBLISHED)


def in_effect_count() -> int:
    """How many licenses are in force."""
    return _count(Agreement.id, Agreement.status.in_(IN_FORCE))


def _count(column: InstrumentedAttribute[int], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(column)).where(condition)) or 0


def _shelf(facet: str, today: date) -> Results:
    return search(
        Query(
            kind=Kind.LISTINGS,
            today=today,
            filters={facet: frozenset({YES})},
            sort=Sort.NEWEST,
            limit=SHELF,
        )
    )
