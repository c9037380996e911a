"""Every method against numbers worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.errors import Refused
from marketplace.fees.benchmarks import (
    IndustryStatistics,
    RoyaltyBand,
    YearStatistics,
    royalty_bands,
    royalty_field,
    year_statistics,
)
from marketplace.fees.cohorts import DealPrice
from marketplace.fees.evidence import Evidence
from marketplace.fees.guidance import guide
from marketplace.fees.inputs import EarlierLicense, GuidanceInputs, OwnUse, licensee_factor
from marketplace.fees.ranges import InputName, Method, Unit
from marketplace.patents.enums import PatentKind

ON = date(2026, 11, 23)
NOTHING = Evidence(years=(), bands=())


def ask(licensees=1, years=5, **more) -> GuidanceInputs:
    return GuidanceInputs(on=ON, expected_licensees=licensees, years=years, **more)


def only(guidance, method, unit=Unit.FEN_PER_YEAR):
    found = [each for each in guidance.ranges if (each.method, each.unit) == (method, unit)]
    assert len(found) == 1
    return found[0]


def ends(each):
    return each.low, each.central, each.high


class TestLicenseeFactor:
    @pytest.mark.parametrize(("n", "k"), [(1, "1"), (2, "2/3"), (3, "1/2"), (4, "2/5"), (9, "1/5")])
    def test_by_hand(self, n, k):
        assert licensee_factor(n) == Fraction(k)

    @given(n=st.integers(1, 999))
    def test_each_pays_less_and_all_pay_more_but_never_twice_the_fee(self, n):
        assert licensee_factor(n + 1) < licensee_factor(n) <= 1
        assert n * licensee_factor(n) < (n + 1) * licensee_factor(n + 1) < 2

    def test_the_patentees_own_coefficient_takes_its_place(self):
        assert ask(licensees=9, factor_ppm=750_000).factor == Fraction(3, 4)

    @pytest.mark.parametrize(("licensees", "years"), [(0, 5), (1001, 5), (1, 0), (1, 21)])
    def test_numbers_out_of_range_are_refused(self, licensees, years):
        with pytest.raises(Refused):
            ask(licensees, years)

    @pytest.mark.parametrize(("kind", "years"), [("utility_model", 11), ("design", 16)])
    def test_no_license_outlives_its_kind_of_patent(self, kind, years):
        assert ask(years=years - 1, kind=PatentKind(kind)).years == years - 1
        with pytest.raises(Refused) as refusal:
            ask(years=years, kind=PatentKind(kind))
        assert refusal.value.params == {"longest": years - 1}


class TestAnnualStatistics:
    def test_the_packaged_years_for_one_licensee(self):
        """2022: 3,210,000 / (3.6 x 2.3) = 387,681.159; 2023: 1,660,000 / (3.0 x 2.4) =
        230,555.556; 2024: 1,711,000 / (2.8 x 2) = 305,535.714 yuan a year and patent."""
        found = only(guide(ask()), Method.ANNUAL_STATISTICS)
        assert ends(found) == (23_055_556, 30_553_571, 38_768_116)
        assert (found.n, found.as_of) == (7415, "2025-12-09")
        assert found.note.params == {"first": "2022", "last": "2024"}

    def test_four_licensees_pay_two_fifths_each(self):
        found = only(guide(ask(4)), Method.ANNUAL_STATISTICS)
        assert ends(found) == (9_222_222, 12_221_429, 15_507_246)

    def test_over_the_period_it_is_the_shown_year_times_the_years(self):
        total = only(guide(ask(4, years=3)), Method.ANNUAL_STATISTICS).over(3)
        assert ends(total) == (27_666_666, 36_664_287, 46_521_738)
        assert total.unit is Unit.FEN_FOR_PERIOD

    def test_a_year_without_patents_per_contract_does_not_count(self):
        year = YearStatistics(
            "2021", "2022-07", 5, Fraction(10**6), Fraction(2), None, "a published page"
        )
        guidance = guide(ask(), Evidence(years=[year], bands=[]))
        assert Method.ANNUAL_STATISTICS in {each.method for each in guidance.absent}

    def test_its_inputs_stand_beside_it(self):
        found = only(guide(ask(4)), Method.ANNUAL_STATISTICS)
        values = {each.name: each.value for each in found.inputs}
        assert values[InputName.AVERAGE_FEE] == 171_100_000
        assert values[InputName.AVERAGE_YEARS] == Fraction("2.8")
        assert values[InputName.PATENTS_PER_CONTRACT] == 2
        assert values[InputName.EXPECTED_LICENSEES] == 4
        assert values[InputName.LICENSEE_FACTOR] == Fraction(2, 5)


class TestPublishedRoyalty:
    def test_electronics_for_four_licensees(self):
        """2 % to 4 %, middle 3 %, each times 2/5; over all fields 3.7 / 5 / 10 % times 2/5."""
        guidance = guide(ask(4, ipc=("H01M10/0525",)))
        field, any_field = guidance.rates
        assert ends(field) == (8_000, 12_000, 16_000)
        assert (field.n, field.as_of) == (None, "2026-06")
        assert ends(any_field) == (14_800, 20_000, 40_000)
        assert any_field.n == 13_025

    @pytest.mark.parametrize(
        ("ipc", "industries", "field"),
        [
            (("H01L21/00",), (), "semiconductors"),
            (("H01M10/05",), (), "electronics"),
            (("A61K9/00",), (), "pharmaceuticals"),
            (("A61B5/00",), (), "medical_devices"),
            (("C08L1/00",), (), "chemicals"),
            (("B60L1/00",), (), "industrial"),
            (("G06N3/08",), (), "software"),
            (("A63B1/00",), (), "consumer_products"),
            (("H01L21/00",), ("C3612",), "industrial"),
            ((), ("C3581",), "medical_devices"),
            ((), ("C3973",), "semiconductors"),
            (("G06N3/08",), ("A01",), "software"),
        ],
    )
    def test_the_longest_prefix_decides_and_the_industry_comes_first(self, ipc, industries, field):
        assert royalty_field(ipc, industries)[0] == field

    def test_without_a_fitting_field_it_says_so_and_shows_all_fields(self):
        guidance = guide(ask(ipc=("A01B1/00",)))
        assert [each.n for each in guidance.rates] == [13_025]
        assert Method.PUBLISHED_ROYALTY in {each.method for each in guidance.absent}

    def test_a_published_middle_is_kept(self):
        band = RoyaltyBand(
            "any", Fraction(1, 100), Fraction(2, 100), Fraction(9, 100), 7, "2020", "s", "p"
        )
        found = only(
            guide(ask(), Evidence(years=[], bands=[band])),
            Method.PUBLISHED_ROYALTY,
            Unit.PPM_OF_NET_SALES,
        )
        assert found.central == 20_000


class TestIndustryStatistics:
    def statistics(self, period, annual, rate=None):
        inputs = (annual * 4, Fraction(2), Fraction(2))
        return IndustryStatistics(
            period, "C38", "电气机械和器材制造业", 40, 30, annual, inputs, 9, rate, "an office page"
        )

    def test_from_least_to_greatest_period_with_the_latest_in_the_middle(self):
        evidence = Evidence(
            years=(),
            bands=(),
            industries=(
                self.statistics("2023", Fraction(900_000)),
                self.statistics("2022", Fraction(1_500_000), Fraction(5, 100)),
                self.statistics("2024", Fraction(1_000_001)),
            ),
        )
        guidance = guide(ask(2, industries=("C3841",)), evidence)
        assert ends(only(guidance, Method.INDUSTRY_STATISTICS)) == (600_000, 666_667, 1_000_000)
        rate = only(guidance, Method.INDUSTRY_STATISTICS, Unit.PPM_OF_NET_SALES)
        assert ends(rate) == (33_333, 33_333, 33_333)
        assert rate.n == 9

    def test_another_industry_does_not_count(self):
        evidence = Evidence((), (), industries=(self.statistics("2022", Fraction(1)),))
        assert guide(ask(industries=("C27",)), evidence).fees == []

    def test_without_figures_it_says_so(self):
        reasons = {
            each.method: each.reason.text
            for each in guide(ask(industries=("C27",)), NOTHING).absent
        }
        assert "have been imported" in reasons[Method.INDUSTRY_STATISTICS]


class TestPatenteesOwnFigures:
    def test_own_use(self):
        """100,000 yuan x 30 % = 30,000; for 8, 4 and 2 licensees 2/9, 2/5 and 2/3 of it."""
        guidance = guide(ask(4, own_use=OwnUse(10_000_000, 300_000)), NOTHING)
        assert ends(only(guidance, Method.OWN_USE)) == (666_667, 1_200_000, 2_000_000)
        assert guidance.rates == []

    def test_own_use_as_a_rate(self):
        """15 % margin x 30 % = 4.5 %; times 2/9, 2/5 and 2/3."""
        guidance = guide(ask(4, own_use=OwnUse(10_000_000, 300_000, 150_000)), NOTHING)
        assert ends(only(guidance, Method.OWN_USE, Unit.PPM_OF_NET_SALES)) == (
            10_000,
            18_000,
            30_000,
        )

    def test_an_earlier_exclusive_license(self):
        """600,000 yuan / 3 years / 2 patents x 1/2 = 50,000; for 2, 1 and 1 licensees."""
        earlier = EarlierLicense(60_000_000, 3, 2, 80_000, 500_000)
        guidance = guide(ask(1, earlier=earlier), NOTHING)
        assert ends(only(guidance, Method.EARLIER_LICENSE)) == (3_333_333, 5_000_000, 5_000_000)
        rate = only(guidance, Method.EARLIER_LICENSE, Unit.PPM_OF_NET_SALES)
        assert ends(rate) == (26_667, 40_000, 40_000)

    def test_a_coefficient_of_ones_own_leaves_no_spread(self):
        guidance = guide(ask(4, factor_ppm=500_000, own_use=OwnUse(100, 1_000_000)), NOTHING)
        assert ends(only(guidance, Method.OWN_USE)) == (50, 50, 50)

    def test_not_given_it_is_not_shown(self):
        assert guide(ask(), NOTHING).ranges == []


class TestOwnDeals:
    def deals(self, *prices):
        return [
            DealPrice(f"contract{n}", f"licensor{n % 3}", Fraction(price))
            for n, price in enumerate(prices)
        ]

    def test_quartiles_without_coefficient(self):
        """Of 10, 20, 30, 40, 50 thousand yuan: 20, 30, 40 thousand."""
        prices = (1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000)
        evidence = Evidence(
            (),
            (),
            deal_fees=self.deals(*prices),
            deals_until=date(2026, 9, 30),
            deals_industry="C38",
        )
        found = only(guide(ask(9, industries=("C38",)), evidence), Method.OWN_DEALS)
        assert ends(found) == (2_000_000, 3_000_000, 4_000_000)
        assert (found.n, found.as_of) == (5, "2026-09-30")

    def test_without_an_industry_nothing_is_compared(self):
        assert Method.OWN_DEALS in {each.method for each in guide(ask(), NOTHING).absent}


class TestGuidanceAsAWhole:
    @given(
        licensees=st.integers(1, 1000),
        years=st.integers(1, 20),
        profit=st.integers(1, 10**11),
        share=st.integers(1, 10**6),
    )
    def test_ends_are_whole_and_in_order(self, licensees, years, profit, share):
        guidance = guide(ask(licensees, years, own_use=OwnUse(profit, share), ipc=("H01M",)))
        for each in [*guidance.ranges, *guidance.totals]:
            assert 0 <= each.low <= each.central <= each.high
            assert {type(end) for end in ends(each)} == {int}

    @given(n=st.integers(1, 500))
    def test_more_licensees_never_raise_a_range(self, n):
        for one, more in zip(guide(ask(n)).ranges, guide(ask(n + 1)).ranges, strict=True):
            assert one.central >= more.central

    def test_every_range_names_source_and_day(self):
        for each in guide(ask(ipc=("H01M",), own_use=OwnUse(1, 1))).ranges:
            assert each.source
            assert each.as_of
            assert each.inputs
            assert each.note.text


def test_packaged_figures_are_the_published_ones():
    latest = year_statistics()[-1]
    assert (latest.period, latest.fixed_contracts) == ("2024", 7415)
    assert latest.average_fee == 171_100_000
    assert len(royalty_bands()) == 9
