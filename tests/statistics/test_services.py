"""Releases: closed quarters only, each once, whole groups only, also through the database."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from marketplace import clock
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.fees.closing import sealed
from marketplace.fees.models import PriceStage
from marketplace.fees.observations import Price
from marketplace.fees.queries import evidence
from marketplace.fees.sealing import Trait
from marketplace.fees.services import observe, withdraw
from marketplace.statistics import clocks
from marketplace.statistics.queries import newest
from marketplace.statistics.tables import WHOLE, cells
from tests.statistics.attacker import Attacker
from tests.statistics.conftest import THROUGH, TODAY

BOTH = pytest.mark.databases("sqlite", "postgresql")


def whole(release, stage="contracted"):
    rows = release.prices[stage][WHOLE]
    return rows[0] if rows else None


@BOTH
def test_stages_are_kept_apart_and_free_licenses_are_contracts_without_a_fee(kept, publish):
    kept(6)
    kept(6, PriceStage.DECLARED, price=Price(fixed_fen=9_000_000, months=12))
    kept(5, price=Price(fixed_fen=0, months=12))
    release = publish()
    assert whole(release, "contracted")["contracts"] == 11
    assert whole(release, "contracted")["fee"]["contracts"] == 6
    assert whole(release, "contracted")["fee"]["median"] == 1_000_000
    assert whole(release, "declared")["fee"]["median"] == 9_000_000
    assert whole(release, "received")["fee"]["median"] == 0


def test_four_contracts_and_two_licensors_are_not_published(kept, publish, licensors):
    kept(4)
    kept(9, industries=("C2611",), licensor=licensors[0])
    assert whole(publish()) is None


def test_a_quarter_is_published_once_and_stays(kept, publish):
    kept(6)
    first = publish()
    kept(6)
    assert publish().id == first.id
    assert whole(newest())["contracts"] == 6
    assert [event.tag for event in history(first)] == ["statistics:release"]
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        first.method = "other"


@pytest.mark.parametrize("through", [date(2026, 12, 31), date(2026, 9, 29), date(2026, 8, 31)])
def test_only_a_quarter_that_is_over_is_published(publish, session, through):
    with pytest.raises(Refused):
        publish(through)


def test_an_earlier_quarter_than_the_last_is_refused(publish, session):
    publish()
    with pytest.raises(Refused, match="later"):
        publish(date(2026, 6, 30))


def test_prices_after_the_quarter_wait(kept, publish):
    kept(6)
    kept(6, on=date(2026, 10, 2))
    assert whole(publish())["contracts"] == 6
    assert whole(publish(date(2026, 12, 31), date(2027, 1, 4)))["contracts"] == 12


@BOTH
def test_a_price_taken_back_takes_its_whole_group_along(kept, publish):
    kept(6)
    wrong = kept(5, industries=("C2611",))[0]
    assert whole(publish())["contracts"] == 11
    with transaction():
        withdraw(wrong, SYSTEM)
    later = publish(date(2026, 12, 31), date(2027, 1, 4))
    assert whole(later)["contracts"] == 6
    assert [row["key"] for row in later.prices["contracted"]["division"]] == ["C38"]


@BOTH
def test_received_prices_are_those_of_whole_contracted_groups(kept, publish):
    contracts = kept(6)
    for each in contracts[:4]:
        kept_received(each, 600_000)
    release = publish()
    assert whole(release, "received")["contracts"] == whole(release)["contracts"] == 6
    assert whole(release, "received")["fee"]["median"] == 600_000
    assert whole(release, "received")["fee"]["low"] < 600_000


def kept_received(contracted, fen, on=date(2026, 6, 1)):
    with transaction():
        return observe(
            PriceStage.RECEIVED,
            ("payments", contracted.contract_ref),
            Price(fen, 12),
            licensor=contracted.licensor,
            kind=contracted.kind,
            route=contracted.route,
            on=on,
            by=SYSTEM,
            contract=contracted.contract_ref,
        )


@BOTH
def test_a_reversed_payment_takes_the_received_group_away_but_not_the_contracts(kept, publish):
    contracts = kept(6)
    payments = [kept_received(each, 600_000) for each in contracts]
    publish()
    with transaction():
        withdraw(payments[0], SYSTEM)
    later = publish(date(2026, 12, 31), date(2027, 1, 4))
    assert whole(later, "received") is None
    assert whole(later)["contracts"] == 6


def test_received_prices_wait_for_a_full_quarter(kept, publish):
    contracts = kept(6, on=date(2026, 8, 3))
    for each in contracts[:4]:
        kept_received(each, 600_000, date(2026, 8, 10))
    assert whole(publish(), "received") is None
    later = publish(date(2026, 12, 31), date(2027, 1, 4))
    assert whole(later, "received")["contracts"] == 6


def test_guidance_shows_the_same_groups_and_no_more(kept, publish):
    kept(6)
    assert list(evidence(TODAY, ("C38",)).deal_fees) == []
    row = publish().prices["contracted"]["division"][0]
    kept(3)
    deals = evidence(TODAY, ("C38",)).deal_fees
    assert len(deals) == row["contracts"] == 6
    assert list(evidence(TODAY, ("C26",)).deal_fees) == []


def test_the_attacker_finds_nothing_in_what_the_database_publishes(kept, publish):
    """Four quarters, sparse industries, contracts set aside: figures and sets agree."""
    seen, known = Attacker(), {}
    day, today = date(2026, 2, 3), date(2026, 4, 2)
    for quarter in range(4):
        through = date(2026, (3, 6, 9, 12)[quarter], (31, 30, 30, 31)[quarter])
        kept(7, on=day)
        kept(3, on=day, industries=("C2611",))
        kept(4, on=day, industries=("I6510",), kind="utility_model")
        kept(2, on=day, kind="design")
        wrong = kept(6, on=day, industries=("C3411",), mode=None)[0]
        release = publish(through, today)
        for stage in (PriceStage.CONTRACTED, PriceStage.RECEIVED):
            look(seen, known, release, stage)
        with transaction():
            withdraw(wrong, SYSTEM)
        day, today = clock.add_months(day, 3), today + timedelta(days=92)
    assert len(seen.figures) > 20
    assert seen.unsafe_atoms() == []
    assert seen.differences() == []


def look(seen, known, release, stage):
    groups = sealed(stage, release.through)
    for trait in Trait:
        rows = {row["key"]: row for row in release.prices[stage.value][trait.value]}
        for key, own in cells(groups, trait):
            units = {known.setdefault(unit.key, unit) for group in own for unit in group.units}
            assert rows.pop(key)["contracts"] == len(units)
            seen.see((release.through, stage, trait, key), units)
        assert rows == {}


def test_the_clock_publishes_each_quarter_once(kept, session):
    kept(6)
    with clock.at(TODAY):
        assert clocks.run() == 1
        assert clocks.run() == 0
        assert newest().through == THROUGH
    with clock.at(date(2027, 1, 1)):
        assert clocks.run() == 1


def test_the_command_says_what_it_did(app, kept):
    run = app.test_cli_runner().invoke
    kept(6, on=date(2020, 1, 5))
    assert run(args=["statistics", "release"]).output.endswith("published\n")
    assert run(args=["statistics", "release"]).output.endswith("published before\n")
