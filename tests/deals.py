"""Whole deals for tests, made through the services: a published listing, a licensee, an agreement
as far as wanted."""

from datetime import timedelta

from marketplace import clock
from marketplace.accounts.models import OrganizationStatus
from marketplace.agreements import services, texts
from marketplace.agreements.models import Side
from marketplace.agreements.services import Act
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.listings.models import ListingStatus
from marketplace.payments import services as payments
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.routes import ROUTES
from tests.accounts.factories import make_organization, owner_of
from tests.declarations.factories import clear_bars, make_patentee
from tests.kept_scenes import kept_scene
from tests.listings.factories import announce, make_listing

LUMP_FEN = 3_000_000


@kept_scene
def published(
    fee_mode=FeeMode.FREE, route=Route.OPEN, *, terms=None, patents=None, text=None, **options
):
    """A published listing; on `open` with its declaration announced. ``text``: title, summary…"""
    terms = terms or preset(fee_mode, route=route, **options)
    organization = patents[0].claimant if patents else make_patentee()
    listing = make_listing(
        ListingStatus.PUBLISHED,
        terms=terms,
        organization=organization,
        patents=patents,
        text=text or {},
    )
    if ROUTES[terms.route].needs_declaration:
        announce(listing)
    return listing


def licensee(**values):
    """A verified company whose owner may sign."""
    return make_organization(**values)


def act_of(agreement, user, **values):
    """The act of signing the present text."""
    return Act(by=user, text_sha256=texts.build(agreement).sha256, address="127.0.0.1", **values)


@kept_scene
def drafted(listing, organization=None):
    """The draft by which a licensee takes up a listing."""
    organization = organization or licensee()
    with transaction():
        return services.draft(listing, organization, owner_of(organization))[0]


@kept_scene
def noticed(listing, organization=None):
    """A signed notice on an open listing."""
    agreement = drafted(listing, organization)
    act = act_of(agreement, owner_of(agreement.licensee))
    with transaction():
        services.sign_notice(agreement, act)
    return agreement


@kept_scene
def accepted(listing, organization=None):
    """A contract concluded by acceptance of the standing offer."""
    agreement = drafted(listing, organization)
    act = act_of(agreement, owner_of(agreement.licensee))
    with transaction():
        services.accept_standing_offer(agreement, act)
    return agreement


def look_up(agreement):
    """The status of the patents and what could be said against them is stated as of today."""
    for patent in agreement.patents:
        clear_bars(patent)
        patent.legal_status_on = clock.today()
    db.session.commit()


def sign_both(agreement):
    """Both sides sign a contract, the licensee first, within thirty days."""
    for side in (Side.LICENSEE, Side.LICENSOR):
        act = act_of(agreement, owner_of(agreement.party(side)))
        with transaction():
            services.sign_contract(agreement, side, act, clock.today() + timedelta(30))
    return agreement


@kept_scene
def pay(agreement, amount_fen, value_day, reference="", by=None):
    """The licensee states a transfer with its slip."""
    with transaction():
        return payments.state_transfer(
            agreement,
            amount_fen,
            value_day,
            reference,
            None,
            by or owner_of(agreement.licensee),
        )


def unverify(organization):
    """Put an organization back to where nobody has verified it."""
    organization.status = OrganizationStatus.REGISTERED
    db.session.commit()
