"""One's own listings, and one listing with its state and history."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask_login import login_required

from marketplace.accounts.acting import acting_organization, member_required, signed_in
from marketplace.accounts.models import User
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import NotAllowed
from marketplace.extensions import db
from marketplace.in_house.models import ApprovalStatus, Pricing
from marketplace.in_house.queries import latest_round, notice_of
from marketplace.in_house.rules import notice_applies
from marketplace.listings import policies, queries, services
from marketplace.listings.labels import EVENTS
from marketplace.listings.models import Listing, ListingStatus
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import managed, me, title_of, viewed
from marketplace.terms.clauses import summary
from marketplace.terms.routes import ROUTES
from marketplace.web import language, see_other

PAGE_SIZE = 25


@blueprint.get("/my/listings")
@member_required
def index() -> str:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    value = request.args.get("status", "")
    status = ListingStatus(value) if value in set(ListingStatus) else None
    return render_template(
        "listings/index.html",
        page=db.paginate(queries.of_organization(organization, status=status), per_page=PAGE_SIZE),
        status=status,
        counts=queries.counts(organization),
        organization=organization,
        title_of=title_of,
        fee_of=_fee,
    )


@blueprint.get("/my/listings/<public_id>")
@login_required
def show(public_id: str) -> str:
    listing = viewed(public_id)
    return render_template(
        "listings/show.html",
        listing=listing,
        title=title_of(listing),
        fee_of=_fee,
        may_manage=policies.may_manage(signed_in(), listing),
        house=_house(listing),
        events=history(listing),
        event_texts=EVENTS,
    )


@blueprint.post("/my/listings/<public_id>/pause")
@login_required
def pause(public_id: str) -> Any:
    return _moved(public_id, services.pause)


@blueprint.post("/my/listings/<public_id>/house-notice")
@login_required
def ask_notice(public_id: str) -> Any:
    """Put what is for sale before the house: approval, then the notice with its listing."""
    return _moved(public_id, services.ask_notice)


@blueprint.post("/my/listings/<public_id>/resumption")
@login_required
def resume(public_id: str) -> Any:
    return _moved(public_id, services.resume)


@blueprint.post("/my/listings/<public_id>/unpublication")
@login_required
def unpublish(public_id: str) -> Any:
    return _moved(public_id, services.unpublish)


def _moved(public_id: str, service: Callable[[Listing, User], Any]) -> Any:
    listing = managed(public_id)
    with transaction():
        service(listing, me())
    return see_other(".show", public_id=public_id)


def _house(listing: Listing) -> dict[str, Any] | None:
    """How far the notice of what is for sale has come; None where nothing is for sale."""
    terms = listing.record
    if terms is None or not ROUTES[terms.route].passes_right:
        return None
    notice, asked = notice_of(listing), latest_round(listing)
    stands = asked is not None and asked.status in (ApprovalStatus.PENDING, ApprovalStatus.APPROVED)
    return {
        "notice": notice,
        "asked": asked if stands else None,
        "may_ask": listing.is_live and notice is None and not stands,
        "needed": notice_applies(listing.organization, Pricing.NEGOTIATED),
    }


def _fee(listing: Listing) -> str:
    """The fee in one line: the common one, or that of the first patent of a mixed group."""
    found = (queries.terms_for(item) for item in listing.items)
    terms = next((each for each in found if each), None)
    return summary(terms, language()) if terms else ""
