from datetime import date

import pytest

from marketplace.patents.enums import PatentKind
from marketplace.patents.life import expiry, latest_end, remaining_years

INV, UM, DES = PatentKind.INVENTION, PatentKind.UTILITY_MODEL, PatentKind.DESIGN


@pytest.mark.parametrize(
    ("kind", "filing_on", "year", "last_day", "established"),
    [
        (INV, date(2021, 3, 15), 2021, date(2041, 3, 14), True),
        (UM, date(1999, 9, 6), 1999, date(2009, 9, 5), True),
        (DES, date(2021, 6, 1), 2021, date(2036, 5, 31), True),
        (DES, date(2021, 5, 31), 2021, date(2031, 5, 30), False),
        (DES, date(2015, 2, 1), 2015, date(2025, 1, 31), False),
        (INV, date(2020, 2, 29), 2020, date(2040, 2, 28), True),
        (UM, date(2020, 2, 29), 2020, date(2030, 2, 27), True),
        (INV, None, 2021, date(2040, 12, 31), False),
        (UM, None, 2021, date(2030, 12, 31), False),
        (DES, None, 2020, date(2029, 12, 31), False),
        (DES, None, 2021, date(2030, 12, 31), False),
        (DES, None, 2022, date(2036, 12, 31), False),
    ],
)
def test_the_certain_part_of_the_term(kind, filing_on, year, last_day, established):
    assert expiry(kind, filing_on, year) == (last_day, established)


@pytest.mark.parametrize(
    ("kind", "filing_on", "year", "last_day"),
    [
        (INV, date(2021, 3, 15), 2021, date(2041, 3, 14)),
        (INV, None, 2021, date(2041, 12, 30)),
        (DES, date(2015, 2, 1), 2015, date(2030, 1, 31)),
        (DES, None, 2021, date(2036, 12, 30)),
    ],
)
def test_the_longest_term_that_could_apply(kind, filing_on, year, last_day):
    assert latest_end(kind, filing_on, year) == last_day


@pytest.mark.parametrize("kind", list(PatentKind))
@pytest.mark.parametrize(
    "filing_on", [None, date(2021, 5, 31), date(2021, 6, 1), date(2021, 12, 31)]
)
def test_the_certain_part_never_outruns_the_longest_term(kind, filing_on):
    assert expiry(kind, filing_on, 2021).last_day <= latest_end(kind, filing_on, 2021)


@pytest.mark.parametrize(
    ("last_day", "on", "years"),
    [
        (date(2041, 3, 14), date(2026, 3, 15), 15),
        (date(2041, 3, 14), date(2026, 3, 16), 14),
        (date(2026, 12, 1), date(2026, 3, 1), 0),
        (date(2020, 1, 1), date(2026, 3, 1), 0),
    ],
)
def test_remaining_whole_years(last_day, on, years):
    assert remaining_years(last_day, on) == years
