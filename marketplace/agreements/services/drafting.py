"""Beginning an agreement from what stands on the site."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.agreements.lifecycles import (
    BEFORE_EFFECT,
    IN_FORCE,
    NEVER_MADE,
    AgreementStatus,
)
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.agreements.services.acts import changed
from marketplace.agreements.services.places import lock_listing, next_place
from marketplace.audit.services import record
from marketplace.declarations.models import Declaration
from marketplace.declarations.problems import require_none
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.listings.checks import pool_problems
from marketplace.listings.models import Listing, ListingItem
from marketplace.listings.queries import terms_for
from marketplace.patents.models import Patent
from marketplace.terms.record import Terms, as_data, digest
from marketplace.terms.routes import ROUTES, Instrument


def draft(
    listing: Listing,
    licensee: Organization,
    by: User,
    items: Sequence[ListingItem] | None = None,
) -> list[Agreement]:
    """Begin the agreements by which ``licensee`` takes up a listing.

    On a route that needs declarations it is one per declaration (of ``items`` only, if given: each
    can be taken up alone), else one for all patents. What the licensee already holds or has begun
    on the same declaration is returned as it stands: the same company twice is the same license.
    """
    _require_live(listing)
    licensee.require_not_suspended()
    if listing.organization_id == licensee.id:
        raise Refused(
            "own_listing", N_("This is your own listing. Choose another organization to act for.")
        )
    if listing.route is not None and ROUTES[listing.route].needs_declaration:
        chosen = items or _announced(listing) or listing.items
        return [_for_item(listing, item, licensee, by) for item in chosen]
    require_none(list(pool_problems(listing, clock.today())))
    return [_for_all(listing, licensee, by)]


def drop(agreement: Agreement, by: User) -> None:
    """Give up an agreement that nobody has signed."""
    agreement.move("drop")
    agreement.ended_on = clock.today()
    record("agreement:drop", agreement, by)
    changed(agreement, "drop")


def _require_live(listing: Listing) -> None:
    if not listing.is_live:
        raise Refused(
            "listing_not_live",
            N_("This listing is not published now. Search for another, or ask the patentee."),
        )


def _announced(listing: Listing) -> list[ListingItem]:
    """The items whose declaration stands today; the rest of a group can be taken up later."""
    today = clock.today()
    return [
        item
        for item in listing.items
        if item.declaration is not None and item.declaration.takes_notices_on(today)
    ]


def _for_item(listing: Listing, item: ListingItem, licensee: Organization, by: User) -> Agreement:
    declaration = item.declaration
    if declaration is None or not declaration.is_announced:
        raise Refused(
            "declaration_not_announced",
            N_(
                "The office has not announced the declaration for %(number)s yet. Notices are "
                "possible from the announcement day; ask to be told."
            ),
            number=item.patent.number,
        )
    standing = _standing(declaration, licensee)
    if standing is not None:
        return standing
    try:
        return _new(listing, declaration, licensee, by, _terms(item), [item.patent])
    except IntegrityError:
        standing = _standing(declaration, licensee)
        if standing is None:
            raise
        return standing


def _for_all(listing: Listing, licensee: Organization, by: User) -> Agreement:
    """One agreement for all patents. What the same company has begun and nobody has signed is
    begun only once, and a place among the first licensees is taken only once."""
    lock_listing(listing)
    terms = _terms(listing.items[0])
    standing = _through(listing, licensee, _once(terms))
    return standing or _new(listing, None, licensee, by, terms, listing.patents)


def _once(terms: Terms) -> frozenset[AgreementStatus]:
    """The states in which what stands is the answer to taking the listing up again."""
    if terms.quota is not None:
        return frozenset(AgreementStatus) - NEVER_MADE
    accepted = IN_FORCE if ROUTES[terms.route].instrument is Instrument.TEXT else frozenset()
    return accepted | {AgreementStatus.DRAFT}


def _through(
    listing: Listing, licensee: Organization, states: Collection[AgreementStatus]
) -> Agreement | None:
    return db.session.scalars(
        select(Agreement)
        .where(
            Agreement.listing_id == listing.id,
            Agreement.licensee_id == licensee.id,
            Agreement.declaration_id.is_(None),
            Agreement.converted_from_id.is_(None),
            Agreement.status.in_(states),
        )
        .order_by(Agreement.id.desc())
    ).first()


def _standing(declaration: Declaration, licensee: Organization) -> Agreement | None:
    return db.session.scalars(
        select(Agreement).where(
            Agreement.declaration_id == declaration.id,
            Agreement.licensee_id == licensee.id,
            Agreement.status.in_(BEFORE_EFFECT | IN_FORCE),
        )
    ).first()


def _terms(item: ListingItem) -> Terms:
    terms = terms_for(item)
    if terms is None:
        raise Refused("no_terms", N_("This listing has no terms yet. Ask the patentee."))
    return terms


def _new(
    listing: Listing,
    declaration: Declaration | None,
    licensee: Organization,
    by: User,
    terms: Terms,
    patents: Sequence[Patent],
) -> Agreement:
    lives = [patent.expires_on for patent in patents]
    place = next_place(listing, terms.quota, licensee) if terms.quota is not None else None
    terms = terms.signed(patent_expires_on=min(lives), quota_place=place)
    agreement = Agreement(
        listing=listing,
        declaration=declaration,
        route=terms.route,
        fee_mode=terms.fee_mode,
        licensor=listing.organization,
        licensee=licensee,
        terms=as_data(terms),
        terms_sha256=digest(terms),
        quota_place=place,
        drafted_at=clock.now(),
        drafted_by=by,
        subjects=[AgreementPatent(patent=patent) for patent in patents],
    )
    with db.session.begin_nested():
        db.session.add(agreement)
    record(
        "agreement:draft",
        agreement,
        by,
        related=[listing, listing.organization, licensee, *patents],
        route=agreement.route.value,
        fee_mode=agreement.fee_mode.value,
        terms_sha256=agreement.terms_sha256,
    )
    changed(agreement, "draft")
    return agreement
