"""Comparable asked fees: weights, the calibrated range by hand, order and rounding."""

from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.fees.comparables import FACTORS, AskedFee, Trait, Traits, estimate
from marketplace.fees.comparables.logs import ONE, log2, power2
from marketplace.fees.comparables.traits import weight
from marketplace.patents.enums import Maturity, PatentKind

WAN = 1_000_000
FULL = Traits(
    PatentKind.INVENTION,
    2021,
    frozenset({"H01M"}),
    frozenset({"C38"}),
    Maturity.PILOT,
    4,
    frozenset({"张三"}),
    "材料学院",
    frozenset({"license"}),
)


def asked(*fees, traits=None):
    return [
        AskedFee(f"{number:03}", "一种电池", fee, "某高校", False, traits or Traits())
        for number, fee in enumerate(fees)
    ]


class TestLogs:
    @given(st.integers(1, 2_000_000_000))
    def test_there_and_back_is_the_same_amount(self, amount):
        assert power2(log2(amount)) == amount

    def test_doubling_adds_one(self):
        assert log2(1) == 0
        assert log2(8) == 3 * ONE
        assert log2(6 * WAN) - log2(3 * WAN) == ONE

    def test_nothing_has_no_logarithm(self):
        with pytest.raises(ValueError, match="positive"):
            log2(0)

    @given(st.integers(1, 10**10), st.integers(1, 10**10))
    def test_order_is_kept(self, one, other):
        assert (one <= other) == (log2(one) <= log2(other)) or log2(one) == log2(other)


class TestWeight:
    def test_all_agree(self):
        """50 x 3 x 3 x (3/2)^3 x (6/5)^3 = 2624.4 times what nothing in common weighs."""
        ratio = Fraction(weight(FULL, FULL), weight(FULL, Traits()))
        assert ratio == prod(FACTORS.values()) == Fraction("2624.4")

    def test_unknown_agrees_with_nothing(self):
        assert Traits().agreeing(Traits()) == []
        assert FULL.agreeing(Traits()) == []

    @pytest.mark.parametrize("trait", Trait)
    def test_shown_factors_are_those_that_weigh(self, trait):
        """One trait alone multiplies by exactly the factor shown, and is named."""
        alone = Traits(**{_NAMES[trait]: getattr(FULL, _NAMES[trait])})
        assert Fraction(weight(FULL, alone), weight(FULL, Traits())) == FACTORS[trait]
        assert FULL.agreeing(alone) == [trait]

    def test_of_an_age_within_a_year(self):
        years = [FULL.agreeing(Traits(filing_year=year)) for year in (2019, 2020, 2022, 2023)]
        assert years == [[], [Trait.AGE], [Trait.AGE], []]


_NAMES = {
    Trait.TEAM: "team",
    Trait.DEPARTMENT: "department",
    Trait.MATURITY: "maturity",
    Trait.KIND: "kind",
    Trait.GRADE: "grade",
    Trait.FIELD: "subclasses",
    Trait.WAY: "ways",
    Trait.INDUSTRY: "divisions",
    Trait.AGE: "filing_year",
}


class TestEstimate:
    def test_by_hand(self):
        """1, 2, 4, … 512 yuan-hundreds with equal weights: the middle is 2^4.5 x 100 fen.

        Ends of all ten: 100 and 25,600. Left out in turn the nine others give 200 to 51,200 for
        the first, 100 to 51,200 for those between, 100 to 25,600 for the last: one too low by a
        doubling, one too high by one, eight inside by one or more. The 9th of ten scores in order
        is the doubling, so both ends move out by it: 50 and 51,200.
        """
        found = estimate(Traits(), asked(*(100 * 2**n for n in range(10))))
        assert (found.low, found.central, found.high) == (50, 2_300, 52_000)
        assert (found.n, found.known, found.covered) == (10, 10, 10)

    def test_the_margin_can_narrow(self):
        """Eleven equal fees leave no doubt at all."""
        found = estimate(Traits(), asked(*[5 * WAN] * 11))
        assert (found.low, found.central, found.high) == (5 * WAN,) * 3
        assert (found.commonest, found.commonest_n) == (5 * WAN, 11)

    def test_too_few_give_nothing(self):
        assert estimate(Traits(), asked(*[WAN] * 9)) is None
        assert estimate(Traits(), asked(*[WAN] * 10)) is not None

    def test_free_ones_are_no_fees(self):
        assert estimate(Traits(), asked(*[WAN] * 9, 0, 0)) is None

    def test_the_order_of_comparables_changes_nothing(self):
        fees = asked(*(WAN * n for n in (1, 2, 3, 5, 5, 5, 8, 10, 10, 20, 25, 100)))
        assert estimate(FULL, fees) == estimate(FULL, fees[::-1])

    def test_a_common_team_pulls_the_middle(self):
        others = asked(*[2 * WAN] * 12)
        team = [
            AskedFee(f"9{n}", "同组", 20 * WAN, "某高校", False, Traits(team=frozenset({"张三"})))
            for n in range(3)
        ]
        near, far = estimate(FULL, others + team), estimate(Traits(), others + team)
        assert near.central > 15 * WAN > 4 * WAN > far.central
        assert near.nearest[0].agreeing == [Trait.TEAM]
        assert sum(each.share_ppm for each in near.nearest[:3]) > 900_000

    @given(st.lists(st.integers(1, 10**9), min_size=10, max_size=14))
    def test_ends_are_in_order_and_four_of_five_lie_inside(self, fees):
        found = estimate(Traits(), asked(*fees))
        assert 0 <= found.low <= found.central * 11 // 10
        assert found.central <= found.high * 11 // 10
        assert 5 * found.covered >= 4 * found.n

    def test_without_calibration_fewer_lie_inside(self, monkeypatch):
        """The control: with a margin that trusts the best comparables the share is lost."""
        fees = asked(*(100 * 3**n for n in range(12)))
        monkeypatch.setattr("marketplace.fees.comparables.calibrated._rank", lambda size: 1)
        assert 5 * estimate(Traits(), fees).covered < 4 * 12


def test_money_stays_whole():
    found = estimate(FULL, asked(*(7 * WAN + n for n in range(10))))
    parts = product((found.low, found.central, found.high), (int,))
    assert all(isinstance(part, kind) for part, kind in parts)
