"""Days: anniversaries, missing days, leap years, days to pay, the last day of a license.

Read with a wall calendar: the same day number, or the month's last where it is missing.
"""

from marketplace.terms.parts import Fixed, FreeWindow, Period, Royalty, Tier
from tests.terms.golden import day, item, license_, table


def after(months):
    """One fen so many months after effect, in a license of twenty years."""
    return license_(240, instalments=(item(1, months=months),))


def within(days):
    return license_(lump_sum=Fixed(amount_fen=1, due_days=days))


def running(months):
    """A yearly royalty payable on the last day of its period: the line shows where that ends."""
    return license_(months, royalty=_royalty(12))


def monthly(months):
    return license_(months, royalty=_royalty(1))


def quarterly(months):
    return license_(months, royalty=_royalty(3))


def free(months):
    return license_(120, free_window=FreeWindow(months=months), lump_sum=Fixed(amount_fen=1))


def _royalty(cycle):
    return Royalty(
        base="net_sales",
        tiers=(Tier(rate_ppm=20_000),),
        cycle_months=cycle,
        report_days=0,
        pay_days=0,
    )


through = license_(period=Period(end_on=day("2028-02-29")), royalty=_royalty(12))
whole_life = license_(period=Period(whole_life=True), royalty=_royalty(12))

FROM_THE_31ST = """
1 months | 2026-01-31 | | 1 => instalments.0 1 2026-02-28
2 months | 2026-01-31 | | 2 => instalments.0 1 2026-03-31
3 months | 2026-01-31 | | 3 => instalments.0 1 2026-04-30
4 months | 2026-01-31 | | 4 => instalments.0 1 2026-05-31
5 months | 2026-01-31 | | 5 => instalments.0 1 2026-06-30
6 months | 2026-01-31 | | 6 => instalments.0 1 2026-07-31
7 months | 2026-01-31 | | 7 => instalments.0 1 2026-08-31
8 months | 2026-01-31 | | 8 => instalments.0 1 2026-09-30
9 months | 2026-01-31 | | 9 => instalments.0 1 2026-10-31
10 months | 2026-01-31 | | 10 => instalments.0 1 2026-11-30
11 months | 2026-01-31 | | 11 => instalments.0 1 2026-12-31
12 months | 2026-01-31 | | 12 => instalments.0 1 2027-01-31
13 months | 2026-01-31 | | 13 => instalments.0 1 2027-02-28
14 months | 2026-01-31 | | 14 => instalments.0 1 2027-03-31
15 months | 2026-01-31 | | 15 => instalments.0 1 2027-04-30
16 months | 2026-01-31 | | 16 => instalments.0 1 2027-05-31
17 months | 2026-01-31 | | 17 => instalments.0 1 2027-06-30
18 months | 2026-01-31 | | 18 => instalments.0 1 2027-07-31
19 months | 2026-01-31 | | 19 => instalments.0 1 2027-08-31
20 months | 2026-01-31 | | 20 => instalments.0 1 2027-09-30
21 months | 2026-01-31 | | 21 => instalments.0 1 2027-10-31
22 months | 2026-01-31 | | 22 => instalments.0 1 2027-11-30
23 months | 2026-01-31 | | 23 => instalments.0 1 2027-12-31
24 months | 2026-01-31 | | 24 => instalments.0 1 2028-01-31
25 months | 2026-01-31 | | 25 => instalments.0 1 2028-02-29
26 months | 2026-01-31 | | 26 => instalments.0 1 2028-03-31
27 months | 2026-01-31 | | 27 => instalments.0 1 2028-04-30
28 months | 2026-01-31 | | 28 => instalments.0 1 2028-05-31
29 months | 2026-01-31 | | 29 => instalments.0 1 2028-06-30
30 months | 2026-01-31 | | 30 => instalments.0 1 2028-07-31
31 months | 2026-01-31 | | 31 => instalments.0 1 2028-08-31
32 months | 2026-01-31 | | 32 => instalments.0 1 2028-09-30
33 months | 2026-01-31 | | 33 => instalments.0 1 2028-10-31
34 months | 2026-01-31 | | 34 => instalments.0 1 2028-11-30
35 months | 2026-01-31 | | 35 => instalments.0 1 2028-12-31
36 months | 2026-01-31 | | 36 => instalments.0 1 2029-01-31
37 months | 2026-01-31 | | 37 => instalments.0 1 2029-02-28
38 months | 2026-01-31 | | 38 => instalments.0 1 2029-03-31
39 months | 2026-01-31 | | 39 => instalments.0 1 2029-04-30
40 months | 2026-01-31 | | 40 => instalments.0 1 2029-05-31
41 months | 2026-01-31 | | 41 => instalments.0 1 2029-06-30
42 months | 2026-01-31 | | 42 => instalments.0 1 2029-07-31
43 months | 2026-01-31 | | 43 => instalments.0 1 2029-08-31
44 months | 2026-01-31 | | 44 => instalments.0 1 2029-09-30
45 months | 2026-01-31 | | 45 => instalments.0 1 2029-10-31
46 months | 2026-01-31 | | 46 => instalments.0 1 2029-11-30
47 months | 2026-01-31 | | 47 => instalments.0 1 2029-12-31
48 months | 2026-01-31 | | 48 => instalments.0 1 2030-01-31
"""
FROM_A_LEAP_DAY = """
1 months | 2028-02-29 | | 1 => instalments.0 1 2028-03-29
2 months | 2028-02-29 | | 2 => instalments.0 1 2028-04-29
3 months | 2028-02-29 | | 3 => instalments.0 1 2028-05-29
6 months | 2028-02-29 | | 6 => instalments.0 1 2028-08-29
11 months | 2028-02-29 | | 11 => instalments.0 1 2029-01-29
12 months | 2028-02-29 | | 12 => instalments.0 1 2029-02-28
13 months | 2028-02-29 | | 13 => instalments.0 1 2029-03-29
24 months | 2028-02-29 | | 24 => instalments.0 1 2030-02-28
36 months | 2028-02-29 | | 36 => instalments.0 1 2031-02-28
47 months | 2028-02-29 | | 47 => instalments.0 1 2032-01-29
48 months | 2028-02-29 | | 48 => instalments.0 1 2032-02-29
49 months | 2028-02-29 | | 49 => instalments.0 1 2032-03-29
60 months | 2028-02-29 | | 60 => instalments.0 1 2033-02-28
96 months | 2028-02-29 | | 96 => instalments.0 1 2036-02-29
"""
FROM_THE_30TH = """
one month | 2027-11-30 | | 1 => instalments.0 1 2027-12-30
two months | 2027-11-30 | | 2 => instalments.0 1 2028-01-30
three months end in February | 2027-11-30 | | 3 => instalments.0 1 2028-02-29
four months have the 30th again | 2027-11-30 | | 4 => instalments.0 1 2028-03-30
six months | 2027-11-30 | | 6 => instalments.0 1 2028-05-30
a year | 2027-11-30 | | 12 => instalments.0 1 2028-11-30
fifteen months end in a common February | 2027-11-30 | | 15 => instalments.0 1 2029-02-28
39 months end in a common February | 2027-11-30 | | 39 => instalments.0 1 2031-02-28
51 months end in a leap February | 2027-11-30 | | 51 => instalments.0 1 2032-02-29
from 30 January over a leap February | 2028-01-30 | | 1 => instalments.0 1 2028-02-29
from 30 January over a common February | 2027-01-30 | | 1 => instalments.0 1 2027-02-28
from 29 January over a common February | 2027-01-29 | | 1 => instalments.0 1 2027-02-28
from 29 January over a leap February | 2028-01-29 | | 1 => instalments.0 1 2028-02-29
from 28 January | 2027-01-28 | | 1 => instalments.0 1 2027-02-28
"""
FROM_A_LAST_DAY = """
28 February stays the 28th in March | 2027-02-28 | | 1 => instalments.0 1 2027-03-28
28 February stays the 28th in a leap year | 2027-02-28 | | 12 => instalments.0 1 2028-02-28
30 April is not the last of May | 2027-04-30 | | 1 => instalments.0 1 2027-05-30
30 June is not the last of July | 2027-06-30 | | 1 => instalments.0 1 2027-07-30
31 December a month on | 2026-12-31 | | 1 => instalments.0 1 2027-01-31
31 December two months on | 2026-12-31 | | 2 => instalments.0 1 2027-02-28
31 December into a leap February | 2027-12-31 | | 2 => instalments.0 1 2028-02-29
1 January | 2027-01-01 | | 1 => instalments.0 1 2027-02-01
1 March a year on | 2027-03-01 | | 12 => instalments.0 1 2028-03-01
2096 has its leap day, 2100 has none | 2096-02-29 | | 48 => instalments.0 1 2100-02-28
eight years on to 2104 it is there again | 2096-02-29 | | 96 => instalments.0 1 2104-02-29
2000 had one: 2000 to 2004 | 2000-02-29 | | 48 => instalments.0 1 2004-02-29
"""
DAYS_TO_PAY = """
none | 2027-01-31 | | 0 => lump_sum 1 2027-01-31
one over a month's end | 2027-01-31 | | 1 => lump_sum 1 2027-02-01
28 through a common February | 2027-01-31 | | 28 => lump_sum 1 2027-02-28
29 through a common February | 2027-01-31 | | 29 => lump_sum 1 2027-03-01
28 in a leap February | 2028-01-31 | | 28 => lump_sum 1 2028-02-28
29 through a leap February | 2028-01-31 | | 29 => lump_sum 1 2028-02-29
30 over a leap February | 2028-01-31 | | 30 => lump_sum 1 2028-03-01
one over the year's end | 2027-12-31 | | 1 => lump_sum 1 2028-01-01
30 from 1 December | 2026-12-01 | | 30 => lump_sum 1 2026-12-31
60 over new year | 2026-12-31 | | 60 => lump_sum 1 2027-03-01
60 over new year into a leap February | 2027-12-31 | | 60 => lump_sum 1 2028-02-29
90 from 30 November | 2026-11-30 | | 90 => lump_sum 1 2027-02-28
90 from 30 November before a leap year | 2027-11-30 | | 90 => lump_sum 1 2028-02-28
365 in a common year | 2026-11-23 | | 365 => lump_sum 1 2027-11-23
365 over a leap day | 2027-11-23 | | 365 => lump_sum 1 2028-11-22
366 over a leap day | 2027-11-23 | | 366 => lump_sum 1 2028-11-23
ten times 365 | 2026-11-23 | | 3650 => lump_sum 1 2036-11-20
"""
LAST_DAYS = """
one year | 2026-11-23 | | 12 => royalty.0 ? 2027-11-23
one month from the 31st | 2026-01-31 | | 1 => royalty.0 ? 2026-02-28
thirteen months from the 31st | 2026-01-31 | | 13 => royalty.0 ? 2027-01-31; royalty.1 ? 2027-02-28
half a year from 31 August | 2026-08-31 | | 6 => royalty.0 ? 2027-02-28
half a year from 31 August into a leap February | 2027-08-31 | | 6 => royalty.0 ? 2028-02-29
a year from a leap day | 2028-02-29 | | 12 => royalty.0 ? 2029-02-28
two years from a leap day | 2028-02-29 | | 24 => royalty.0 ? 2029-02-28; royalty.1 ? 2030-02-28
four years from a leap day | 2028-02-29 | | 48 => royalty.0 ? 2029-02-28; royalty.1 ? 2030-02-28; royalty.2 ? 2031-02-28; royalty.3 ? 2032-02-29
five years from 1 March | 2027-03-01 | | 60 => royalty.0 ? 2028-03-01; royalty.1 ? 2029-03-01; royalty.2 ? 2030-03-01; royalty.3 ? 2031-03-01; royalty.4 ? 2032-03-01
a year to a leap day's eve | 2027-02-28 | | 12 => royalty.0 ? 2028-02-28
one month from 1 February | 2027-02-01 | | 1 => royalty.0 ? 2027-03-01
eighteen months | 2026-11-23 | | 18 => royalty.0 ? 2027-11-23; royalty.1 ? 2028-05-23
eighteen months from 31 August | 2026-08-31 | | 18 => royalty.0 ? 2027-08-31; royalty.1 ? 2028-02-29
cut by the life on a leap day | 2026-11-23 | life 2028-02-29 | 36 => royalty.0 ? 2027-11-23; royalty.1 ? 2028-02-29
cut by the life on the first anniversary | 2026-11-23 | life 2027-11-23 | 36 => royalty.0 ? 2027-11-23
cut by the life on the day after the first anniversary | 2026-11-23 | life 2027-11-24 | 36 => royalty.0 ? 2027-11-23; royalty.1 ? 2027-11-24
a life that outlives the license changes nothing | 2026-11-23 | life 2040-01-01 | 12 => royalty.0 ? 2027-11-23
the life written at the notice cuts as well | 2026-11-23 | written 2027-06-30 | 36 => royalty.0 ? 2027-06-30
of two lives the earlier one | 2026-11-23 | written 2027-06-30, life 2027-05-31 | 36 => royalty.0 ? 2027-05-31
of two lives the earlier one, the other way round | 2026-11-23 | written 2027-05-31, life 2027-06-30 | 36 => royalty.0 ? 2027-05-31
a life that ends on the day of effect leaves no period | 2026-11-23 | life 2026-11-23 | 36 =>
a life that ends the day after leaves a day | 2026-11-23 | life 2026-11-24 | 36 => royalty.0 ? 2026-11-24
"""
END_DAYS = """
through a leap day | 2026-11-23 => royalty.0 ? 2027-11-23; royalty.1 ? 2028-02-29
a year before it | 2027-02-28 => royalty.0 ? 2028-02-28; royalty.1 ? 2028-02-29
effect the day before the end | 2028-02-28 => royalty.0 ? 2028-02-29
effect on the end day leaves no period | 2028-02-29 =>
cut by the life | 2026-11-23 | life 2027-12-31 => royalty.0 ? 2027-11-23; royalty.1 ? 2027-12-31
"""
WHOLE_LIVES = """
to the end of the life | 2026-11-23 | life 2029-05-06 => royalty.0 ? 2027-11-23; royalty.1 ? 2028-11-23; royalty.2 ? 2029-05-06
to the life written at the notice | 2026-11-23 | written 2028-01-31 => royalty.0 ? 2027-11-23; royalty.1 ? 2028-01-31
"""
MONTHS_FROM_THE_31ST = """
three from 31 August | 2026-08-31 | | 3 => royalty.0 ? 2026-09-30; royalty.1 ? 2026-10-31; royalty.2 ? 2026-11-30
three from 31 December into a leap February | 2027-12-31 | | 3 => royalty.0 ? 2028-01-31; royalty.1 ? 2028-02-29; royalty.2 ? 2028-03-31
three from 30 January | 2027-01-30 | | 3 => royalty.0 ? 2027-02-28; royalty.1 ? 2027-03-30; royalty.2 ? 2027-04-30
two from a leap day | 2028-02-29 | | 2 => royalty.0 ? 2028-03-29; royalty.1 ? 2028-04-29
four from 31 October | 2026-10-31 | | 4 => royalty.0 ? 2026-11-30; royalty.1 ? 2026-12-31; royalty.2 ? 2027-01-31; royalty.3 ? 2027-02-28
"""
QUARTERS_FROM_THE_31ST = """
a year from 31 May | 2026-05-31 | | 12 => royalty.0 ? 2026-08-31; royalty.1 ? 2026-11-30; royalty.2 ? 2027-02-28; royalty.3 ? 2027-05-31
a year from 30 November into a leap February | 2027-11-30 | | 12 => royalty.0 ? 2028-02-29; royalty.1 ? 2028-05-30; royalty.2 ? 2028-08-30; royalty.3 ? 2028-11-30
a year from a leap day | 2028-02-29 | | 12 => royalty.0 ? 2028-05-29; royalty.1 ? 2028-08-29; royalty.2 ? 2028-11-29; royalty.3 ? 2029-02-28
"""
FREE_MONTHS = """
one from the 31st: through 28 February, paid on 1 March | 2027-01-31 | | 1 => lump_sum 1 2027-03-01
one from the 31st in a leap year | 2028-01-31 | | 1 => lump_sum 1 2028-03-01
twelve from a leap day | 2028-02-29 | | 12 => lump_sum 1 2029-03-01
48 from a leap day | 2028-02-29 | | 48 => lump_sum 1 2032-03-01
six from 31 August | 2026-08-31 | | 6 => lump_sum 1 2027-03-01
three from 30 November | 2026-11-30 | | 3 => lump_sum 1 2027-03-01
twelve over the year's end | 2026-12-31 | | 12 => lump_sum 1 2028-01-01
eighteen | 2026-11-23 | | 18 => lump_sum 1 2028-05-24
"""

ROWS = (
    *table("from the 31st", after, FROM_THE_31ST),
    *table("from a leap day", after, FROM_A_LEAP_DAY),
    *table("from the 30th", after, FROM_THE_30TH),
    *table("from a last day", after, FROM_A_LAST_DAY),
    *table("days to pay", within, DAYS_TO_PAY),
    *table("last day", running, LAST_DAYS),
    *table("end day", through, END_DAYS),
    *table("whole life", whole_life, WHOLE_LIVES),
    *table("by the month", monthly, MONTHS_FROM_THE_31ST),
    *table("by the quarter", quarterly, QUARTERS_FROM_THE_31ST),
    *table("free months", free, FREE_MONTHS),
)
