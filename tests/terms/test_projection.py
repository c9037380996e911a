"""project(): the preview is schedule() fed with an assumed volume; periods and facets."""

from datetime import date

import pytest

from marketplace.terms.cost import first_year_cost_fen, is_free, is_free_on, is_pay_later
from marketplace.terms.enums import Route
from marketplace.terms.parts import FreeWindow, Period
from marketplace.terms.presets import (
    entry_royalty,
    free,
    instalments,
    limited_free,
    lump_sum,
    pay_later,
    royalty,
    trial_then_convert,
)
from marketplace.terms.projection import assumed_facts
from marketplace.terms.record import Terms
from marketplace.terms.schedule import (
    Volume,
    license_period,
    payable_before_effect_fen,
    project,
    schedule,
)
from tests.terms.samples import SAMPLES, E

MILLION_YUAN = Volume(net_sales_fen=100_000_000, profit_fen=20_000_000, units=1_000)
ALL = pytest.mark.parametrize("terms", SAMPLES.values(), ids=SAMPLES.keys())


@ALL
def test_the_preview_is_the_schedule_itself(terms):
    facts = assumed_facts(terms, E, MILLION_YUAN)
    owed = [line for line in schedule(terms, E, facts) if line.amount_fen]
    seen = project(terms, E, MILLION_YUAN)
    assert [*seen.lines, *seen.undated] == owed


@ALL
def test_the_last_point_is_the_sum_of_the_lines(terms):
    seen = project(terms, E, MILLION_YUAN)
    assert seen.points[-1].cumulated_fen == seen.total_fen
    assert seen.total_fen == sum(line.amount_fen for line in seen.lines)
    costs = [point.cumulated_fen for point in seen.points]
    assert costs == sorted(costs)
    assert [point.month for point in seen.points] == list(range(len(seen.points)))


def test_a_full_year_costs_exactly_its_rate():
    seen = project(royalty(20_000, months=12), E, MILLION_YUAN)
    assert seen.total_fen == 2_000_000
    assert [line.due_on for line in seen.lines] == [date(2027, 7, 22), date(2028, 1, 22)]
    assert seen.free_until == date(2027, 7, 21)


def test_a_horizon_cuts_what_falls_due_later():
    seen = project(instalments([5, 6, 7]), E, Volume(), months=12)
    assert seen.total_fen == 11
    assert seen.points[0].cumulated_fen == 5
    assert seen.points[-1].day == date(2027, 11, 23)


def test_sales_that_begin_later_cost_later():
    late = Volume(net_sales_fen=100_000_000, starts_after_months=6)
    seen = project(royalty(20_000, months=12), E, late)
    assert [line.amount_fen for line in seen.lines] == [1_000_000]


def test_first_revenue_is_assumed_where_sales_begin():
    at_once = project(pay_later(9), E, MILLION_YUAN)
    never = project(pay_later(9), E, Volume())
    assert at_once.first_payment_on == date(2026, 12, 24)
    assert never.first_payment_on == date(2027, 12, 23)


def test_a_milestone_has_a_day_only_if_the_reader_gives_one():
    terms = SAMPLES["milestones"]
    assert [line.key for line in project(terms, E, Volume()).undated] == ["instalments.0"]
    dated = project(terms, E, Volume(milestones={"首台样机": 3}))
    assert dated.undated == ()
    assert dated.first_payment_on == date(2027, 3, 10)


def test_a_trial_costs_nothing_if_it_is_not_taken_further():
    trial = trial_then_convert(6, amount_fen=9)
    assert project(trial, E, Volume()).total_fen == 9
    assert project(trial, E, Volume(converts=False)).total_fen == 0


def test_free_stays_free_through_the_horizon():
    seen = project(free(), E, MILLION_YUAN)
    assert (seen.total_fen, seen.first_payment_on) == (0, None)
    assert seen.free_until == date(2027, 11, 23)


@pytest.mark.parametrize(
    ("period", "effective", "limit", "last"),
    [
        (Period(months=36), date(2026, 11, 23), None, date(2029, 11, 23)),
        (Period(months=12), date(2028, 2, 29), None, date(2029, 2, 28)),
        (Period(months=1), date(2026, 1, 31), None, date(2026, 2, 28)),
        (Period(months=1), date(2026, 2, 28), None, date(2026, 3, 28)),
        (Period(months=36), date(2026, 11, 23), date(2028, 1, 1), date(2028, 1, 1)),
        (Period(months=36), date(2026, 11, 23), date(2040, 1, 1), date(2029, 11, 23)),
        (Period(end_on=date(2027, 5, 5)), date(2026, 11, 23), None, date(2027, 5, 5)),
        (Period(whole_life=True), date(2026, 11, 23), date(2031, 5, 5), date(2031, 5, 5)),
        (Period(whole_life=True), date(2026, 11, 23), None, date(2046, 11, 23)),
    ],
)
def test_the_license_ends_on_its_anniversary_or_with_the_patent(period, effective, limit, last):
    assert license_period(free(period=period), effective, limit) == (effective, last)


def test_a_sale_has_no_last_day():
    assert license_period(SAMPLES["price"], E) == (E, None)


def test_a_license_that_ends_with_its_free_time_needs_no_other_period():
    terms = Terms.of(Route.ORDINARY, free_window=FreeWindow(months=6, afterwards="ends"))
    assert license_period(terms, E) == (E, date(2027, 5, 23))


def test_what_must_be_paid_before_effect():
    assert payable_before_effect_fen(lump_sum(9), E) == 9
    assert payable_before_effect_fen(lump_sum(9, 1), E) == 0
    assert payable_before_effect_fen(entry_royalty(9, 20_000), E) == 9
    assert payable_before_effect_fen(royalty(20_000), E) == 0
    assert payable_before_effect_fen(instalments([5, 6]), E) == 5
    assert payable_before_effect_fen(limited_free(12, 9), E) == 0
    assert payable_before_effect_fen(pay_later(9), E) == 0
    assert payable_before_effect_fen(SAMPLES["milestones"], date(2027, 6, 29)) == 0
    assert payable_before_effect_fen(SAMPLES["milestones"], date(2027, 6, 30)) == 30_000


def test_free_on_a_day():
    through = SAMPLES["limited free through a day"]
    assert is_free_on(through, date(2027, 6, 30))
    assert not is_free_on(through, date(2027, 7, 1))
    assert is_free_on(limited_free(12, 5), date(2040, 1, 1))
    assert is_free_on(free(), E)
    assert is_free_on(trial_then_convert(amount_fen=5), E)
    assert not is_free_on(pay_later(5), E)
    assert not is_free_on(SAMPLES["price"], E)
    assert not is_free_on(SAMPLES["negotiable"], E)


def test_free_at_all_and_pay_later():
    assert is_free(limited_free(6))
    assert not is_free(limited_free(6, 5))
    assert not is_free(SAMPLES["trial, shares"])
    assert is_free(SAMPLES["mixed"].signed(quota_place=1))
    assert [name for name, terms in SAMPLES.items() if is_pay_later(terms)] == [
        "pay later",
        "pay later on milestone",
        "pay later staged",
        "pay later share",
        "pay later, all options",
    ]


def test_first_year_cost_counts_what_the_year_makes_owed():
    assert first_year_cost_fen(royalty(20_000), MILLION_YUAN, E) == 2_000_000
    assert first_year_cost_fen(entry_royalty(7, 20_000), MILLION_YUAN, E) == 2_000_007
    assert first_year_cost_fen(free(), MILLION_YUAN, E) == 0
    window = FreeWindow(through=date(2027, 11, 23))
    later = royalty(20_000, free_window=window, route=Route.ORDINARY)
    assert first_year_cost_fen(later, MILLION_YUAN, E) == 0
