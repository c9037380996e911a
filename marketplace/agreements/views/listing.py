"""``/agreements``: all agreements of the acting organization; all of the site for staff."""

from flask import render_template, request
from flask_login import current_user, login_required

from marketplace.accounts.acting import acting_organization, member_required, signed_in
from marketplace.accounts.policies import is_administrator, is_auditor
from marketplace.agreements import queries, services
from marketplace.agreements.views import blueprint
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.listings import queries as listings
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
    page = db.paginate(statement, per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)
    return render_template("agreements/index.html", page=page, organization=organization)


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
    with transaction():
        drafts = services.draft(listing, organization, by=user)
    first = drafts[0]
    if len(drafts) > 1 or first.status != "draft":
        return see_other("desk.agreement", agreement_id=first.public_id)
    return see_other("agreements.check", agreement_id=first.public_id)
