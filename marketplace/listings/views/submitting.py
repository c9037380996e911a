"""Step 6: what is missing, the standing offer, and sending the listing to review."""

from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import login_required

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import confirm_password, signed_in
from marketplace.database import transaction
from marketplace.declarations import checks as declaration_checks
from marketplace.listings import checks, services
from marketplace.listings.forms import OfferForm, SubmitForm
from marketplace.listings.offers import offer_text, reading_text
from marketplace.listings.queries import terms_for
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import (
    STEPS,
    edited,
    editor_page,
    me,
    step_url,
    title_of,
    viewed,
)
from marketplace.terms.routes import ROUTES
from marketplace.web import language, refusals_at_fields, see_other


@blueprint.get("/my/listings/<public_id>/check")
@login_required
def check(public_id: str) -> str:
    listing = edited(public_id)
    problems = checks.problems_at_publication(listing, clock.today())
    blocking = [each for each in problems if each.step != "organization"]
    return editor_page(
        "check.html",
        listing,
        "check",
        form=SubmitForm(formdata=None, designate_inbox=True),
        tasks=_tasks(listing, problems),
        problems=[(each, step_url(listing, each.step)) for each in problems],
        ready=not blocking,
        needs_declaration=bool(listing.route and ROUTES[listing.route].needs_declaration),
        warnings=[
            finding
            for item in listing.items[:1]
            if (terms := terms_for(item))
            for finding in declaration_checks.warnings(terms)
        ],
    )


@blueprint.post("/my/listings/<public_id>/submission")
@login_required
def submit(public_id: str) -> Any:
    listing = edited(public_id)
    form = SubmitForm()
    if form.validate_on_submit():
        with transaction():
            services.submit(listing, me(), designate_inbox=form.designate_inbox.data)
        flash(_("Submitted. The site's staff publishes or returns it."), "done")
    return see_other(".show", public_id=public_id)


@blueprint.route("/my/listings/<public_id>/offer", methods=["GET", "POST"])
@login_required
def offer(public_id: str) -> Any:
    """Read the standing offer and sign it with the password."""
    listing = viewed(public_id)
    text = offer_text(listing)
    form = OfferForm(data={"shown_sha256": text.sha256})
    if form.validate_on_submit():
        with refusals_at_fields(form):
            confirm_password(me(), form.password.data)
            with transaction():
                services.sign_standing_offer(
                    listing, me(), shown_sha256=form.shown_sha256.data or ""
                )
            flash(_("The standing offer is signed."), "done")
            return see_other(".check", public_id=public_id)
    page = render_template(
        "listings/offer.html",
        listing=listing,
        title=title_of(listing),
        text=listing.offer.text if listing.offer else text.text,
        english=reading_text(listing) if language() == "en" else None,
        version=text.version,
        form=form,
        may_sign=accounts.may_sign(signed_in(), listing.organization) and listing.is_editable,
    )
    return page, 422 if form.errors else 200


def _tasks(listing: Any, problems: list[Any]) -> list[dict[str, Any]]:
    """The steps of the editor with what each still lacks."""
    lacking = {problem.step for problem in problems}
    tasks = [
        {
            "label": step.label,
            "url": step_url(listing, step.key),
            "tone": "due" if step.key in lacking else "done",
            "text": _("To do") if step.key in lacking else _("Complete"),
        }
        for step in STEPS
        if step.key != "check"
    ]
    extra = {"offer": _("Standing offer"), "account": _("Account to pay to")}
    extra["organization"] = _("Your organization's verification")
    return tasks + [
        {"label": label, "url": step_url(listing, key), "tone": "due", "text": _("To do")}
        for key, label in extra.items()
        if key in lacking
    ]
