"""The annuity cut in yuan, by hand from the table of annuities (LAW 2.11-2.17)."""

from datetime import date

import pytest

from marketplace.patents import annuities
from marketplace.patents.annuities import Outcome, Reason, annuity_cut, annuity_fen, patent_year
from marketplace.patents.enums import PatentKind

INVENTION, MODEL, DESIGN = PatentKind
FILED, GRANTED = date(2016, 3, 10), date(2018, 5, 2)
START, END = date(2026, 11, 23), date(2029, 11, 23)


def cut(kind=INVENTION, filed=FILED, granted=GRANTED, first=START, last=END, **more):
    return annuity_cut(kind, filed, granted, first, last, **more)


@pytest.mark.parametrize(
    ("kind", "year", "yuan"),
    [
        (INVENTION, 1, 900),
        (INVENTION, 3, 900),
        (INVENTION, 4, 1200),
        (INVENTION, 9, 2000),
        (INVENTION, 10, 4000),
        (INVENTION, 13, 6000),
        (INVENTION, 20, 8000),
        (MODEL, 4, 900),
        (MODEL, 10, 2000),
        (DESIGN, 8, 1200),
        (DESIGN, 11, 3000),
        (DESIGN, 15, 3000),
    ],
)
def test_annuities_are_those_of_the_table(kind, year, yuan):
    assert annuity_fen(kind, year) == yuan * 100


def test_beyond_the_table_there_is_none():
    assert [annuity_fen(k, y) for k, y in ((INVENTION, 21), (MODEL, 11), (DESIGN, 16))] == [
        None
    ] * 3


def test_three_annuities_of_an_invention_without_other_reduction():
    """Due 10 March 2027, 2028, 2029: years 12, 13, 14 of 4,000, 6,000 and 6,000 yuan; 15 %."""
    found = cut()
    assert [(a.year, a.due_on, a.cut_fen) for a in found.annuities] == [
        (12, date(2027, 3, 10), 60_000),
        (13, date(2028, 3, 10), 90_000),
        (14, date(2029, 3, 10), 90_000),
    ]
    assert (found.saved_fen, found.reason) == (240_000, None)


def test_with_the_general_reduction_only_what_comes_after_ten_years_from_grant():
    """Granted in patent year 3: the general reduction may hold for years 3 to 12."""
    found = cut(general_percent=85)
    assert found.general_last_year == 12
    assert [a.outcome for a in found.annuities] == [
        Outcome.GENERAL_IS_BETTER,
        Outcome.CUT,
        Outcome.CUT,
    ]
    assert found.saved_fen == 180_000


@pytest.mark.parametrize("percent", [85, 70])
def test_a_young_patent_of_a_university_gains_nothing(percent):
    found = cut(filed=date(2023, 3, 10), granted=date(2025, 5, 2), general_percent=percent)
    assert (found.saved_fen, found.reason) == (0, Reason.GENERAL_IS_BETTER)


def test_without_a_known_day_of_grant_the_general_reduction_counts_throughout():
    assert cut(granted=None, general_percent=85).reason is Reason.GENERAL_IS_BETTER


def test_an_annuity_due_before_or_on_the_recordal_is_not_cut():
    found = cut(recorded_on=date(2027, 3, 10))
    assert [a.outcome for a in found.annuities][:2] == [Outcome.DUE_BEFORE_RECORDAL, Outcome.CUT]
    assert cut(recorded_on=date(2027, 3, 9)).saved_fen == 240_000
    assert cut(recorded_on=date(2029, 3, 10)).reason is Reason.ALL_DUE_BEFORE


def test_after_a_withdrawal_the_cut_ends_with_the_next_patent_year():
    found = cut(withdrawn_on=date(2027, 3, 10))
    assert [a.outcome for a in found.annuities] == [
        Outcome.CUT,
        Outcome.AFTER_WITHDRAWAL,
        Outcome.AFTER_WITHDRAWAL,
    ]
    assert cut(withdrawn_on=date(2027, 3, 9)).saved_fen == 0


def test_a_short_license_between_two_due_days_brings_nothing():
    found = cut(first=date(2026, 4, 1), last=date(2027, 3, 9))
    assert (found.annuities, found.reason) == ((), Reason.NO_ANNUITY_IN_PERIOD)


def test_no_filing_day_no_figure():
    assert cut(filed=None).reason is Reason.NO_FILING_DAY


def test_a_utility_model_and_a_design():
    """Years 9 and 10 of 2,000 yuan; a design has year 11 of 3,000 as well."""
    filed = date(2019, 6, 1)
    assert cut(MODEL, filed).saved_fen == 2 * 30_000
    assert cut(DESIGN, filed).saved_fen == 2 * 30_000 + 45_000


def test_a_leap_day_falls_due_on_the_28th():
    found = cut(filed=date(2016, 2, 29))
    assert [a.due_on for a in found.annuities] == [
        date(2027, 2, 28),
        date(2028, 2, 29),
        date(2029, 2, 28),
    ]


@pytest.mark.parametrize(
    ("day", "year"), [((2016, 3, 10), 1), ((2017, 3, 9), 1), ((2017, 3, 10), 2), ((2018, 5, 2), 3)]
)
def test_patent_years_are_counted_from_filing(day, year):
    assert patent_year(FILED, date(*day)) == year


def test_both_reductions_at_once_would_be_too_much(monkeypatch):
    """Negative control: without the rule of the better one a young patent would gain."""
    monkeypatch.setattr(annuities, "CUT_PERCENT", 86)
    assert cut(general_percent=85).saved_fen > 180_000
