"""The blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, render_template
from flask_wtf import FlaskForm

from marketplace.accounts.acting import acting_membership, acting_organization, signed_in
from marketplace.accounts.models import Membership, Organization, User
from marketplace.config import current_settings
from marketplace.errors import Missing, NotAllowed

blueprint = Blueprint("accounts", __name__)


def form_page(template: str, form: FlaskForm, **context: Any) -> tuple[str, int]:
    """The page with its form; 422 when something typed has to be mended."""
    status = 422 if form.errors else 200
    return render_template(f"accounts/{template}.html", form=form, **context), status


def me() -> User:
    """The signed-in user, on a page that asks for sign-in."""
    user = signed_in()
    if user is None:
        raise NotAllowed()
    return user


def mine() -> tuple[Membership, Organization]:
    """The membership acted under and its organization, on a page for members."""
    membership, organization = acting_membership(), acting_organization()
    if membership is None or organization is None:
        raise Missing()
    return membership, organization


def sign_in_rate() -> str:
    """How often an address of the network may try credentials, from the settings."""
    return current_settings().rate_limit_sign_in
