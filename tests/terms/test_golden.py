"""schedule() against the tables that were made by hand, and the tables against a second reckoner."""

from datetime import timedelta

import pytest

from marketplace.terms import as_data, royalties, schedule, timeline
from marketplace.terms import fixed as fixed_amounts
from marketplace.terms.enums import FeeMode
from tests.terms import (
    golden_calendar,
    golden_deferral,
    golden_events,
    golden_fixed,
    golden_free,
    golden_groups,
    golden_instalments,
    golden_limits,
    golden_modes,
    golden_royalty,
    golden_tiers,
)
from tests.terms.golden import day, table, written
from tests.terms.reckoner import reckon

TABLES = (
    golden_fixed,
    golden_royalty,
    golden_calendar,
    golden_instalments,
    golden_tiers,
    golden_limits,
    golden_free,
    golden_deferral,
    golden_groups,
    golden_events,
    golden_modes,
)
ROWS = tuple(row for each in TABLES for row in each.ROWS)


def lines_of(row):
    limit = row.limit and day(row.limit)
    return [
        written(line)
        for line in schedule.schedule(row.terms, day(row.effective), row.events, limit)
    ]


def expected(row):
    return [part.strip() for part in row.expected.split(";") if part]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_lines_are_those_of_the_table(row):
    assert lines_of(row) == expected(row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_table_is_what_a_second_reckoner_finds(row):
    assert reckon(as_data(row.terms), row.effective, row.events, row.limit) == expected(row)


def test_the_table_covers_every_mode_and_is_long_enough():
    assert {row.terms.fee_mode for row in ROWS} == set(FeeMode)
    assert len(ROWS) >= 500
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_the_table_notices_a_wrong_amount_and_a_wrong_day():
    row = golden_fixed.ROWS[1]
    assert lines_of(row) == [row.expected]
    assert lines_of(row) != [row.expected.replace("3000000", "3000001")]
    (later,) = schedule.schedule(row.terms, day("2026-11-24"))
    assert written(later) != row.expected


def test_a_row_of_a_text_table_reads_back():
    (row,) = table("t", golden_fixed.three, "n | 2026-11-23 | life 2027-01-01 => a 1 2; b 3 4")
    assert (row.name, row.limit, expected(row)) == ("t: n", "2027-01-01", ["a 1 2", "b 3 4"])


def rounds_down(numerator, denominator):
    return numerator // denominator


def rounds_half_to_even(numerator, denominator):
    quotient, rest = divmod(numerator, denominator)
    return quotient + (2 * rest > denominator or (2 * rest == denominator and quotient % 2))


def counts_thirty_days(start, months):
    return start + timedelta(30 * months)


FAULTS = {
    "fixed amounts rounded down": (fixed_amounts, "round_half_up", rounds_down),
    "fixed amounts rounded to even": (fixed_amounts, "round_half_up", rounds_half_to_even),
    "royalties rounded down": (royalties, "round_half_up", rounds_down),
    "royalties rounded to even": (royalties, "round_half_up", rounds_half_to_even),
    "months of thirty days, instalments": (fixed_amounts, "add_months", counts_thirty_days),
    "months of thirty days, periods": (royalties, "add_months", counts_thirty_days),
    "months of thirty days, ends": (timeline, "add_months", counts_thirty_days),
    "the last free day is not free": (timeline, "_priced_from", lambda *_: None),
    "tiers not cumulated": (royalties._Reckoning, "_cumulated", lambda *_: 0),
    "caps forgotten": (royalties._Reckoning, "_within_caps", lambda _s, amount, _y: amount),
    "minimum forgotten": (royalties._Reckoning, "_year_minimum", lambda *_: ()),
    "payee by the order of telling": (schedule, "_transfer_day", lambda _event: 0),
    "an early end does not stop": (timeline, "ENDINGS", ()),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_table_notices_a_fault_in_the_code(fault, monkeypatch):
    monkeypatch.setattr(*FAULTS[fault])
    assert any(lines_of(row) != expected(row) for row in ROWS)
