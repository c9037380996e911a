"""Public asked fees: what published listings and announced declarations ask, and nothing else."""

import pytest

from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.fees.asked import visible_fees
from marketplace.listings import asked, services
from marketplace.listings.asked import public_fees
from marketplace.listings.models import ListingStatus
from tests.declarations.factories import LUMP_SUM, make_declaration, make_patent, make_patentee
from tests.listings.factories import ORDINARY, PRICED, make_listing, owner_of

S = ListingStatus
FEN = 3_000_000


def fees():
    return {each.number: each.fen for each in public_fees()}


@pytest.mark.parametrize("terms", [PRICED, LUMP_SUM])
def test_a_published_listing_asks_its_fee(session, terms):
    listing = make_listing(S.PUBLISHED, terms=terms)
    assert fees() == {listing.patents[0].number: FEN}


@pytest.mark.parametrize("status", sorted(set(S) - {S.PUBLISHED}))
def test_a_listing_that_is_not_shown_asks_nothing(session, status):
    make_listing(status, terms=PRICED)
    assert fees() == {}


def test_without_the_condition_a_draft_would_show(session, monkeypatch):
    """The control: with every listing let in, the fee of a draft is given away."""
    listing = make_listing(S.DRAFT, terms=PRICED)
    monkeypatch.setattr(asked, "_LIVE", db.true())
    monkeypatch.setattr(asked, "_of_listings", asked._of_listings.__wrapped__)
    assert fees() == {listing.patents[0].number: FEN}


def test_a_free_license_asks_no_fee(session):
    make_listing(S.PUBLISHED, terms=ORDINARY)
    assert fees() == {}


def test_a_sum_for_several_patents_is_shared_out(session):
    organization = make_patentee()
    patents = [make_patent(organization) for _ in range(3)]
    make_listing(S.PUBLISHED, terms=PRICED, patents=patents)
    assert set(fees().values()) == {FEN // 3}


@pytest.mark.parametrize(
    ("status", "shown"),
    [("preparing", False), ("submitted", False), ("announced", True), ("withdrawn", False)],
)
def test_a_declaration_asks_while_it_is_in_force(session, status, shown):
    declaration = make_declaration(status, terms=LUMP_SUM)
    assert fees() == ({declaration.patent.number: FEN} if shown else {})


def test_the_inventory_keeps_its_own_fee_and_everything_private(session):
    """Published at 30,000 yuan, 50,000 in the inventory: others see 30,000 and no private trait."""
    listing = make_listing(S.PUBLISHED, terms=PRICED)
    patent = listing.patents[0]
    patent.asking_fee, patent.grade, patent.inventors = 5_000_000, 5, ["张三"]
    db.session.commit()
    [seen] = visible_fees(make_patentee(name="另一单位"))
    assert (seen.fen, seen.traits.grade, seen.traits.team) == (FEN, None, frozenset())


def test_taken_down_it_is_gone_at_once(session):
    listing = make_listing(S.PUBLISHED, terms=PRICED)
    assert fees()
    with transaction():
        services.unpublish(listing, owner_of(listing.organization))
    assert fees() == {}
