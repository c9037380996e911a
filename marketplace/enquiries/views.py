"""Pages of enquiries: asking, the list of one's own, one thread with a POST for every step."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import acting_organization, present_user, signed_in
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.enquiries import pages, policies, queries, services
from marketplace.enquiries.forms import AskForm
from marketplace.enquiries.models import Enquiry, EnquiryDraft
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db, limiter
from marketplace.listings import queries as listings
from marketplace.listings.models import Listing
from marketplace.web import refusals_at_fields, see_other

blueprint = Blueprint("enquiries", __name__)

PAGE_SIZE = 25


def _rate() -> str:
    return current_settings().rate_limit_enquiries


@blueprint.route("/listings/<listing_id>/questions/new", methods=["GET", "POST"])
@limiter.limit(_rate, methods=["POST"])
def ask(listing_id: str) -> Any:
    """Type a question; who is not signed in yet finds the text again after signing in."""
    listing = _shown(listing_id)
    draft = queries.draft_of(listing, request.args.get("draft", ""))
    form = AskForm(obj=draft)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            organization = acting_organization()
            if organization is None:
                return _after_sign_in(listing, form)
            with transaction():
                enquiry = services.ask(
                    listing,
                    organization,
                    present_user(),
                    form.text.data,
                    may_publish=form.may_publish.data,
                    knowing=form.knowing.data,
                    draft=draft,
                )
            flash(_("Your question has been sent. The answer arrives in your inbox."), "done")
            return see_other(".show", public_id=enquiry.public_id)
    own = accounts.membership_of(signed_in(), listing.organization) is not None
    page = render_template("enquiries/ask.html", form=form, listing=listing, is_own=own)
    return page, 422 if form.errors else 200


@blueprint.get("/enquiries")
@login_required
def index() -> str:
    """The enquiries of the organization acted for; for staff what was reported, for auditors all."""
    user, organization = signed_in(), acting_organization()
    if organization is not None:
        chosen = queries.of_organization(organization)
    elif accounts.is_administrator(user):
        chosen = queries.reported()
    elif accounts.is_auditor(user):
        chosen = queries.everything()
    else:
        raise NotAllowed()
    page = db.paginate(chosen, per_page=PAGE_SIZE)
    rows = [(each, pages.names_for(user, each)) for each in page.items]
    return render_template("enquiries/index.html", page=page, rows=rows, organization=organization)


@blueprint.get("/enquiries/<public_id>")
@login_required
def show(public_id: str) -> str:
    return _page(_viewed(public_id))


@blueprint.post("/enquiries/<public_id>/<slug>")
@login_required
@limiter.limit(_rate)
def step(public_id: str, slug: str) -> Any:
    """Take one step; refused moves are 409, what was typed wrongly stands there again."""
    enquiry = _viewed(public_id)
    found = pages.STEPS.get(slug)
    if found is None:
        raise Missing()
    if not found.allowed(signed_in(), enquiry):
        raise NotAllowed()
    form = found.form(prefix=slug)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                found.act(enquiry, form, present_user())
            return see_other(".show", public_id=public_id)
    return _page(enquiry, failed={slug: form}), 422


def _page(enquiry: Enquiry, *, failed: Any = None) -> str:
    user = signed_in()
    return render_template(
        "enquiries/show.html",
        enquiry=enquiry,
        thread=pages.thread_for(user, enquiry),
        names=pages.names_for(user, enquiry),
        steps=pages.steps_for(user, enquiry, failed or {}),
        sides=policies.sides_of(user, enquiry),
    )


def _after_sign_in(listing: Listing, form: AskForm) -> Any:
    """Keep the text, then sign-in or the organization that is still missing, and back here."""
    with transaction():
        draft = services.keep_draft(listing, form.text.data, may_publish=form.may_publish.data)
        here = _draft_url(listing, draft)
    flash(_("Your text is kept. Sign in, and send it."), "info")
    target = "accounts.new_organization" if signed_in() else "accounts.sign_in"
    return redirect(url_for(target, next=here), 303)


def _draft_url(listing: Listing, draft: EnquiryDraft) -> str:
    return url_for(".ask", listing_id=listing.public_id, draft=draft.public_id)


def _shown(listing_id: str) -> Listing:
    """A listing that takes questions: published and not paused."""
    listing = listings.by_public_id(listing_id)
    if listing is None or not listing.is_live:
        raise Missing()
    return listing


def _viewed(public_id: str) -> Enquiry:
    """The enquiry for its two sides, staff and auditors; nobody else learns that it exists."""
    enquiry = queries.by_public_id(public_id)
    if enquiry is None or not policies.may_view(signed_in(), enquiry):
        raise Missing()
    return enquiry
