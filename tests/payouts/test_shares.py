"""R-52 extended: a division to the fen, whoever shares: 1 to 50 parties, odd fen, 0 % and 100 %."""

from fractions import Fraction
from random import Random

import pytest

from marketplace.payouts import shares
from marketplace.payouts.models import EntitledKind as K
from marketplace.payouts.shares import Stake, divide
from marketplace.terms.findings import TermsError

OWN = "institution00001"


def parties(kind, weights):
    return [Stake(f"{kind}{place:04d}", kind, weight) for place, weight in enumerate(weights)]


def scene(random: Random, n: int):
    """n parties of every capacity, odd amounts, extreme shares."""
    co_owners = n % 4
    agencies = n % 3 == 0
    inventors = max(1, n - co_owners - agencies)
    plan = [
        *parties(K.INVENTOR, [random.choice([0, 1, 1, 7, 33, 999_983]) for _ in range(inventors)]),
        *parties(K.CO_OWNER, [random.choice([0, 1, 3]) for _ in range(co_owners)]),
        Stake(OWN, K.INSTITUTION, random.choice([1, 2, 7])),
        *parties(K.AGENCY, [random.choice([0, 1, 333_333, 1_000_000])] * agencies),
    ]
    if not any(each.weight for each in plan if each.kind is K.INVENTOR):
        plan[0] = Stake(plan[0].party, K.INVENTOR, 1)
    return plan, random.choice([0, 1, 500_000, 666_667, 700_000, 999_999, 1_000_000])


@pytest.mark.parametrize("n", range(1, 51))
def test_parts_make_the_whole_and_stay_within_a_fen(n):
    random = Random(n)
    for _ in range(20):
        plan, ppm = scene(random, n)
        net = random.choice([0, 1, 2, 99, 100, 101, 12_345_67, random.randrange(10**12)])
        parts = divide(net, OWN, plan, ppm)
        assert sum(amount for _, amount in parts) == net
        assert all(amount >= 0 for _, amount in parts)
        assert divide(net, OWN, plan, ppm) == parts
        assert len({(each.kind, each.party) for each, _ in parts}) == len(parts)
        for stake, amount in parts:
            assert abs(amount - exact(net, plan, ppm, stake)) < 4  # one fen per level and rest


def exact(net, plan, ppm, stake):
    """The share of a party without any rounding."""
    agencies = sum(each.weight for each in plan if each.kind is K.AGENCY)
    owners = [each for each in plan if each.kind in {K.INSTITUTION, K.CO_OWNER}]
    inventors = [each for each in plan if each.kind is K.INVENTOR]
    left = Fraction(net * (1_000_000 - agencies), 1_000_000)
    own = left * Fraction(
        next(each.weight for each in owners if each.party == OWN),
        sum(each.weight for each in owners),
    )
    if stake.kind is K.AGENCY:
        return Fraction(net * stake.weight, 1_000_000)
    if stake.kind is K.CO_OWNER:
        return left * Fraction(stake.weight, sum(each.weight for each in owners))
    if stake.kind is K.INSTITUTION:
        return own * Fraction(1_000_000 - ppm, 1_000_000)
    pot = own * Fraction(ppm, 1_000_000)
    return pot * Fraction(stake.weight, sum(each.weight for each in inventors))


def test_by_hand():
    plan = [
        Stake("agency", K.AGENCY, 100_000),
        Stake(OWN, K.INSTITUTION, 2),
        Stake("partner", K.CO_OWNER, 1),
        Stake("first", K.INVENTOR, 2),
        Stake("second", K.INVENTOR, 1),
    ]
    parts = {stake.party: amount for stake, amount in divide(100_000_01, OWN, plan, 700_000)}
    # 10 % of 100,000.01 is 10,000.00; of 90,000.01 a third is 30,000.00, two thirds 60,000.01;
    # 70 % of 60,000.01 is 42,000.01 (largest remainder), two to one among the inventors
    assert parts == {
        "agency": 10_000_00,
        "partner": 30_000_00,
        OWN: 18_000_00,
        "first": 28_000_01,
        "second": 14_000_00,
    }


def test_everything_or_nothing_for_the_inventors():
    inventors = parties(K.INVENTOR, [1, 1, 1])
    nothing = {stake.kind: amount for stake, amount in divide(100, OWN, inventors, 0)}
    assert nothing[K.INSTITUTION] == 100
    everything = [amount for _, amount in divide(100, OWN, inventors, 1_000_000)]
    assert everything == [0, 34, 33, 33]


def test_a_part_for_inventors_whom_nobody_named_is_refused():
    with pytest.raises(TermsError):
        divide(100, OWN, [], 500_000)


def test_agencies_cannot_take_more_than_everything():
    with pytest.raises(TermsError):
        divide(100, OWN, parties(K.AGENCY, [600_000, 600_000]), 0)


def test_rounding_each_part_by_itself_would_lose_fen(monkeypatch):
    """Negative control: with plain rounding the parts do not make the whole, and it shows."""
    from marketplace.terms.splits import Part

    def rounded(amount, nodes):
        whole = sum(node.weight for node in nodes)
        return tuple(Part(node.party, amount * node.weight // whole) for node in nodes)

    monkeypatch.setattr(shares, "split_down", rounded)
    plan = [Stake(OWN, K.INSTITUTION, 1), *parties(K.AGENCY, [333_333])]
    assert sum(amount for _, amount in divide(100, OWN, plan, 0)) != 100
