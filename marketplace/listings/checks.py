"""What a listing needs before it is submitted, and again before it is published (PRODUCT §5.1)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from marketplace.declarations import checks
from marketplace.declarations.models import Declaration
from marketplace.declarations.problems import Problem
from marketplace.errors import N_
from marketplace.listings.models import Listing, ListingItem
from marketplace.pools.queries import without_mandate
from marketplace.terms.cost import is_free
from marketplace.terms.enums import FeeMode
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES

TEXT_LIMIT = 4_000
TITLE_LIMIT = 200
NO_ACCOUNT: Final = N_(
    "A priced listing needs a verified account of your organization to pay to. State the account; "
    "an administrator verifies it."
)
_UNPRICED = frozenset({FeeMode.NEGOTIABLE, FeeMode.SHARES})


def limit_of(name: str) -> int:
    """Characters that a text of a listing may have."""
    return TITLE_LIMIT if name == "title" else TEXT_LIMIT


def problems(listing: Listing, day: date) -> list[Problem]:
    """Everything that keeps the listing from being submitted on `day`, in the editor's order."""
    return [
        *_patents(listing, day),
        *problems_of_terms(listing),
        *_text(listing),
        *_payee(listing),
        *_offer(listing),
    ]


def problems_at_publication(listing: Listing, day: date) -> list[Problem]:
    """The same, and that the organization itself has been verified."""
    return [*_organization(listing), *problems(listing, day)]


def terms_for(item: ListingItem) -> Terms | None:
    """The terms under which this patent is offered: its declaration's, else the listing's."""
    return item.declaration.record if item.declaration else item.listing.record


def terms_digest(item: ListingItem) -> str | None:
    """SHA-256 of those terms."""
    holder: Declaration | Listing = item.declaration or item.listing
    return holder.terms_sha256


def is_priced(terms: Terms) -> bool:
    """Whether money is asked at some time, so that an account to pay to must stand."""
    return not is_free(terms) and terms.fee_mode not in _UNPRICED


def _patents(listing: Listing, day: date) -> Iterator[Problem]:
    if not listing.items:
        yield Problem("no_patents", N_("Choose at least one patent."), "patents")
    for item in listing.items:
        holder = item.patent.claimant if listing.pool else listing.organization
        yield from checks.patent_problems(item.patent, holder, day)
        if listing.route and ROUTES[listing.route].passes_right:
            yield from checks.declared_problems(item.patent, day)
    yield from pool_problems(listing, day)


def pool_problems(listing: Listing, day: date) -> Iterator[Problem]:
    """Whether the operator of the listing's pool may license all its patents on `day`: the pool is
    open, and for each patent the mandate of a present member stands."""
    pool = listing.pool
    if pool is None:
        return
    if not pool.is_running:
        yield Problem(
            "pool_not_running",
            N_("The pool %(pool)s gives no licenses now: it is not open yet, or closed."),
            "patents",
            {"pool": pool.name},
        )
    for patent in without_mandate(pool, listing.patents, day):
        yield Problem(
            "no_mandate",
            N_(
                "No mandate of a present member of the pool covers %(number)s. Licenses given "
                "before stand; a new license needs a new listing without it."
            ),
            "patents",
            {"number": patent.number},
            "民法典 162",
        )


def problems_of_terms(listing: Listing) -> Iterator[Problem]:
    """A route, terms that it admits, and on `open` declarations that still live."""
    if listing.route is None:
        yield Problem("no_route", N_("Choose how the license comes about."), "route")
        return
    needs_declaration = ROUTES[listing.route].needs_declaration
    for item in listing.items:
        terms = terms_for(item)
        if terms is None:
            yield Problem("no_terms", N_("Enter the terms of the license."), "terms")
            return
        yield from checks.terms_problems(terms, item.patent.kind if needs_declaration else None)
        yield from checks.life_problems(terms, item.patent)
        if item.declaration and item.declaration.is_closed:
            yield Problem(
                "declaration_closed",
                N_("The declaration for %(number)s has come to an end. Prepare a new one."),
                "terms",
                {"number": item.patent.number},
            )


def _text(listing: Listing) -> Iterator[Problem]:
    return text_problems({name: getattr(listing, name) for name in ("title", "summary", "uses")})


def text_problems(texts: Mapping[str, str]) -> Iterator[Problem]:
    """What a buyer must be able to read and cannot."""
    for name, message in (
        ("title", N_("Give the listing a title that a buyer understands.")),
        ("summary", N_("Say in a few sentences what the technology does.")),
        ("uses", N_("Name the products or processes in which it is used.")),
    ):
        if not texts[name].strip():
            yield Problem(f"{name}_missing", message, "text")


def _payee(listing: Listing) -> Iterator[Problem]:
    offered = [terms for terms in map(terms_for, listing.items) if terms]
    if any(map(is_priced, offered)) and listing.organization.payee_account is None:
        yield Problem("payee_account_missing", NO_ACCOUNT, "account")


def _offer(listing: Listing) -> Iterator[Problem]:
    carries_offer = listing.route and ROUTES[listing.route].standing_offer and listing.terms
    if carries_offer and listing.offer is None:
        yield Problem(
            "offer_unsigned",
            N_("A signatory signs the standing offer, so that licensees can accept it."),
            "offer",
        )


def _organization(listing: Listing) -> Iterator[Problem]:
    if not listing.organization.is_verified:
        yield Problem(
            "organization_not_verified",
            N_("%(organization)s has not been verified yet. Verify it first."),
            "organization",
            {"organization": listing.organization.name},
        )
