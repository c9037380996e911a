"""Step 1: choose patents from the inventory, one or three hundred."""

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import login_required

from marketplace.accounts.acting import acting_organization, member_required
from marketplace.accounts.models import Organization, Role
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.listings import services
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import edited, editor_page, me
from marketplace.patents import queries as inventory
from marketplace.patents.models import Patent, PatentKind
from marketplace.patents.queries import InventoryFilter
from marketplace.pools import queries as pools
from marketplace.pools.policies import may_operate, may_view
from marketplace.web import see_other

MOST = 300


@blueprint.get("/my/listings/new")
@member_required(Role.OWNER, Role.MANAGER)
def new() -> str:
    return render_template("listings/new.html", **_shelf(_acting()))


@blueprint.post("/my/listings/new")
@member_required(Role.OWNER, Role.MANAGER)
def draft() -> Any:
    organization = _acting()
    chosen = _chosen(organization)
    if not chosen:
        flash(_("Mark at least one patent."), "error")
        return render_template("listings/new.html", **_shelf(organization)), 422
    with transaction():
        listing = services.draft(organization, chosen[:MOST], me())
    return see_other(".route", public_id=listing.public_id)


@blueprint.post("/my/listings/pool/<pool_id>")
@login_required
def draft_pool(pool_id: str) -> Any:
    """Begin a listing with all patents of a pool, as its operator."""
    pool = pools.by_public_id(pool_id)
    if pool is None or not may_view(me(), pool):
        raise Missing()
    if not may_operate(me(), pool):
        raise NotAllowed()
    with transaction():
        listing = services.draft_pool(pool, me())
    return see_other(".route", public_id=listing.public_id)


@blueprint.get("/my/listings/<public_id>/patents")
@login_required
def patents(public_id: str) -> str:
    listing = edited(public_id)
    return editor_page("patents.html", listing, "patents", **_shelf(listing.organization))


@blueprint.post("/my/listings/<public_id>/patents")
@login_required
def change_patents(public_id: str) -> Any:
    """Add what was marked on the shelf, take out what was marked among the chosen."""
    listing = edited(public_id)
    out = set(request.form.getlist("out"))
    kept = [patent for patent in listing.patents if patent.number not in out]
    known = {patent.number for patent in kept}
    added = [each for each in _chosen(listing.organization) if each.number not in known]
    with transaction():
        services.set_patents(listing, [*kept, *added][:MOST], me())
    return see_other(".patents", public_id=public_id)


def _acting() -> Organization:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization


def _narrow() -> InventoryFilter:
    kind = request.values.get("kind", "")
    return InventoryFilter(
        q=request.values.get("q", "").strip()[:200],
        kind=PatentKind(kind) if kind in set(PatentKind) else None,
    )


def _shelf(organization: Organization) -> dict[str, Any]:
    """The inventory page that the filter in the address asks for."""
    narrow = _narrow()
    number = request.args.get("page", 1, type=int)
    return {
        "shelf": inventory.inventory(organization, narrow, number),
        "narrow": narrow,
        "kinds": list(PatentKind),
        "keep": {"q": narrow.q, "kind": narrow.kind.value if narrow.kind else ""},
        "most": MOST,
    }


def _chosen(organization: Organization) -> list[Patent]:
    """What was marked, or everything that the filter matches; only one's own."""
    if request.form.get("all"):
        return inventory.whole_inventory(organization, _narrow())
    marked = inventory.by_numbers(request.form.getlist("number"))
    if any(patent.claimant_id != organization.id for patent in marked):
        raise NotAllowed()
    return marked
