"""The standing offer on `ordinary`: signed once, accepted by many."""

from typing import Final

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import User
from marketplace.declarations.problems import require_none
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.listings import checks
from marketplace.listings.models import Listing, StandingOffer
from marketplace.listings.offers import offer_text
from marketplace.listings.services.steps import changed
from marketplace.listings.signals import standing_offer_signed
from marketplace.terms.routes import ROUTES

_CHANGED: Final = N_("The text has changed since it was shown. Read it again, then sign.")


def sign_standing_offer(listing: Listing, by: User, *, shown_sha256: str) -> StandingOffer:
    """Sign the offer as a signatory who has stated authority and just re-entered the password.

    `shown_sha256` is the hash of the text on the page: nobody signs what was not shown. The
    text, its hash and version, signer and instant are kept for good. Signing the same text
    again returns the first signature.
    """
    _require_signable(listing, by)
    if listing.offer:
        return listing.offer
    text = offer_text(listing)
    if text.sha256 != shown_sha256:
        raise Refused("text_changed", _CHANGED)
    require_none(checks.problems_of_terms(listing))
    offer = StandingOffer(
        listing=listing,
        patent_numbers=[patent.number for patent in listing.patents],
        terms_sha256=listing.terms_sha256,
        text=text.text,
        text_sha256=text.sha256,
        text_version=text.version,
        signed_by=by,
    )
    db.session.add(offer)
    changed(
        listing,
        "sign_standing_offer",
        by,
        related=[offer],
        terms_sha256=offer.terms_sha256,
        text_sha256=offer.text_sha256,
        text_version=offer.text_version,
    )
    standing_offer_signed.send(offer)
    return offer


def _require_signable(listing: Listing, by: User) -> None:
    listing.require_editable()
    listing.organization.require_not_suspended()
    if not accounts.may_sign(by, listing.organization):
        raise NotAllowed(
            "not_a_signatory",
            N_("Only a signatory who has stated authority to bind the organization signs."),
        )
    if not (listing.route and ROUTES[listing.route].standing_offer and listing.terms_sha256):
        raise Refused(
            "no_offer_on_route", N_("This listing has no terms that a standing offer could carry.")
        )
