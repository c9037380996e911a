"""R-95: no sum or difference of published figures, of any table and quarter, singles anybody out;
and each part of the scheme is needed: without it the attacker succeeds."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from marketplace.fees import sealing
from marketplace.fees.cohorts import last_full_quarter
from marketplace.fees.sealing import Trait, Unit
from marketplace.statistics.tables import WHOLE, cells, tables
from tests.statistics.attacker import Attacker, is_unsafe

START = date(2024, 1, 1)
QUARTERS = [last_full_quarter(START + timedelta(days=95 * number)) for number in range(1, 11)]
DIVISIONS = ("C26", "C27", "C34", "C35", "C38", "C39", "I65", None)
KINDS = ("invention", "utility_model", "design", None)
MODES = ("free", "lump_sum", "royalty", "entry_royalty")


def history(seed, size=200):
    """Random contracts: few big licensors and many small ones, crowded and empty industries."""
    chance = random.Random(seed)
    busy = [chance.random() ** 3 + 0.02 for _ in DIVISIONS]
    licensors = range(1, chance.choice((4, 9, 25)))
    weights = [1 / number for number in licensors]
    return [_contract(chance, key, busy, licensors, weights) for key in range(size)]


def _contract(chance, key, busy, licensors, weights):
    mode = chance.choices(MODES, (3, 4, 2, 1))[0]
    fee = Fraction(int(10_000 * 1.7 ** chance.gauss(6, 2))) if mode in MODES[1::2] else None
    rate = Fraction(chance.randrange(5, 80), 1000) if mode in MODES[2:] else None
    return Unit(
        key,
        chance.choices(licensors, weights)[0],
        START + timedelta(days=chance.randrange(900)),
        fee,
        rate,
        chance.choices(DIVISIONS, busy)[0],
        chance.choices(KINDS, (6, 4, 1, 1))[0],
        mode,
    )


def published(seed, joins=lambda unit, groups: False):
    """Every figure of every quarter of one history; some contracts are set aside on the way.

    ``joins``: whether a contract that waits is put into a group that is closed already (never).
    """
    chance, seen = random.Random(seed), Attacker()
    contracts, groups, taken_back, known = history(seed), [], set(), set()
    for quarter in QUARTERS:
        waiting = [each for each in contracts if each.on <= quarter and each.key not in known]
        waiting = [each for each in waiting if each.key not in taken_back]
        made = sealing.seal(waiting, quarter)
        known |= {unit.key for group in made for unit in group.units}
        groups += made
        for unit in waiting:
            if unit.key not in known and joins(unit, groups):
                known.add(unit.key)
        look(seen, quarter, sealing.standing(groups, taken_back))
        taken_back |= {key for key in sorted(known) if chance.random() < 0.01}
    return seen


def look(seen, quarter, groups):
    """What the tables of one stage show: counts, and numbers of contracts behind quartiles. A row
    that is not safe by itself is hidden, as a primary suppression would."""
    rows = [(WHOLE, None, groups)]
    rows += [(trait.value, key, own) for trait in Trait for key, own in cells(groups, trait)]
    shown = tables(groups)
    for table, key, own in rows:
        units = {unit for group in own for unit in group.units}
        if not units or is_unsafe(units):
            continue
        (row,) = (each for each in shown[table] if each["key"] == key)
        assert row["contracts"] == len(units)
        seen.see((quarter, table, str(key), "contracts"), units)
        for measure in ("fee", "rate"):
            priced = {unit for unit in units if getattr(unit, measure) is not None}
            if row[measure]:
                assert row[measure]["contracts"] == len(priced)
                seen.see((quarter, table, str(key), measure), priced)


@pytest.mark.parametrize("seed", range(24))
def test_nothing_published_singles_anybody_out(seed):
    seen = published(seed)
    assert seen.unsafe_atoms() == []
    assert seen.differences() == []
    assert seen.isolated() == []


def test_the_histories_do_publish_something():
    figures = [published(seed).figures for seed in range(24)]
    assert sum(bool(each) for each in figures) > 20
    assert max(len(each) for each in figures) > 100


def test_every_row_is_safe_by_itself():
    for seed in range(8):
        groups = sealing.seal(history(seed), QUARTERS[-1])
        for trait in Trait:
            for _key, own in cells(groups, trait):
                assert not is_unsafe([unit for group in own for unit in group.units])


def attacked(seeds=range(3), **options):
    """Sets that the attacker isolates in several histories."""
    return [found for seed in seeds for found in published(seed, **options).isolated()]


def test_without_complementary_suppression_the_rest_is_found(monkeypatch):
    monkeypatch.setattr(sealing, "complemented", list)
    found = attacked()
    assert found
    assert min(len(each) for each in found) < 5


def test_a_rest_that_is_not_given_a_safe_part_is_found(monkeypatch):
    def only_joined(parts):
        kept = [part for part in parts if sealing.is_safe(part)]
        rest = [unit for part in parts if not sealing.is_safe(part) for unit in part]
        return [*kept, rest] if rest else kept

    monkeypatch.setattr(sealing, "complemented", only_joined)
    assert attacked()


def test_a_contract_that_leaves_its_group_alone_is_found(monkeypatch):
    def singly(groups, taken_back):
        left = [
            sealing.Group(tuple(unit for unit in group.units if unit.key not in taken_back))
            for group in groups
        ]
        return [group for group in left if group.units]

    monkeypatch.setattr(sealing, "standing", singly)
    found = attacked()
    assert min(len(each) for each in found) == 1


def test_a_contract_that_joins_a_closed_group_is_found():
    """The rule of least change: a row changes by whole groups only."""

    def joins(unit, groups):
        for place, group in enumerate(groups):
            if group.units[0].measures == unit.measures:
                groups[place] = sealing.Group((*group.units, unit))
                return True
        return False

    assert min(len(each) for each in attacked(joins=joins)) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEAST_CONTRACTS", 3),
        ("LEAST_LICENSORS", 1),
        ("is_dominated", lambda units: False),
    ],
)
def test_without_a_limit_the_test_sees_it(monkeypatch, name, value):
    monkeypatch.setattr(sealing, name, value)
    assert any(published(seed).unsafe_atoms() for seed in range(12))
