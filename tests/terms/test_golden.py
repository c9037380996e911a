"""schedule() against the table that was computed by hand."""

import pytest

from marketplace.terms.schedule import schedule
from tests.terms import golden_fixed, golden_royalty
from tests.terms.golden import day, written

ROWS = (*golden_fixed.ROWS, *golden_royalty.ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_lines_are_those_of_the_table(row):
    limit = row.limit and day(row.limit)
    lines = schedule(row.terms, day(row.effective), row.events, limit)
    assert [written(line) for line in lines] == [
        part.strip() for part in row.expected.split(";") if part
    ]


def test_the_table_covers_every_mode_and_is_long_enough():
    from marketplace.terms.enums import FeeMode

    assert {row.terms.fee_mode for row in ROWS} == set(FeeMode)
    assert len(ROWS) >= 90
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_the_table_notices_a_wrong_amount_and_a_wrong_day():
    row = golden_fixed.ROWS[1]
    (line,) = schedule(row.terms, day(row.effective))
    assert written(line) == row.expected
    assert written(line) != row.expected.replace("3000000", "3000001")
    (later,) = schedule(row.terms, day("2026-11-24"))
    assert written(later) != row.expected
