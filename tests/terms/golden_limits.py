"""Minimum and cap, each over its span; what an early end leaves of them."""

from marketplace.terms.parts import Fixed, Limit, Quota, Royalty, Tier
from tests.terms.golden import license_, table

TEN_PERCENT = (Tier(rate_ppm=100_000),)


def royalty(cycle, minimum=None, cap=None):
    return Royalty(
        base="net_sales", tiers=TEN_PERCENT, minimum=minimum, cap=cap, cycle_months=cycle
    )


def least(fen, cycle, months):
    """10 % and a minimum a year."""
    return license_(months, royalty=royalty(cycle, Limit(amount_fen=fen)))


def least_in_all(fen, cycle, months):
    return license_(months, royalty=royalty(cycle, Limit(amount_fen=fen, span="whole_license")))


def most(fen, cycle, months):
    """10 % and a cap a year."""
    return license_(months, royalty=royalty(cycle, cap=Limit(amount_fen=fen)))


def most_in_all(fen, cycle, months):
    return license_(months, royalty=royalty(cycle, cap=Limit(amount_fen=fen, span="whole_license")))


def between(low, high, months):
    """Minimum and cap a year, reported yearly."""
    return license_(months, royalty=royalty(12, Limit(amount_fen=low), Limit(amount_fen=high)))


def low_in_all_high_a_year(low, high, months):
    return license_(
        months,
        royalty=royalty(12, Limit(amount_fen=low, span="whole_license"), Limit(amount_fen=high)),
    )


def low_a_year_high_in_all(low, high, months):
    return license_(
        months,
        royalty=royalty(12, Limit(amount_fen=low), Limit(amount_fen=high, span="whole_license")),
    )


def shared(low, high, months):
    """Half of everything for the first licensee, minimum and cap included."""
    return license_(
        months,
        royalty=royalty(12, Limit(amount_fen=low), Limit(amount_fen=high)),
        quota=Quota(first_n=1, share_ppm=500_000),
    ).signed(quota_place=1)


def with_entry(entry, low, high):
    """An entry fee counts neither towards the minimum nor against the cap of the royalty."""
    return license_(
        12,
        entry_fee=Fixed(amount_fen=entry),
        royalty=royalty(12, Limit(amount_fen=low), Limit(amount_fen=high)),
    )


LEAST = """
nothing sold: all of it | 2026-11-23 | said 2026-11-24..2027-11-23 0 | 500 12 12 => royalty.0 0 2028-01-22; royalty.minimum.0 500 2028-01-22
part of it reached | 2026-11-23 | said 2026-11-24..2027-11-23 2000 | 500 12 12 => royalty.0 200 2028-01-22; royalty.minimum.0 300 2028-01-22
reached to the fen | 2026-11-23 | said 2026-11-24..2027-11-23 5000 | 500 12 12 => royalty.0 500 2028-01-22; royalty.minimum.0 0 2028-01-22
one fen short | 2026-11-23 | said 2026-11-24..2027-11-23 4990 | 500 12 12 => royalty.0 499 2028-01-22; royalty.minimum.0 1 2028-01-22
exceeded | 2026-11-23 | said 2026-11-24..2027-11-23 9000 | 500 12 12 => royalty.0 900 2028-01-22; royalty.minimum.0 0 2028-01-22
two years, each by itself | 2026-11-23 | said 2026-11-24..2027-11-23 9000, said 2027-11-24..2028-11-23 1000 | 500 12 24 => royalty.0 900 2028-01-22; royalty.minimum.0 0 2028-01-22; royalty.1 100 2029-01-22; royalty.minimum.1 400 2029-01-22
a good year does not help a bad one | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2028-11-23 90000 | 500 12 24 => royalty.0 0 2028-01-22; royalty.minimum.0 500 2028-01-22; royalty.1 9000 2029-01-22; royalty.minimum.1 0 2029-01-22
two halves count together | 2026-11-23 | said 2026-11-24..2027-05-23 2000, said 2027-05-24..2027-11-23 1000 | 500 6 12 => royalty.0 200 2027-07-22; royalty.1 100 2028-01-22; royalty.minimum.0 200 2028-01-22
one half not stated | 2026-11-23 | said 2026-11-24..2027-05-23 2000 | 500 6 12 => royalty.0 200 2027-07-22; royalty.1 ? 2028-01-22; royalty.minimum.0 ? 2028-01-22
nothing stated | 2026-11-23 | | 500 6 12 => royalty.0 ? 2027-07-22; royalty.1 ? 2028-01-22; royalty.minimum.0 ? 2028-01-22
half a year of 181 days out of 365 | 2026-11-23 | said 2026-11-24..2027-05-23 0 | 36500 6 6 => royalty.0 0 2027-07-22; royalty.minimum.0 18100 2027-07-22
eighteen months: 182 of 366 days in the second year | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2028-05-23 0 | 36600 12 18 => royalty.0 0 2028-01-22; royalty.minimum.0 36600 2028-01-22; royalty.1 0 2028-07-22; royalty.minimum.1 18200 2028-07-22
three months of 92 days out of 365 | 2026-11-23 | said 2026-11-24..2027-02-23 0 | 36500 12 3 => royalty.0 0 2027-04-24; royalty.minimum.0 9200 2027-04-24
one month of 30 days out of 365 | 2026-11-23 | said 2026-11-24..2026-12-23 0 | 36500 1 1 => royalty.0 0 2027-02-21; royalty.minimum.0 3000 2027-02-21
one day out of 365 | 2026-11-23 | said 2026-11-24..2026-11-24 0, life 2026-11-24 | 36500 12 12 => royalty.0 0 2027-01-23; royalty.minimum.0 100 2027-01-23
half a fen of one day is rounded up: 182.5 ÷ 365 | 2026-11-23 | said 2026-11-24..2026-11-24 0, life 2026-11-24 | 183 12 12 => royalty.0 0 2027-01-23; royalty.minimum.0 1 2027-01-23
182 ÷ 365 is under half a fen | 2026-11-23 | said 2026-11-24..2026-11-24 0, life 2026-11-24 | 182 12 12 => royalty.0 0 2027-01-23; royalty.minimum.0 0 2027-01-23
cut by the life after 38 of 366 days | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2027-12-31 0, life 2027-12-31 | 36600 12 36 => royalty.0 0 2028-01-22; royalty.minimum.0 36600 2028-01-22; royalty.1 0 2028-02-29; royalty.minimum.1 3800 2028-02-29
terminated after 219 of 365 days | 2026-11-23 | said 2026-11-24..2027-06-30 0, ended 2027-06-30 | 36500 12 36 => royalty.0 0 2027-08-29; royalty.minimum.0 21900 2027-08-29
lapsed after 219 days, some of it reached | 2026-11-23 | said 2026-11-24..2027-06-30 100000, lapsed 2027-06-30 | 36500 12 36 => royalty.0 10000 2027-08-29; royalty.minimum.0 11900 2027-08-29
lapsed after 219 days, all of it reached | 2026-11-23 | said 2026-11-24..2027-06-30 219000, lapsed 2027-06-30 | 36500 12 36 => royalty.0 21900 2027-08-29; royalty.minimum.0 0 2027-08-29
terminated on an anniversary: nothing of the next year | 2026-11-23 | said 2026-11-24..2027-11-23 0, ended 2027-11-23 | 36500 12 36 => royalty.0 0 2028-01-22; royalty.minimum.0 36500 2028-01-22
terminated the day after: one day of 366 | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2027-11-24 0, ended 2027-11-24 | 36600 12 36 => royalty.0 0 2028-01-22; royalty.minimum.0 36600 2028-01-22; royalty.1 0 2028-01-23; royalty.minimum.1 100 2028-01-23
terminated before the first day that counts | 2026-11-23 | ended 2026-11-23 | 36500 12 36 =>
a leap day in the year makes it 366 days long | 2027-11-23 | said 2027-11-24..2028-05-23 0 | 36600 6 6 => royalty.0 0 2028-07-22; royalty.minimum.0 18200 2028-07-22
from a leap day: a year of 365 days | 2028-02-29 | said 2028-03-01..2028-08-29 0 | 36500 6 6 => royalty.0 0 2028-10-28; royalty.minimum.0 18200 2028-10-28
"""
LEAST_IN_ALL = """
a good year helps a bad one | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2028-11-23 90000 | 500 12 24 => royalty.0 0 2028-01-22; royalty.1 9000 2029-01-22; royalty.minimum 0 2029-01-22
the rest stands at the end | 2026-11-23 | said 2026-11-24..2027-11-23 1000, said 2027-11-24..2028-11-23 1000 | 500 12 24 => royalty.0 100 2028-01-22; royalty.1 100 2029-01-22; royalty.minimum 300 2029-01-22
waits for every statement | 2026-11-23 | said 2027-11-24..2028-11-23 1000 | 500 12 24 => royalty.0 ? 2028-01-22; royalty.1 100 2029-01-22; royalty.minimum ? 2029-01-22
a license of six months owes all of it | 2026-11-23 | said 2026-11-24..2027-05-23 0 | 500 6 6 => royalty.0 0 2027-07-22; royalty.minimum 500 2027-07-22
terminated after 365 of 731 days | 2026-11-23 | said 2026-11-24..2027-11-23 0, ended 2027-11-23 | 73100 12 24 => royalty.0 0 2028-01-22; royalty.minimum 36500 2028-01-22
terminated after 366 of 731 days | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2027-11-24 0, ended 2027-11-24 | 73100 12 24 => royalty.0 0 2028-01-22; royalty.1 0 2028-01-23; royalty.minimum 36600 2028-01-23
lapsed after 219 of 365 days | 2026-11-23 | said 2026-11-24..2027-06-30 1000, lapsed 2027-06-30 | 36500 12 12 => royalty.0 100 2027-08-29; royalty.minimum 21800 2027-08-29
"""
MOST = """
under it | 2026-11-23 | said 2026-11-24..2027-11-23 4990 | 500 12 12 => royalty.0 499 2028-01-22
on it | 2026-11-23 | said 2026-11-24..2027-11-23 5000 | 500 12 12 => royalty.0 500 2028-01-22
over it | 2026-11-23 | said 2026-11-24..2027-11-23 5010 | 500 12 12 => royalty.0 500 2028-01-22
the second half has what the first left | 2026-11-23 | said 2026-11-24..2027-05-23 3000, said 2027-05-24..2027-11-23 3000 | 500 6 12 => royalty.0 300 2027-07-22; royalty.1 200 2028-01-22
the first half took all | 2026-11-23 | said 2026-11-24..2027-05-23 9000, said 2027-05-24..2027-11-23 3000 | 500 6 12 => royalty.0 500 2027-07-22; royalty.1 0 2028-01-22
anew each year | 2026-11-23 | said 2026-11-24..2027-11-23 9000, said 2027-11-24..2028-11-23 9000 | 500 12 24 => royalty.0 500 2028-01-22; royalty.1 500 2029-01-22
what one year leaves does not carry over | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2028-11-23 90000 | 500 12 24 => royalty.0 0 2028-01-22; royalty.1 500 2029-01-22
unknown while an earlier half is | 2026-11-23 | said 2027-05-24..2027-11-23 3000 | 500 6 12 => royalty.0 ? 2027-07-22; royalty.1 ? 2028-01-22
an unknown year does not bind the next | 2026-11-23 | said 2027-11-24..2028-11-23 9000 | 500 12 24 => royalty.0 ? 2028-01-22; royalty.1 500 2029-01-22
not cut by an early end | 2026-11-23 | said 2026-11-24..2027-06-30 9000, ended 2027-06-30 | 500 12 36 => royalty.0 500 2027-08-29
quarters: 200, 200, 100, 0 | 2026-11-23 | said 2026-11-24..2027-02-23 2000, said 2027-02-24..2027-05-23 2000, said 2027-05-24..2027-08-23 2000, said 2027-08-24..2027-11-23 2000 | 500 3 12 => royalty.0 200 2027-04-24; royalty.1 200 2027-07-22; royalty.2 100 2027-10-22; royalty.3 0 2028-01-22
"""
MOST_IN_ALL = """
the second year has what the first left | 2026-11-23 | said 2026-11-24..2027-11-23 3000, said 2027-11-24..2028-11-23 3000 | 500 12 24 => royalty.0 300 2028-01-22; royalty.1 200 2029-01-22
the first year took all | 2026-11-23 | said 2026-11-24..2027-11-23 9000, said 2027-11-24..2028-11-23 3000 | 500 12 24 => royalty.0 500 2028-01-22; royalty.1 0 2029-01-22
three years: 200, 200, 100 | 2026-11-23 | said 2026-11-24..2027-11-23 2000, said 2027-11-24..2028-11-23 2000, said 2028-11-24..2029-11-23 2000 | 500 12 36 => royalty.0 200 2028-01-22; royalty.1 200 2029-01-22; royalty.2 100 2030-01-22
unknown while an earlier year is | 2026-11-23 | said 2027-11-24..2028-11-23 3000 | 500 12 24 => royalty.0 ? 2028-01-22; royalty.1 ? 2029-01-22
"""
BETWEEN = """
below: topped up | 2026-11-23 | said 2026-11-24..2027-11-23 1000 | 300 500 12 => royalty.0 100 2028-01-22; royalty.minimum.0 200 2028-01-22
within: as it is | 2026-11-23 | said 2026-11-24..2027-11-23 4000 | 300 500 12 => royalty.0 400 2028-01-22; royalty.minimum.0 0 2028-01-22
above: capped | 2026-11-23 | said 2026-11-24..2027-11-23 9000 | 300 500 12 => royalty.0 500 2028-01-22; royalty.minimum.0 0 2028-01-22
the same minimum as cap: a fixed amount a year, low | 2026-11-23 | said 2026-11-24..2027-11-23 1000 | 500 500 12 => royalty.0 100 2028-01-22; royalty.minimum.0 400 2028-01-22
the same minimum as cap: a fixed amount a year, high | 2026-11-23 | said 2026-11-24..2027-11-23 9000 | 500 500 12 => royalty.0 500 2028-01-22; royalty.minimum.0 0 2028-01-22
"""
ACROSS = """
capped years still reach the minimum in all | 2026-11-23 | said 2026-11-24..2027-11-23 9000, said 2027-11-24..2028-11-23 9000 | 800 500 24 => royalty.0 500 2028-01-22; royalty.1 500 2029-01-22; royalty.minimum 0 2029-01-22
the last year's cap stops the top-up | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2028-11-23 4000 | 900 500 24 => royalty.0 0 2028-01-22; royalty.1 400 2029-01-22; royalty.minimum 100 2029-01-22
"""
ACROSS_BACK = """
the cap in all stops the yearly minimum of the second year | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2028-11-23 0 | 400 600 24 => royalty.0 0 2028-01-22; royalty.minimum.0 400 2028-01-22; royalty.1 0 2029-01-22; royalty.minimum.1 200 2029-01-22
the cap in all is used up in the first year | 2026-11-23 | said 2026-11-24..2027-11-23 9000, said 2027-11-24..2028-11-23 9000 | 400 600 24 => royalty.0 600 2028-01-22; royalty.minimum.0 0 2028-01-22; royalty.1 0 2029-01-22; royalty.minimum.1 0 2029-01-22
"""
SHARED = """
half of the minimum: 12.5 is 13 | 2026-11-23 | said 2026-11-24..2027-11-23 0 | 25 1000 12 => royalty.0 0 2028-01-22; royalty.minimum.0 13 2028-01-22
half of the cap: 12.5 is 13 | 2026-11-23 | said 2026-11-24..2027-11-23 90000 | 1 25 12 => royalty.0 13 2028-01-22; royalty.minimum.0 0 2028-01-22
half of 10 % of 100 | 2026-11-23 | said 2026-11-24..2027-11-23 100 | 1 1000 12 => royalty.0 5 2028-01-22; royalty.minimum.0 0 2028-01-22
half of 10 % of 90 is 4.5 | 2026-11-23 | said 2026-11-24..2027-11-23 90 | 1 1000 12 => royalty.0 5 2028-01-22; royalty.minimum.0 0 2028-01-22
half of 25 over 270 of 365 days is 9.25, rounded once | 2026-11-23 | said 2026-11-24..2027-08-20 0, ended 2027-08-20 | 25 1000 12 => royalty.0 0 2027-10-19; royalty.minimum.0 9 2027-10-19
half of 3 over 219 of 365 days is 0.9, rounded once | 2026-11-23 | said 2026-11-24..2027-06-30 0, ended 2027-06-30 | 3 1000 12 => royalty.0 0 2027-08-29; royalty.minimum.0 1 2027-08-29
half of 5 over 219 of 365 days is 1.5, rounded once | 2026-11-23 | said 2026-11-24..2027-06-30 0, ended 2027-06-30 | 5 1000 12 => royalty.0 0 2027-08-29; royalty.minimum.0 2 2027-08-29
"""
ENTRY = """
not part of the minimum | 2026-11-23 | said 2026-11-24..2027-11-23 0 | 400 300 500 => entry_fee 400 2026-11-23; royalty.0 0 2028-01-22; royalty.minimum.0 300 2028-01-22
not part of the cap | 2026-11-23 | said 2026-11-24..2027-11-23 9000 | 400 300 500 => entry_fee 400 2026-11-23; royalty.0 500 2028-01-22; royalty.minimum.0 0 2028-01-22
"""

ROWS = (
    *table("minimum a year", least, LEAST),
    *table("minimum in all", least_in_all, LEAST_IN_ALL),
    *table("cap a year", most, MOST),
    *table("cap in all", most_in_all, MOST_IN_ALL),
    *table("minimum and cap", between, BETWEEN),
    *table("minimum in all, cap a year", low_in_all_high_a_year, ACROSS),
    *table("minimum a year, cap in all", low_a_year_high_in_all, ACROSS_BACK),
    *table("half of the limits", shared, SHARED),
    *table("entry fee beside limits", with_entry, ENTRY),
)
