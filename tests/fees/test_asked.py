"""Whose asked fees serve whom (PRODUCT §5.9): the inventory's its own, public ones everybody."""

import pytest

from marketplace.extensions import db
from marketplace.fees import asked as room
from marketplace.fees import sources
from marketplace.fees.asked import visible_fees
from marketplace.fees.comparables import AskedFee, Traits
from tests.patents.factories import make_patent, make_university

WAN = 1_000_000


@pytest.fixture
def two(session):
    return make_university(name="甲大学"), make_university(name="乙大学")


@pytest.fixture
def public(monkeypatch):
    """Hand in public fees as a room above would."""

    def run(*fees):
        monkeypatch.setattr(sources, "_SOURCES", {"test": lambda: fees})

    run()
    return run


def fees(viewer, **values):
    return {each.number: each.fen for each in visible_fees(viewer, **values)}


def test_an_inventory_serves_its_own_organization_only(two, public):
    mine = make_patent(two[0], asking_fee=5 * WAN)
    theirs = make_patent(two[1], asking_fee=9 * WAN)
    assert fees(two[0]) == {mine.number: 5 * WAN}
    assert fees(two[1]) == {theirs.number: 9 * WAN}
    assert fees(None) == {}


def test_without_the_condition_another_inventory_would_show(two, public, monkeypatch):
    """The control: a query over all inventories gives the other's fee away."""
    theirs = make_patent(two[1], asking_fee=9 * WAN)
    whole = db.select(room.Patent).where(room.Patent.asking_fee > 0)

    def leaking(viewer):
        for each in db.session.scalars(whole):
            yield AskedFee(each.number, each.title, each.asking_fee, "", False, Traits.of(each))

    monkeypatch.setattr(room, "_inventory", leaking)
    assert fees(two[0]) == {theirs.number: 9 * WAN}


def test_price_intentions_and_free_ones_are_no_fees(two, public):
    make_patent(two[0], price_intention="30-40万")
    make_patent(two[0], asking_fee=0)
    assert fees(two[0]) == {}


def test_public_fees_serve_everybody_with_public_traits_only(two, public):
    public(AskedFee("1", "甲", 3 * WAN, "丙大学", True, Traits(filing_year=2020)))
    for viewer in (*two, None):
        [found] = visible_fees(viewer)
        assert (found.fen, found.is_public) == (3 * WAN, True)
        assert (found.traits.grade, found.traits.team) == (None, frozenset())


def test_a_public_fee_stands_before_the_inventory_and_keeps_what_is_known(two, public):
    patent = make_patent(two[0], asking_fee=5 * WAN, grade=4, inventors=["张三"])
    public(AskedFee(patent.number, patent.title, 3 * WAN, "甲大学", True, Traits()))
    [own] = visible_fees(two[0])
    [other] = visible_fees(two[1])
    assert (own.fen, own.traits.grade, own.traits.team) == (3 * WAN, 4, {"张三"})
    assert (other.fen, other.traits.grade) == (3 * WAN, None)


def test_the_patent_itself_is_no_comparable(two, public):
    patent = make_patent(two[0], asking_fee=5 * WAN)
    assert fees(two[0], without=patent.number) == {}


def test_public_traits_leave_out_what_an_inventory_keeps(two):
    patent = make_patent(two[0], grade=5, inventors=["张三"], department="学院", ipc=["H01M10/05"])
    traits = Traits.public(patent.number, patent.kind, patent.ipc, patent.industries)
    assert (traits.grade, traits.team, traits.department, traits.ways) == (
        None,
        frozenset(),
        None,
        frozenset(),
    )
    assert traits.subclasses == {"H01M"}
