"""Observations: written once, kept apart by stage, taken back by another row."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from marketplace.accounts.models import Organization
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.fees.closing import close_quarter
from marketplace.fees.cohorts import last_full_quarter
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.models import FeeObservation, PriceStage
from marketplace.fees.observations import Price
from marketplace.fees.queries import evidence, guidance_for
from marketplace.fees.ranges import Method, Unit
from marketplace.fees.services import withdraw
from marketplace.terms import Terms
from marketplace.terms.enums import Route, RoyaltyBase
from marketplace.terms.parts import DuePoint, Fixed, Instalment, Period, Repeat, Royalty, Tier

ON = date(2026, 11, 23)


def closed(on=ON):
    """Close the quarter before a day, as the statistics do when it is over."""
    with transaction():
        close_quarter(last_full_quarter(on))


def contracted(on=ON, industry="C38"):
    closed(on)
    return evidence(on, (industry,)).deal_fees


@pytest.mark.databases("sqlite", "postgresql")
def test_a_price_seen_twice_is_kept_once(session, seen):
    first = seen(1)
    assert seen(1).id == first.id
    assert session.scalar(select(func.count(FeeObservation.id))) == 1
    assert [event.tag for event in history(first)] == ["fee_observation:add"]


def test_declared_contracted_and_received_are_kept_apart(seen):
    for number in range(1, 6):
        seen(number)
        seen(number, stage=PriceStage.DECLARED)
        seen(number, stage=PriceStage.RECEIVED)
    assert len(contracted()) == 5


@pytest.mark.databases("sqlite", "postgresql")
def test_a_price_taken_back_does_not_count(session, seen):
    wrong = seen(9)
    for number in range(1, 6):
        seen(number)
    with transaction():
        taken_back = withdraw(wrong, SYSTEM)
    assert len(contracted()) == 5
    for each in (wrong, taken_back):
        with pytest.raises(Refused), transaction():
            withdraw(each, SYSTEM)


@pytest.mark.databases("sqlite", "postgresql")
def test_an_observation_is_never_changed(session, seen):
    observation = seen(1)
    observation.fixed_fen = 5
    with pytest.raises(DBAPIError, match="append-only"):
        session.flush()
    session.rollback()


def test_only_the_industrys_finished_quarters_count(seen):
    for number in range(1, 6):
        seen(number)
        seen(number + 5, industries=("C27",))
        seen(number + 10, on=date(2026, 10, 1))
        seen(number + 15, industries=())
    assert len(contracted()) == 5
    assert len(contracted(on=date(2027, 1, 5))) == 10


def test_free_licenses_have_no_price(seen):
    for number in range(1, 6):
        rate = 30_000 + number
        seen(number, price=Price(fixed_fen=0, months=12))
        seen(number + 5, price=Price(None, None, rate_ppm=rate, rate_base="net_sales"))
        seen(number + 10, price=Price(None, None, rate_ppm=rate, rate_base="profit"))
    closed()
    found = evidence(ON, ("C38",))
    assert list(found.deal_fees) == []
    assert len(found.deal_rates) == 5


def test_five_deals_of_three_licensors_make_a_range(seen):
    for number in range(1, 6):
        seen(number)
    closed()
    inputs = GuidanceInputs(on=ON, expected_licensees=3, years=5, industries=("C3841",))
    found = [each for each in guidance_for(inputs).ranges if each.method is Method.OWN_DEALS]
    assert [(each.low, each.central, each.high) for each in found] == [
        (2_000_000, 3_000_000, 4_000_000)
    ]
    assert (found[0].n, found[0].as_of, found[0].unit) == (5, "2026-09-30", Unit.FEN_PER_YEAR)


def test_four_deals_make_none(seen):
    for number in range(1, 5):
        seen(number)
    closed()
    inputs = GuidanceInputs(on=ON, expected_licensees=3, years=5, industries=("C3841",))
    assert Method.OWN_DEALS not in {each.method for each in guidance_for(inputs).ranges}


def test_the_price_in_terms_is_everything_fixed_over_the_period():
    terms = Terms.of(
        Route.ORDINARY,
        period=Period(months=36),
        entry_fee=Fixed(amount_fen=500),
        instalments=(
            Instalment(
                amount_fen=100, due=DuePoint(months=0), repeat=Repeat(every_months=12, times=3)
            ),
        ),
        royalty=Royalty(base=RoyaltyBase.NET_SALES, tiers=(Tier(rate_ppm=30_000),)),
    )
    assert Price.of(terms) == Price(800, 36, 1, 30_000, "net_sales")


def test_a_royalty_in_steps_has_no_single_rate():
    steps = (Tier(up_to=100, rate_ppm=30_000), Tier(rate_ppm=20_000))
    terms = Terms.of(
        Route.ORDINARY,
        period=Period(whole_life=True),
        royalty=Royalty(base=RoyaltyBase.PROFIT, tiers=steps),
    )
    assert Price.of(terms, months=100) == Price(0, 100)


@pytest.mark.databases("postgresql")
def test_the_same_price_seen_by_two_at_once_is_kept_once(app, session, seen, licensors):
    key = licensors[1].id

    def job(_):
        with app.app_context():
            try:
                return seen(1, licensor=session.get_one(Organization, key)).public_id
            finally:
                session.remove()

    session.rollback()
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(job, range(8)))) == 1
    assert session.scalar(select(func.count(FeeObservation.id))) == 1
