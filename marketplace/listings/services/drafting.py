"""Writing a listing: its patents, its route, its terms, its text."""

from collections.abc import Sequence
from typing import Any, Literal

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.declarations import checks
from marketplace.declarations import queries as declarations
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.problems import Problem, require_none
from marketplace.declarations.services import prepare, revise_terms
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.fees.ranges import Guidance
from marketplace.in_house.services import keep_guidance
from marketplace.inputs import limited
from marketplace.listings.checks import limit_of, terms_for
from marketplace.listings.models import Listing, ListingItem
from marketplace.listings.services.steps import changed
from marketplace.patents.models import Maturity, Patent
from marketplace.pools.models import Pool
from marketplace.pools.queries import mandated, without_mandate
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Bundle, Scope
from marketplace.terms.parts import Pool as PoolPart
from marketplace.terms.public_texts import DEFAULT
from marketplace.terms.record import Terms
from marketplace.terms.route_rules import acts_for
from marketplace.terms.routes import ROUTES, Instrument

TEXTS = (
    "title",
    "summary",
    "uses",
    "benefit",
    "economics",
    "maturity",
    "materials",
    "handover",
    "duties",
    "standards",
)


def draft(organization: Organization, patents: Sequence[Patent], by: User) -> Listing:
    """Begin a listing of one or more patents from the organization's own inventory."""
    organization.require_not_suspended()
    listing = Listing(organization=organization)
    db.session.add(listing)
    _put_patents(listing, patents)
    listing.title = patents[0].title
    listing.summary = patents[0].advantage or patents[0].abstract or ""
    listing.uses = patents[0].outlook or ""
    listing.stage = patents[0].maturity
    changed(listing, "draft", by)
    return listing


def draft_pool(pool: Pool, by: User) -> Listing:
    """Begin a listing of the operator with all patents that the members' mandates cover today."""
    pool.operator.require_not_suspended()
    listing = Listing(organization=pool.operator, pool=pool)
    db.session.add(listing)
    _put_patents(listing, mandated(pool, clock.today()))
    listing.title = pool.name
    listing.summary = pool.purpose
    changed(listing, "draft", by, related=[pool])
    return listing


def set_patents(listing: Listing, patents: Sequence[Patent], by: User) -> None:
    """Replace the patents; terms that were entered already are carried over to the new ones."""
    listing.require_editable()
    before = {patent.number for patent in listing.patents}
    terms = _common_terms(listing)
    _put_patents(listing, patents)
    if terms is not None:
        _lay_down(listing, terms, by)
    added = sorted({patent.number for patent in patents} - before)
    changed(listing, "set_patents", by, added=added)


def choose_route(listing: Listing, route: Route, fee_mode: FeeMode, by: User) -> None:
    """Choose how the license comes about and how it is paid; other terms start anew."""
    listing.require_editable()
    _require_pool_on(listing, route)
    if fee_mode not in ROUTES[route].fee_modes:
        raise Refused(
            "mode_on_route",
            N_("%(mode)s is not possible on the route %(route)s. Choose one of the others."),
            status=422,
            field="fee_mode",
            mode=fee_mode,
            route=route,
        )
    if (listing.route, listing.fee_mode) == (route, fee_mode):
        return
    listing.route, listing.fee_mode = route, fee_mode
    listing.set_terms(None)
    for item in listing.items:
        item.declaration = declarations.open_of(item.patent) if _declared(route) else None
    changed(listing, "choose_route", by, route=route.value, fee_mode=fee_mode.value)


def _require_pool_on(listing: Listing, route: Route) -> None:
    if listing.pool is not None and "pool" not in ROUTES[route].parts:
        raise Refused(
            "pool_on_route",
            N_("A pool licenses by ordinary or open-source license. Choose one of these."),
            status=422,
            field="choice",
        )


def set_terms(
    listing: Listing, terms: Terms, by: User, *, guidance: Guidance | None = None
) -> None:
    """Lay down the terms: in the listing itself, or on `open` in one declaration per patent.

    Declarations that have left preparation keep their own terms; the listing then shows each
    patent at its own fee.
    """
    listing.require_editable()
    _require_pool_on(listing, terms.route)
    listing.route = terms.route
    _lay_down(listing, terms, by, guidance=guidance)
    changed(
        listing,
        "set_terms",
        by,
        route=terms.route.value,
        fee_mode=listing.fee_mode.value if listing.fee_mode else None,
        terms_sha256=listing.terms_sha256,
    )
    if listing.terms_sha256:
        keep_guidance(listing, listing.organization, listing.terms_sha256, guidance, by)


def describe(
    listing: Listing, by: User, *, stage: Maturity | Literal[""] | None = "", **texts: str
) -> None:
    """Write the product text that a buyer reads (title, summary, uses, maturity, …).

    ``stage`` is left as it is unless a stage, or None for not stated, is given.
    """
    listing.require_editable()
    if stage != "":
        listing.stage = stage
    for name in TEXTS:
        if name in texts:
            setattr(listing, name, limited(texts[name], name, limit=limit_of(name)))
    changed(listing, "describe", by)


def _put_patents(listing: Listing, patents: Sequence[Patent]) -> None:
    if not patents:
        require_none([Problem("no_patents", N_("Choose at least one patent."), "patents")])
    strange = without_mandate(listing.pool, patents, clock.today()) if listing.pool else ()
    for patent in patents:
        own = listing.pool is not None or patent.claimant_id == listing.organization.id
        if not own or patent in strange:
            raise NotAllowed(
                "not_yours",
                N_("%(number)s does not stand in your organization's inventory."),
                number=patent.number,
            )
    kept = {item.patent.id: item for item in listing.items}
    listing.items = [kept.get(p.id) or ListingItem(patent=p) for p in dict.fromkeys(patents)]


def _lay_down(
    listing: Listing, terms: Terms, by: User, *, guidance: Guidance | None = None
) -> None:
    if _declared(terms.route):
        listing.set_terms(None)
        for item in listing.items:
            own = with_scope_of(terms, item.patent)
            item.declaration = _declare(item, own, by, guidance)
    else:
        terms = with_text(with_pool(for_all_of(terms, listing.patents), listing.pool), listing)
        require_none(_term_problems(listing, terms))
        for item in listing.items:
            item.declaration = None
        listing.set_terms(terms)
    listing.fee_mode = _common_mode(listing)


def _declare(item: ListingItem, terms: Terms, by: User, guidance: Guidance | None) -> Declaration:
    declaration = declarations.open_of(item.patent)
    if declaration is None:
        return prepare(item.patent, item.listing.organization, terms, by, guidance=guidance)
    if declaration.status is DeclarationStatus.PREPARING:
        revise_terms(declaration, terms, by, guidance=guidance)
    return declaration


def _term_problems(listing: Listing, terms: Terms) -> list[Problem]:
    life = [each for patent in listing.patents for each in checks.life_problems(terms, patent)]
    return [*checks.terms_problems(terms), *life]


def with_scope_of(terms: Terms, patent: Patent) -> Terms:
    """On a route with a fixed scope, the terms with all acts that this kind of patent reserves."""
    if not ROUTES[terms.route].scope_is_fixed:
        return terms
    return _changed(terms, scope=Scope(acts=acts_for(patent.kind)))


def for_all_of(terms: Terms, patents: Sequence[Patent]) -> Terms:
    """The terms with one price for all patents of a group, where the route makes one contract."""
    wanted = None
    if len(patents) > 1 and "bundle" in ROUTES[terms.route].parts:
        wanted = Bundle(patents=tuple(patent.number for patent in patents))
    return _changed(terms, bundle=wanted) if terms.bundle != wanted else terms


def with_pool(terms: Terms, pool: Pool | None) -> Terms:
    """The terms with the pool and its agreement, by which every payment is divided."""
    part = PoolPart(pool=pool.public_id, agreement_sha256=pool.text_sha256) if pool else None
    if pool is None and (terms.pool is None or terms.pool.pool is None):
        return terms
    return _changed(terms, pool=part) if terms.pool != part else terms


def with_text(terms: Terms, listing: Listing) -> Terms:
    """Where a published text is the license: the text chosen before, else the site's plain one."""
    if ROUTES[terms.route].instrument is not Instrument.TEXT or terms.public_text:
        return terms
    before = listing.record
    chosen = before.public_text if before and before.public_text else DEFAULT.part
    return _changed(terms, public_text=chosen)


def _changed(terms: Terms, **parts: Any) -> Terms:
    return Terms.model_validate(dict(terms) | parts)


def _common_terms(listing: Listing) -> Terms | None:
    return next((terms for terms in map(terms_for, listing.items) if terms), None)


def _common_mode(listing: Listing) -> FeeMode:
    modes = {terms.fee_mode for terms in map(terms_for, listing.items) if terms}
    return modes.pop() if len(modes) == 1 else FeeMode.MIXED


def _declared(route: Route) -> bool:
    return ROUTES[route].needs_declaration
