"""Appraisal, asked fees and figures that a person enters, by hand-computed values."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.fees.comparables import AskedFee, Traits
from marketplace.fees.evidence import Evidence
from marketplace.fees.guidance import guide
from marketplace.fees.inputs import (
    Appraisal,
    GuidanceInputs,
    IndustryFigures,
    RoyaltyFigures,
    licensee_factor,
)
from marketplace.fees.methods.patentee import annuity
from marketplace.fees.ranges import Method, Unit

NOTHING = Evidence(years=(), bands=())
WAN = 1_000_000


def ask(licensees=1, years=3, **given):
    return GuidanceInputs(on=date(2026, 11, 27), expected_licensees=licensees, years=years, **given)


def ends(guidance, method, unit=Unit.FEN_PER_YEAR):
    [found] = [each for each in guidance.ranges if (each.method, each.unit) == (method, unit)]
    return found.low, found.central, found.high


class TestAppraisal:
    def test_annuity_by_hand(self):
        """331 at 10 % over 3 years is 133.1 a year: 121 + 110 + 100 = 331."""
        assert annuity(331, 3, Fraction(1, 10)) == Fraction("133.1")
        assert annuity(300, 3, Fraction(0)) == 100

    def test_for_four_licensees(self):
        """3,310,000 yuan over 3 years at 10 %: 1,331,000 a year; times 2/9, 2/5 and 2/3."""
        guidance = guide(ask(4, appraisal=Appraisal(331_000_000, 3, 100_000)), NOTHING)
        assert ends(guidance, Method.APPRAISAL) == (29_577_778, 53_240_000, 88_733_333)

    def test_without_a_value_it_says_so(self):
        reasons = {each.method: each.reason.text for each in guide(ask(), NOTHING).absent}
        assert "appraised value" in reasons[Method.APPRAISAL]

    @given(st.integers(1, 10**12), st.integers(1, 20), st.integers(1, 10**6))
    def test_present_value_of_the_annuity_is_the_value(self, value, years, ppm):
        rate = Fraction(ppm, 10**6)
        payment = annuity(value, years, rate)
        assert (
            sum(payment * Fraction(1, 1) * (1 + rate) ** -year for year in range(1, years + 1))
            == value
        )


class TestEnteredFigures:
    def test_industry_average(self):
        """1,200,000 yuan / 3 years / 2 patents x 2/5 = 80,000; 5 % x 2/5 = 2 %."""
        figures = IndustryFigures(120_000_000, Fraction(3), Fraction(2), 50_000)
        guidance = guide(ask(4, industry_figures=figures), NOTHING)
        assert ends(guidance, Method.INDUSTRY_STATISTICS) == (8_000_000,) * 3
        rate = ends(guidance, Method.INDUSTRY_STATISTICS, Unit.PPM_OF_NET_SALES)
        assert rate == (20_000,) * 3

    def test_royalty_band(self):
        """2, 3 and 5 % x 2/5."""
        guidance = guide(ask(4, royalty_figures=RoyaltyFigures(20_000, 30_000, 50_000)))
        found = ends(guidance, Method.PUBLISHED_ROYALTY, Unit.PPM_OF_NET_SALES)
        assert found == (8_000, 12_000, 20_000)


class TestAskedFees:
    def evidence(self, count):
        fees = [AskedFee(str(n), "t", 5 * WAN, "u", True, Traits()) for n in range(count)]
        return replace(NOTHING, asked=fees)

    def test_without_coefficient_and_for_the_license_as_offered(self):
        guidance = guide(ask(9), self.evidence(12))
        assert ends(guidance, Method.ASKED_FEES, Unit.FEN_FOR_PERIOD) == (5 * WAN,) * 3
        assert guidance.totals[0].central == 5 * WAN
        assert (guidance.fees[0].n, guidance.fees[0].as_of) == (12, "2026-11-27")
        assert len(guidance.fees[0].nearest) == 8

    def test_too_few_say_how_many(self):
        [found] = [
            each
            for each in guide(ask(), self.evidence(9)).absent
            if each.method is Method.ASKED_FEES
        ]
        assert found.reason.params == {"known": 9, "least": 10}


@pytest.mark.parametrize("n", [1, 2, 5, 999])
def test_more_licensees_pay_less_each_and_more_together(n):
    assert licensee_factor(n) > licensee_factor(n + 1)
    assert n * licensee_factor(n) < (n + 1) * licensee_factor(n + 1) < 2


def test_every_method_of_the_guideline_answers_or_says_why():
    guidance = guide(ask(), NOTHING)
    answered = {each.method for each in guidance.ranges} | {each.method for each in guidance.absent}
    assert answered == set(Method)
