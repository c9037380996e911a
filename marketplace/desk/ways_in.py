"""The one main action on the page of a listing: its verb, and for whom it stands there."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from marketplace.accounts.acting import acting_organization, signed_in
from marketplace.agreements.lifecycles import BEFORE_EFFECT, IN_FORCE
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.listings.models import Listing
from marketplace.listings.queries import PublicView
from marketplace.terms.routes import ROUTES, EffectKey, Instrument, RouteRules


@dataclass(frozen=True)
class Words:
    """``verb`` of the button; ``says`` what comes first; ``steps`` what the buyer does until the
    license holds; ``binds`` what the signature binds to; the article and its text."""

    verb: LazyString
    says: LazyString
    steps: tuple[LazyString, ...]
    binds: LazyString
    article: LazyString
    law: LazyString


_NOTICE = Words(
    _l("Sign the notice"),
    _l("You first see the text and then sign. The patentee does not have to agree."),
    (
        _l("Read the notice and the announced terms, and sign the notice with your password."),
        _l("Pay as announced to the patentee's own account; where nothing is due yet, skip this."),
        _l("The license holds from the day on which both have arrived. Keep the sealed document."),
        _l("The site prepares the recordal; you or the patentee files it."),
    ),
    _l(
        "The notice says that you will use the patent on the announced terms and pay what they "
        "ask. Looking at this page and opening the notice bind you to nothing."
    ),
    _l("Patent Law, Article 51"),
    _l(
        "Whoever wishes to exploit a patent under open license notifies the patentee in writing "
        "and pays as announced, and thereby obtains the license."
    ),
)
_OFFER = Words(
    _l("Accept the offer"),
    _l("The patentee has signed already. With your signature the contract is concluded."),
    (
        _l("Read the contract that the patentee has signed already."),
        _l("Sign it with your password: with that it is concluded."),
        _l("Pay when the contract says so, to the patentee's own account."),
        _l("The site prepares the recordal; you or the patentee files it."),
    ),
    _l(
        "Your signature concludes the contract at once, with every clause on this page. Opening "
        "the text binds you to nothing."
    ),
    _l("Civil Code, Articles 483 and 491"),
    _l("A contract is concluded when the acceptance of a binding offer takes effect."),
)
_NEGOTIATE = Words(
    _l("Begin the contract"),
    _l("You first see the text. The contract binds once both sides have signed."),
    (
        _l("Read the text, and propose terms of your own if you want others."),
        _l("Sign it; it then waits for the signature of the other side."),
        _l("Pay when the contract says so, to the patentee's own account."),
        _l("The site prepares the recordal; you or the patentee files it."),
    ),
    _l("Until both sides have signed, either may walk away."),
    _l("Civil Code, Article 490"),
    _l("A contract in writing is concluded when both sides have signed or sealed it."),
)
_BUY = Words(
    _l("Begin the purchase"),
    _l("Both sides sign; the patent passes when the office registers the assignment."),
    (
        _l("Agree on price and hand-over in the text of the contract."),
        _l("Both sides sign; a state institution first shows name and price in-house."),
        _l("Pay as agreed; then the assignment is filed at the office."),
        _l("The patent is yours from the day of its registration."),
    ),
    _l("Until both sides have signed, either may walk away."),
    _l("Patent Law, Article 10"),
    _l("The assignment of a patent right takes effect on the day of its registration."),
)
_TEXT = Words(
    _l("Take up the license"),
    _l("The published text binds the patentee. Taking it up here only puts it on record."),
    (
        _l("Read the published text; it already allows the use it describes."),
        _l("Put on record here that you use it, if you want a proof."),
    ),
    _l("You keep to the published text. There is nothing to sign and nothing to pay."),
    _l("Published text"),
    _l("The license follows from the published text and its version; no signature is needed."),
)


@dataclass(frozen=True)
class WayIn:
    """The main button: a link, or a POST where ``posts`` is set. ``reason`` says why there is
    none; ``basket``: the visitor first ticks which patents; ``words`` are those of the route."""

    words: Words
    text: str = ""
    url: str = ""
    posts: bool = False
    reason: str = ""
    basket: bool = False


def words_of(rules: RouteRules, listing: Listing) -> Words:
    """The verb and its law, from the routes table."""
    if rules.instrument is Instrument.NOTICE:
        return _NOTICE
    if rules.instrument is Instrument.TEXT:
        return _TEXT
    if rules.effect is EffectKey.AS_AGREED_AND_REGISTERED:
        return _BUY
    return _OFFER if listing.offer is not None else _NEGOTIATE


def way_in(view: PublicView) -> WayIn:
    """What the visitor can do on this listing now."""
    listing = view.listing
    words = words_of(ROUTES[view.terms.route], listing)
    organization = acting_organization()
    if organization is not None and organization.id == listing.organization_id:
        own = url_for("listings.show", public_id=listing.public_id)
        return WayIn(words, _("Manage this listing"), own)
    standing = _standing(view, organization.id) if organization is not None else None
    if standing is not None and not _is_basket(view):
        page = url_for("desk.agreement", agreement_id=standing.public_id)
        return WayIn(words, _("Open my agreement"), page)
    if not listing.is_live:
        return WayIn(words, reason=_("This listing takes no notices and no signatures now."))
    if view.needs_declaration and not view.takes_notices:
        return WayIn(words, reason=_not_yet(view))
    return _begin(view, words, organization is not None)


def _begin(view: PublicView, words: Words, has_organization: bool) -> WayIn:
    here = url_for("desk.listing", listing_id=view.listing.public_id)
    if signed_in() is None:
        return WayIn(words, str(words.verb), url_for("accounts.sign_in", next=here))
    if not has_organization:
        register = url_for("accounts.new_organization", next=here)
        return WayIn(words, _("Register an organization"), register)
    begin = url_for("agreements.begin", listing_id=view.listing.public_id)
    return WayIn(words, str(words.verb), begin, posts=True, basket=_is_basket(view))


def _is_basket(view: PublicView) -> bool:
    """Several declarations, each of which can be taken alone."""
    return view.needs_declaration and len(view.patents) > 1


def _not_yet(view: PublicView) -> str:
    if view.pending:
        return _("Notices are possible from the day on which the office announces the declaration.")
    return _("No new license can be taken: the declaration or the patent has come to an end.")


def _standing(view: PublicView, organization_id: int) -> Any:
    """What the organization has begun or holds through this listing, the newest."""
    return db.session.scalars(
        select(Agreement)
        .where(
            Agreement.listing_id == view.listing.id,
            Agreement.licensee_id == organization_id,
            Agreement.status.in_(BEFORE_EFFECT | IN_FORCE),
        )
        .order_by(Agreement.id.desc())
        .limit(1)
    ).first()
