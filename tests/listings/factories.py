"""Listings for tests, in any state of their lives, made through the services and committed."""

from marketplace import clock
from marketplace.accounts.models import PayeeAccount, PayeeStatus
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.models import DeclarationStatus
from marketplace.extensions import db
from marketplace.listings import services
from marketplace.listings.models import ListingStatus
from marketplace.listings.offers import offer_text
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.terms.routes import ROUTES
from tests.accounts.factories import make_administrator, owner_of
from tests.declarations.factories import (
    FREE,
    evidence,
    make_patent,
    make_patentee,
    manager_of,
)
from tests.kept_scenes import kept_scene

__all__ = [
    "ORDINARY",
    "PRICED",
    "announce",
    "give_account",
    "make_listing",
    "manager_of",
    "owner_of",
    "reviewer",
    "sign",
]

ORDINARY = preset(FeeMode.FREE, route=Route.ORDINARY)
PRICED = preset(FeeMode.LUMP_SUM, amount_fen=3_000_000, route=Route.ORDINARY)
TEXT = {
    "title": "让电池降温 8 度的液冷板",
    "summary": "贴在电芯之间,温升降低 8 ℃。",
    "uses": "储能柜、电动叉车。",
}

S = ListingStatus


def reviewer():
    return make_administrator()


def give_account(organization):
    """A verified account to pay to."""
    db.session.add(
        PayeeAccount(
            organization=organization,
            stated_by_id=owner_of(organization).id,
            holder=organization.name,
            bank="中国银行广州分行",
            account_number="6222000000001234",
            status=PayeeStatus.VERIFIED,
        )
    )
    db.session.commit()


@kept_scene
def make_listing(status=S.DRAFT, *, terms=FREE, patents=None, organization=None, **options):
    """A listing that has come as far as `status`; complete but for what the test leaves out."""
    organization = organization or (patents[0].claimant if patents else make_patentee())
    patents = patents or [make_patent(organization)]
    owner = owner_of(organization)
    if options.get("account", True):
        give_account(organization)
    with transaction():
        listing = services.draft(organization, patents, owner)
        services.describe(listing, owner, **{**TEXT, **options.get("text", {})})
        services.set_terms(listing, terms, owner)
    if options.get("signed", True) and ROUTES[terms.route].standing_offer:
        sign(listing)
    for step in _PATHS[status]:
        with transaction():
            _STEPS[step](listing, owner)
    return listing


@kept_scene
def sign(listing):
    with transaction():
        return services.sign_standing_offer(
            listing, owner_of(listing.organization), shown_sha256=offer_text(listing).sha256
        )


@kept_scene
def announce(listing):
    """Bring every declaration of the listing through the office."""
    owner, second = owner_of(listing.organization), manager_of(listing.organization)
    for item in listing.items:
        declaration = item.declaration
        if declaration.status is not DeclarationStatus.PREPARING:
            continue
        with transaction():
            declarations.submit_for_approval(declaration, owner)
            declarations.approve(declaration, second)
            declarations.sign_commitment(declaration, owner)
            declarations.mark_submitted(declaration, owner, clock.today())
            declarations.enter_announcement(
                declaration,
                f"KF{declaration.id:09d}",
                clock.today(),
                "42-10",
                evidence(),
                owner,
            )
            declarations.check_announcement(declaration, second)


_STEPS = {
    "submit": lambda each, owner: services.submit(each, owner),
    "return": lambda each, owner: services.return_(each, reviewer(), "请补充用途"),
    "publish": lambda each, owner: services.publish(each, reviewer()),
    "pause": lambda each, owner: services.pause(each, owner),
    "unpublish": lambda each, owner: services.unpublish(each, owner),
}
_PATHS = {
    S.DRAFT: (),
    S.SUBMITTED: ("submit",),
    S.RETURNED: ("submit", "return"),
    S.PUBLISHED: ("submit", "publish"),
    S.PAUSED: ("submit", "publish", "pause"),
    S.UNPUBLISHED: ("submit", "publish", "unpublish"),
}
