"""Rates and steps: half a fen, marginal steps cumulated per royalty year, bases, cycles.

The sum of a line is written out beside the harder ones: slices times rates, then one rounding.
"""

from marketplace.terms.parts import Royalty, Tier
from tests.terms.golden import license_, table


def plain(ppm, base="net_sales", **royalty):
    part = Royalty(base=base, tiers=(Tier(rate_ppm=ppm),), cycle_months=12, **royalty)
    return license_(12, royalty=part)


def stepped(cycle, months):
    """3 % up to ¥10,000 a year, 2 % up to ¥30,000, 1 % above."""
    tiers = (
        Tier(up_to=1_000_000, rate_ppm=30_000),
        Tier(up_to=3_000_000, rate_ppm=20_000),
        Tier(rate_ppm=10_000),
    )
    return license_(months, royalty=Royalty(base="net_sales", tiers=tiers, cycle_months=cycle))


def rising(first, second, third):
    """Rates in millionths up to 100 fen, up to 200 fen, and above."""
    tiers = (
        Tier(up_to=100, rate_ppm=first),
        Tier(up_to=200, rate_ppm=second),
        Tier(rate_ppm=third),
    )
    return license_(12, royalty=Royalty(base="profit", tiers=tiers, cycle_months=12))


def units(first, second):
    """Fen per piece up to 1,000 pieces a year, and above."""
    tiers = (Tier(up_to=1_000, fen_per_unit=first), Tier(fen_per_unit=second))
    return license_(24, royalty=Royalty(base="output", unit="件", tiers=tiers, cycle_months=12))


def payable(report, pay):
    """Days for report and payment after the end of each half-year."""
    part = Royalty(
        base="net_sales", tiers=(Tier(rate_ppm=20_000),), report_days=report, pay_days=pay
    )
    return license_(12, royalty=part)


HALVES = """
2 % of 24 fen is 0.48 | 2026-11-23 | said 2026-11-24..2027-11-23 24 | 20000 => royalty.0 0 2028-01-22
2 % of 25 fen is 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 25 | 20000 => royalty.0 1 2028-01-22
2 % of 74 fen is 1.48 | 2026-11-23 | said 2026-11-24..2027-11-23 74 | 20000 => royalty.0 1 2028-01-22
2 % of 75 fen is 1.5 | 2026-11-23 | said 2026-11-24..2027-11-23 75 | 20000 => royalty.0 2 2028-01-22
2 % of 125 fen is 2.5, not rounded to even | 2026-11-23 | said 2026-11-24..2027-11-23 125 | 20000 => royalty.0 3 2028-01-22
5 % of 10 fen is 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 10 | 50000 => royalty.0 1 2028-01-22
5 % of 30 fen is 1.5 | 2026-11-23 | said 2026-11-24..2027-11-23 30 | 50000 => royalty.0 2 2028-01-22
5 % of 50 fen is 2.5 | 2026-11-23 | said 2026-11-24..2027-11-23 50 | 50000 => royalty.0 3 2028-01-22
2.5 % of 20 fen is 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 20 | 25000 => royalty.0 1 2028-01-22
2.5 % of 19 fen is 0.475 | 2026-11-23 | said 2026-11-24..2027-11-23 19 | 25000 => royalty.0 0 2028-01-22
0.1 % of 500 fen is 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 500 | 1000 => royalty.0 1 2028-01-22
0.1 % of 499 fen is 0.499 | 2026-11-23 | said 2026-11-24..2027-11-23 499 | 1000 => royalty.0 0 2028-01-22
0.0001 % of 500,000 fen is 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 500000 | 1 => royalty.0 1 2028-01-22
0.0001 % of 499,999 fen | 2026-11-23 | said 2026-11-24..2027-11-23 499999 | 1 => royalty.0 0 2028-01-22
50 % of 1 fen is 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 1 | 500000 => royalty.0 1 2028-01-22
100 % of 1 fen | 2026-11-23 | said 2026-11-24..2027-11-23 1 | 1000000 => royalty.0 1 2028-01-22
33.3333 % of 3 fen is 0.999999 | 2026-11-23 | said 2026-11-24..2027-11-23 3 | 333333 => royalty.0 1 2028-01-22
12.5 % of 4 fen is 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 4 | 125000 => royalty.0 1 2028-01-22
12.5 % of 12 fen is 1.5 | 2026-11-23 | said 2026-11-24..2027-11-23 12 | 125000 => royalty.0 2 2028-01-22
6.25 % of 8 fen is 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 8 | 62500 => royalty.0 1 2028-01-22
3.1415 % of ¥1,234,567.89 is 3,878,395.02… fen | 2026-11-23 | said 2026-11-24..2027-11-23 123456789 | 31415 => royalty.0 3878395 2028-01-22
2 % of a hundred billion yuan | 2026-11-23 | said 2026-11-24..2027-11-23 10000000000000 | 20000 => royalty.0 200000000000 2028-01-22
no sales, no fee | 2026-11-23 | said 2026-11-24..2027-11-23 0 | 20000 => royalty.0 0 2028-01-22
"""
MARGINAL = """
below the first step: 999,999 × 3 % = 29,999.97 | 2026-11-23 | said 2026-11-24..2027-11-23 999999 | 12 12 => royalty.0 30000 2028-01-22
on the first step: 1,000,000 × 3 % | 2026-11-23 | said 2026-11-24..2027-11-23 1000000 | 12 12 => royalty.0 30000 2028-01-22
25 fen above it: 0.5 fen more | 2026-11-23 | said 2026-11-24..2027-11-23 1000025 | 12 12 => royalty.0 30001 2028-01-22
24 fen above it: 0.48 fen more | 2026-11-23 | said 2026-11-24..2027-11-23 1000024 | 12 12 => royalty.0 30000 2028-01-22
in the second: 30,000 + 1,000,000 × 2 % | 2026-11-23 | said 2026-11-24..2027-11-23 2000000 | 12 12 => royalty.0 50000 2028-01-22
on the second step: 30,000 + 2,000,000 × 2 % | 2026-11-23 | said 2026-11-24..2027-11-23 3000000 | 12 12 => royalty.0 70000 2028-01-22
49 fen above it: 0.49 fen more | 2026-11-23 | said 2026-11-24..2027-11-23 3000049 | 12 12 => royalty.0 70000 2028-01-22
50 fen above it: 0.5 fen more | 2026-11-23 | said 2026-11-24..2027-11-23 3000050 | 12 12 => royalty.0 70001 2028-01-22
above all: 70,000 + 7,000,000 × 1 % | 2026-11-23 | said 2026-11-24..2027-11-23 10000000 | 12 12 => royalty.0 140000 2028-01-22
two halves: 800,000 × 3 %, then 200,000 × 3 % + 600,000 × 2 % | 2026-11-23 | said 2026-11-24..2027-05-23 800000, said 2027-05-24..2027-11-23 800000 | 6 12 => royalty.0 24000 2027-07-22; royalty.1 18000 2028-01-22
two halves, the first takes all of the first step | 2026-11-23 | said 2026-11-24..2027-05-23 1000000, said 2027-05-24..2027-11-23 1000000 | 6 12 => royalty.0 30000 2027-07-22; royalty.1 20000 2028-01-22
two halves, the second jumps two steps: 30,000 + 2,000,000 × 2 % + 500,000 × 1 % | 2026-11-23 | said 2026-11-24..2027-05-23 0, said 2027-05-24..2027-11-23 3500000 | 6 12 => royalty.0 0 2027-07-22; royalty.1 75000 2028-01-22
two years of two halves: each year begins with 3 % | 2026-11-23 | said 2026-11-24..2027-05-23 1500000, said 2027-05-24..2027-11-23 1500000, said 2027-11-24..2028-05-23 1500000, said 2028-05-24..2028-11-23 1500000 | 6 24 => royalty.0 40000 2027-07-22; royalty.1 30000 2028-01-22; royalty.2 40000 2028-07-22; royalty.3 30000 2029-01-22
a year and a half: the half stands in a year of its own | 2026-11-23 | said 2026-11-24..2027-11-23 3000000, said 2027-11-24..2028-05-23 1200000 | 12 18 => royalty.0 70000 2028-01-22; royalty.1 34000 2028-07-22
four quarters of 1,000,000: 3 %, 2 %, 2 %, 1 % | 2026-11-23 | said 2026-11-24..2027-02-23 1000000, said 2027-02-24..2027-05-23 1000000, said 2027-05-24..2027-08-23 1000000, said 2027-08-24..2027-11-23 1000000 | 3 12 => royalty.0 30000 2027-04-24; royalty.1 20000 2027-07-22; royalty.2 20000 2027-10-22; royalty.3 10000 2028-01-22
four quarters of 999,999, each rounded by itself | 2026-11-23 | said 2026-11-24..2027-02-23 999999, said 2027-02-24..2027-05-23 999999, said 2027-05-24..2027-08-23 999999, said 2027-08-24..2027-11-23 999999 | 3 12 => royalty.0 30000 2027-04-24; royalty.1 20000 2027-07-22; royalty.2 20000 2027-10-22; royalty.3 10000 2028-01-22
three four-month periods | 2026-11-23 | said 2026-11-24..2027-03-23 900000, said 2027-03-24..2027-07-23 900000, said 2027-07-24..2027-11-23 1500000 | 4 12 => royalty.0 27000 2027-05-22; royalty.1 19000 2027-09-21; royalty.2 27000 2028-01-22
six two-month periods, the last above the second step | 2026-11-23 | said 2026-11-24..2027-01-23 500000, said 2027-01-24..2027-03-23 500000, said 2027-03-24..2027-05-23 500000, said 2027-05-24..2027-07-23 500000, said 2027-07-24..2027-09-23 1000000, said 2027-09-24..2027-11-23 1000000 | 2 12 => royalty.0 15000 2027-03-24; royalty.1 15000 2027-05-22; royalty.2 10000 2027-07-22; royalty.3 10000 2027-09-21; royalty.4 20000 2027-11-22; royalty.5 10000 2028-01-22
monthly, three months | 2026-11-23 | said 2026-11-24..2026-12-23 600000, said 2026-12-24..2027-01-23 600000, said 2027-01-24..2027-02-23 2000000 | 1 3 => royalty.0 18000 2027-02-21; royalty.1 16000 2027-03-24; royalty.2 38000 2027-04-24
a missing first half makes the second unknown | 2026-11-23 | said 2027-05-24..2027-11-23 100 | 6 12 => royalty.0 ? 2027-07-22; royalty.1 ? 2028-01-22
a missing second half leaves the first | 2026-11-23 | said 2026-11-24..2027-05-23 1200000 | 6 12 => royalty.0 34000 2027-07-22; royalty.1 ? 2028-01-22
a missing year does not make the next unknown | 2026-11-23 | said 2027-11-24..2028-05-23 1200000 | 6 18 => royalty.0 ? 2027-07-22; royalty.1 ? 2028-01-22; royalty.2 34000 2028-07-22
a corrected first half changes the second: 1,100,000 before, all at 2 % | 2026-11-23 | said 2026-11-24..2027-05-23 900000, said 2027-05-24..2027-11-23 100000, said 2026-11-24..2027-05-23 1100000 | 6 12 => royalty.0 32000 2027-07-22; royalty.1 2000 2028-01-22
a statement for part of a period stands for it | 2026-11-23 | said 2026-12-24..2027-01-23 500 | 6 6 => royalty.0 15 2027-07-22
a statement that ends on a period's last day | 2026-11-23 | said 2026-11-24..2027-05-23 500 | 6 6 => royalty.0 15 2027-07-22
a statement that ends the day after belongs to the next | 2026-11-23 | said 2026-11-24..2027-05-24 500 | 6 12 => royalty.0 ? 2027-07-22; royalty.1 ? 2028-01-22
a year cut by the life keeps its steps | 2026-11-23 | said 2026-11-24..2027-11-23 1500000, said 2027-11-24..2027-12-31 1500000, life 2027-12-31 | 12 36 => royalty.0 40000 2028-01-22; royalty.1 40000 2028-02-29
"""
RATES = """
rising: 100 × 1 % + 100 × 2 % + 50 × 3 % = 4.5 | 2026-11-23 | said 2026-11-24..2027-11-23 250 | 10000 20000 30000 => royalty.0 5 2028-01-22
falling: 100 × 3 % + 100 × 2 % + 50 × 1 % = 5.5 | 2026-11-23 | said 2026-11-24..2027-11-23 250 | 30000 20000 10000 => royalty.0 6 2028-01-22
nothing on the first step: 50 × 1 % = 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 150 | 0 10000 10000 => royalty.0 1 2028-01-22
nothing on the first step and nothing beyond it | 2026-11-23 | said 2026-11-24..2027-11-23 100 | 0 10000 10000 => royalty.0 0 2028-01-22
nothing above all: 100 × 1 % + 100 × 1 % | 2026-11-23 | said 2026-11-24..2027-11-23 100000 | 10000 10000 0 => royalty.0 2 2028-01-22
one half from two steps: 100 × 0.2 % + 100 × 0.3 % = 0.5 | 2026-11-23 | said 2026-11-24..2027-11-23 200 | 2000 3000 0 => royalty.0 1 2028-01-22
steps are summed before they are rounded: 0.4 + 0.4 + 0.4 = 1.2 | 2026-11-23 | said 2026-11-24..2027-11-23 300 | 4000 4000 4000 => royalty.0 1 2028-01-22
0.49 + 0.49 + 0.49 = 1.47 | 2026-11-23 | said 2026-11-24..2027-11-23 300 | 4900 4900 4900 => royalty.0 1 2028-01-22
a loss is stated as nothing | 2026-11-23 | said 2026-11-24..2027-11-23 0 | 10000 20000 30000 => royalty.0 0 2028-01-22
"""
UNITS = """
999 pieces | 2026-11-23 | said 2026-11-24..2027-11-23 999 | 150 100 => royalty.0 149850 2028-01-22; royalty.1 ? 2029-01-22
1,000 pieces | 2026-11-23 | said 2026-11-24..2027-11-23 1000 | 150 100 => royalty.0 150000 2028-01-22; royalty.1 ? 2029-01-22
1,001 pieces | 2026-11-23 | said 2026-11-24..2027-11-23 1001 | 150 100 => royalty.0 150100 2028-01-22; royalty.1 ? 2029-01-22
dearer above: 1,000 × 1 + 500 × 3 | 2026-11-23 | said 2026-11-24..2027-11-23 1500 | 1 3 => royalty.0 2500 2028-01-22; royalty.1 ? 2029-01-22
free up to a thousand | 2026-11-23 | said 2026-11-24..2027-11-23 1200 | 0 100 => royalty.0 20000 2028-01-22; royalty.1 ? 2029-01-22
two years count by themselves | 2026-11-23 | said 2026-11-24..2027-11-23 1500, said 2027-11-24..2028-11-23 1500 | 150 100 => royalty.0 200000 2028-01-22; royalty.1 200000 2029-01-22
none made | 2026-11-23 | said 2026-11-24..2027-11-23 0, said 2027-11-24..2028-11-23 0 | 150 100 => royalty.0 0 2028-01-22; royalty.1 0 2029-01-22
"""
DAYS = """
on the last day of the period | 2026-11-23 | said 2026-11-24..2027-05-23 100 | 0 0 => royalty.0 2 2027-05-23; royalty.1 ? 2027-11-23
30 days | 2026-11-23 | said 2026-11-24..2027-05-23 100 | 30 30 => royalty.0 2 2027-06-22; royalty.1 ? 2027-12-23
45 days over a month of 31 | 2026-11-23 | said 2026-11-24..2027-05-23 100 | 30 45 => royalty.0 2 2027-07-07; royalty.1 ? 2028-01-07
90 days over a leap February | 2027-05-23 | said 2027-05-24..2027-11-23 100 | 30 90 => royalty.0 2 2028-02-21; royalty.1 ? 2028-08-21
"""

ROWS = (
    *table("half a fen", plain, HALVES),
    *table("steps", stepped, MARGINAL),
    *table("rates by step", rising, RATES),
    *table("pieces", units, UNITS),
    *table("days after a period", payable, DAYS),
)
