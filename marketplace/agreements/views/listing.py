"""``/agreements``: all agreements of the acting organization; all of the site for staff."""

from flask import render_template, request
from flask_login import current_user, login_required

from marketplace.accounts.acting import acting_organization, member_required, signed_in
from marketplace.accounts.policies import is_administrator, is_auditor
from marketplace.agreements import queries, services
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.views import blueprint
from marketplace.database import transaction
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing, ListingItem
from marketplace.web import see_other

PER_PAGE = 25


@blueprint.get("/agreements")
@login_required
def index() -> str:
    organization = acting_organization()
    supervising = is_administrator(current_user) or is_auditor(current_user)
    if organization is None and not supervising:
        raise NotAllowed()
    if organization is None or (supervising and request.args.get("all") == "1"):
        statement = queries.everything()
    else:
        statement = queries.of_organization(organization)
    asked = request.args.get("q", "")
    statement = queries.narrowed(statement, asked)
    page = db.paginate(statement, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)
    return render_template(
        "agreements/index.html", page=page, organization=organization, asked=asked
    )


@blueprint.post("/listings/<listing_id>/agreements")
@member_required
def begin(listing_id: str):  # type: ignore[no-untyped-def]
    """Take up a listing: make the draft and go on to its text."""
    organization, user = acting_organization(), signed_in()
    if organization is None or user is None:
        raise NotAllowed()
    listing = listings.by_public_id(listing_id)
    if listing is None:
        raise Missing()
    chosen = _chosen(listing)
    with transaction():
        drafts = services.draft(listing, organization, by=user, items=chosen)
    if request.args.get("later"):
        return see_other("agreements.to_sign")
    unsigned = [each.public_id for each in drafts if each.status is AgreementStatus.DRAFT]
    if len(unsigned) > 1:
        return see_other("agreements.together", agreement=unsigned)
    if unsigned:
        return see_other("agreements.check", agreement_id=unsigned[0])
    return see_other("desk.agreement", agreement_id=drafts[0].public_id)


def _chosen(listing: Listing) -> list[ListingItem] | None:
    """The patents of a basket that were ticked; None where there was nothing to tick."""
    if not request.form.get("basket"):
        return None
    numbers = set(request.form.getlist("patent"))
    chosen = [item for item in listing.items if item.patent.number in numbers]
    if not chosen:
        raise Refused(
            "nothing_chosen",
            N_("Go back and tick at least one patent: each is taken at its own fee."),
            status=422,
        )
    return chosen
