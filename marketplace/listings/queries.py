"""Reading listings: an organization's own, those in review, and all that a buyer's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.accounts.models import Organization, PayeeAccount
from marketplace.declarations.models import Declaration
from marketplace.extensions import db
from marketplace.listings.checks import terms_for
from marketplace.listings.models import Listing, ListingItem, ListingStatus
from marketplace.listings.previews import Preview, preview
from marketplace.listings.similar import Similar, similar_to
from marketplace.patents import bars
from marketplace.patents.models import Patent
from marketplace.terms.clauses import Clause, clauses, headline, summary
from marketplace.terms.projection import Volume
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES

__all__ = ["by_public_id", "counts", "live", "of_organization", "public_view", "terms_for"]


@dataclass(frozen=True)
class PatentView:
    """One patent of a listing as a buyer sees it on a day.

    `takes_notices` is False where no notice can make a license on that day: not yet announced,
    withdrawn, or the right has ended.
    """

    patent: Patent
    declaration: Declaration | None
    terms: Terms
    summary: str
    takes_notices: bool
    bars: tuple[bars.BarResult, ...]
    ended: bool

    @property
    def is_pending(self) -> bool:
        """Declared, and the office has not decided yet (声明办理中)."""
        declaration = self.declaration
        return declaration is not None and not (declaration.is_announced or declaration.is_closed)


@dataclass(frozen=True)
class PublicView:
    """Everything that the page of a listing shows to a buyer, computed for one day and volume.

    `pending`: published as 声明办理中, takes interest but no notices for at least one patent.
    `contact` is the one that the declarations announce, shown once they are announced.
    `cost` adds up all patents of the listing for the volume.
    """

    listing: Listing
    on: date
    headline: str
    summary: str
    patents: tuple[PatentView, ...]
    clauses: tuple[Clause, ...]
    needs_declaration: bool
    takes_notices: bool
    pending: bool
    contact: str | None
    cost: Preview
    similar: tuple[Similar, ...]

    @property
    def withdrawn(self) -> bool:
        """Whether the office announced the withdrawal of every declaration."""
        papers = [each.declaration for each in self.patents if each.declaration]
        return bool(papers) and all(each.withdrawn_on for each in papers)

    @property
    def licensor(self) -> Organization:
        return self.listing.organization

    @property
    def payee_account(self) -> PayeeAccount | None:
        """Where the buyer pays."""
        return self.licensor.payee_account

    @property
    def terms(self) -> Terms:
        """The terms of the first patent; the same for all where the fee mode is a common one."""
        return self.patents[0].terms


def by_public_id(public_id: str) -> Listing | None:
    return db.session.scalar(_loaded().where(Listing.public_id == public_id))


def of_organization(
    organization: Organization, *, status: ListingStatus | None = None
) -> Select[Listing]:
    """Select an organization's listings, newest first."""
    statement = _loaded().where(Listing.organization_id == organization.id)
    statement = statement.order_by(Listing.id.desc())
    return statement.where(Listing.status == status) if status else statement


def counts(organization: Organization) -> dict[ListingStatus, int]:
    """How many listings of the organization stand in each state that occurs."""
    rows = db.session.execute(
        select(Listing.status, func.count())
        .where(Listing.organization_id == organization.id)
        .group_by(Listing.status)
    )
    return {row[0]: row[1] for row in rows}


def to_review() -> Select[Listing]:
    """Submitted listings, oldest first: the reviewers' queue."""
    return (
        _loaded()
        .where(Listing.status == ListingStatus.SUBMITTED)
        .order_by(Listing.submitted_at, Listing.id)
    )


def live() -> Select[Listing]:
    """Select everything that is shown to everybody, newest first."""
    return (
        _loaded()
        .where(Listing.status == ListingStatus.PUBLISHED)
        .order_by(Listing.published_at.desc(), Listing.id.desc())
    )


def of_patent(patent: Patent) -> Sequence[Listing]:
    """The listings shown to everybody that offer this patent, newest first."""
    return db.session.scalars(
        live().where(Listing.items.any(ListingItem.patent_id == patent.id))
    ).all()


def public_view(
    listing: Listing,
    language: str,
    volume: Volume | None = None,
    *,
    on: date | None = None,
    label: str = "",
    free_label: str = "",
) -> PublicView:
    """All facts of a buyer's page in one value; `language` is "zh_CN" or "en".

    `volume` is what the reader expects to sell a year, `label` and `free_label` the words for
    its line and for free time in the picture.
    """
    day = on or clock.today()
    items = [(item, terms) for item in listing.items if (terms := terms_for(item))]
    patents = tuple(_patent_view(item, terms, day, language) for item, terms in items)
    needs_declaration = bool(listing.route and ROUTES[listing.route].needs_declaration)
    offered = items if needs_declaration else items[:1]
    limits = [(terms, item.patent.expires_on) for item, terms in offered]
    announced = [view.declaration for view in patents if view.declaration]
    first = patents[0].terms
    return PublicView(
        listing=listing,
        on=day,
        headline=headline(first, day, language),
        summary=summary(first, language),
        patents=patents,
        clauses=clauses(first, language),
        needs_declaration=needs_declaration,
        takes_notices=any(view.takes_notices for view in patents) if needs_declaration else False,
        pending=any(view.is_pending for view in patents),
        contact=next((each.contact for each in announced if each.is_announced), None),
        cost=preview(limits, [(label, volume or Volume())], day, free_label),
        similar=tuple(similar_to(listing)),
    )


def _patent_view(item: ListingItem, terms: Terms, day: date, language: str) -> PatentView:
    ended = bars.right_ended(item.patent, day) is not None
    declared = item.declaration is not None and item.declaration.takes_notices_on(day)
    return PatentView(
        patent=item.patent,
        declaration=item.declaration,
        terms=terms,
        summary=summary(terms, language),
        takes_notices=declared and not ended,
        bars=tuple(bars.evaluate(item.patent, day)),
        ended=ended,
    )


def _loaded() -> Select[Listing]:
    """Listings with what every page of theirs reads."""
    return _LOADED


_LOADED = select(Listing).options(
    joinedload(Listing.organization),
    selectinload(Listing.items).options(
        joinedload(ListingItem.patent), joinedload(ListingItem.declaration)
    ),
)
