"""What every page of the editor needs: the listing, who may see it, where one stands."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import signed_in
from marketplace.accounts.models import User
from marketplace.errors import Missing, NotAllowed
from marketplace.listings import policies, queries
from marketplace.listings.editor_steps import EditorStep, frame
from marketplace.listings.models import Listing

STEPS = (
    EditorStep("patents", ".patents", _l("Patents")),
    EditorStep("route", ".route", _l("Way")),
    EditorStep("terms", ".terms", _l("Terms")),
    EditorStep("text", ".text", _l("Text")),
    EditorStep("bars", ".bars", _l("Bars")),
    EditorStep("check", ".check", _l("Check")),
)


def viewed(public_id: str) -> Listing:
    """The listing for its members, staff and auditors; others get 403, a wrong id 404."""
    listing = queries.by_public_id(public_id)
    if listing is None:
        raise Missing()
    if not policies.may_view(signed_in(), listing):
        raise NotAllowed()
    return listing


def edited(public_id: str) -> Listing:
    """The listing for owners and managers while it can still be changed."""
    listing = managed(public_id)
    listing.require_editable()
    return listing


def managed(public_id: str) -> Listing:
    listing = viewed(public_id)
    if not policies.may_manage(signed_in(), listing):
        raise NotAllowed()
    return listing


def me() -> User:
    """The signed-in user; views behind `login_required` have one."""
    user = signed_in()
    if user is None:
        raise NotAllowed()
    return user


def editor_page(template: str, listing: Listing, key: str, **values: Any) -> str:
    """Render a page of the editor with the line of steps above it."""
    return render_template(
        f"listings/{template}",
        listing=listing,
        **frame(
            STEPS,
            key,
            {"url": url_for(".index"), "label": _("My listings")},
            {"url": url_for(".show", public_id=listing.public_id), "label": title_of(listing)},
        ),
        may_sign=accounts.may_sign(signed_in(), listing.organization),
        **values,
    )


def title_of(listing: Listing) -> str:
    return listing.title or (listing.patents[0].title if listing.patents else _("New listing"))


def step_url(listing: Listing, key: str) -> str | None:
    """The page on which a problem of this kind is mended."""
    endpoint = {step.key: step.endpoint for step in STEPS}.get(key)
    if endpoint:
        return url_for(endpoint, public_id=listing.public_id)
    return {
        "offer": lambda: url_for(".offer", public_id=listing.public_id),
        "account": lambda: url_for("accounts.payee_accounts"),
        "organization": lambda: url_for("accounts.organization"),
    }.get(key, lambda: None)()
