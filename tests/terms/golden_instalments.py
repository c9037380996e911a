"""Fixed amounts: once, in parts, dated, at an interval, at a milestone; rounding of a share."""

from marketplace.terms.parts import Effect, Fixed, Period, Quota, Repeat
from marketplace.terms.presets import instalments, lump_sum
from tests.terms.golden import day, item, license_, table

three_years = instalments([100, 200, 300])
dated = license_(instalments=(item(500, on="2027-06-30"), item(501, on="2028-06-30", days=15)))
milestones = license_(
    instalments=(
        item(100, months=0),
        item(200, milestone="sample", days=15),
        item(300, milestone="series", days=30),
    )
)
yearly_by_calendar = license_(instalments=(item(7, Repeat(every_months=12), on="2026-01-01"),))
on_the_31st = license_(12, instalments=(item(7, Repeat(every_months=1), on="2027-01-31"),))
counted_dated = license_(instalments=(item(7, Repeat(every_months=6, times=3), on="2026-06-30"),))
out_of_order = license_(instalments=(item(1, months=12), item(2, months=0), item(3, months=6)))
at_once = license_(
    entry_fee=Fixed(amount_fen=10),
    lump_sum=Fixed(amount_fen=20),
    instalments=(item(30, months=0), item(40, months=0)),
)
by_end_day = license_(
    period=Period(end_on=day("2028-05-31")),
    instalments=(item(7, Repeat(every_months=6), months=0),),
)
on_payment = lump_sum(25, route="ordinary", effect=Effect(rule="payment"))


def every(months, period):
    """A fee of 5 fen at an interval while a license of ``period`` months runs."""
    return license_(period, instalments=(item(5, Repeat(every_months=months), months=0),))


def counted(months, times, first):
    """A fee of 5 fen so many times at an interval, the first ``first`` months after effect."""
    return license_(
        120, instalments=(item(5, Repeat(every_months=months, times=times), months=first),)
    )


def delayed(months, first, days):
    """A recurring fee that begins ``first`` months after effect, with days to pay."""
    return license_(
        36, instalments=(item(5, Repeat(every_months=months), months=first, days=days),)
    )


def shared(fen, share):
    """What the first licensee pays of a lump sum, in millionths."""
    return license_(lump_sum=Fixed(amount_fen=fen), quota=Quota(first_n=1, share_ppm=share)).signed(
        quota_place=1
    )


INTERVALS = """
yearly for a year: once | 2026-11-23 | | 12 12 => instalments.0.1 5 2026-11-23
yearly for thirteen months: twice | 2026-11-23 | | 12 13 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-11-23
yearly for five years | 2026-11-23 | | 12 60 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-11-23; instalments.0.3 5 2028-11-23; instalments.0.4 5 2029-11-23; instalments.0.5 5 2030-11-23
half-yearly for a year | 2026-11-23 | | 6 12 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-05-23
half-yearly from 31 August | 2026-08-31 | | 6 18 => instalments.0.1 5 2026-08-31; instalments.0.2 5 2027-02-28; instalments.0.3 5 2027-08-31
quarterly from 30 November | 2026-11-30 | | 3 12 => instalments.0.1 5 2026-11-30; instalments.0.2 5 2027-02-28; instalments.0.3 5 2027-05-30; instalments.0.4 5 2027-08-30
monthly from the 31st | 2026-12-31 | | 1 4 => instalments.0.1 5 2026-12-31; instalments.0.2 5 2027-01-31; instalments.0.3 5 2027-02-28; instalments.0.4 5 2027-03-31
every second month from the 31st | 2026-12-31 | | 2 8 => instalments.0.1 5 2026-12-31; instalments.0.2 5 2027-02-28; instalments.0.3 5 2027-04-30; instalments.0.4 5 2027-06-30
an interval longer than the license: once | 2026-11-23 | | 12 6 => instalments.0.1 5 2026-11-23
yearly from a leap day | 2028-02-29 | | 12 48 => instalments.0.1 5 2028-02-29; instalments.0.2 5 2029-02-28; instalments.0.3 5 2030-02-28; instalments.0.4 5 2031-02-28
every 48 months from a leap day | 2028-02-29 | | 48 97 => instalments.0.1 5 2028-02-29; instalments.0.2 5 2032-02-29; instalments.0.3 5 2036-02-29
cut by the life: none on its last day | 2026-11-23 | life 2028-11-23 | 12 60 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-11-23
cut by the life: one the day before its last | 2026-11-23 | life 2028-11-24 | 12 60 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-11-23; instalments.0.3 5 2028-11-23
ended on an anniversary: none for a time that does not come | 2026-11-23 | ended 2027-11-23 | 12 60 => instalments.0.1 5 2026-11-23
ended the day after an anniversary | 2026-11-23 | ended 2027-11-24 | 12 60 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-11-23
lapsed between two | 2026-11-23 | lapsed 2028-03-01 | 12 60 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-11-23
"""
COUNTED = """
four quarters | 2026-11-23 | | 3 4 0 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-02-23; instalments.0.3 5 2027-05-23; instalments.0.4 5 2027-08-23
three half-years, the first after one | 2026-11-23 | | 6 3 6 => instalments.0.1 5 2027-05-23; instalments.0.2 5 2027-11-23; instalments.0.3 5 2028-05-23
two years from a leap day | 2028-02-29 | | 12 2 12 => instalments.0.1 5 2029-02-28; instalments.0.2 5 2030-02-28
three months from the 31st | 2026-12-31 | | 1 3 1 => instalments.0.1 5 2027-01-31; instalments.0.2 5 2027-02-28; instalments.0.3 5 2027-03-31
five times monthly from 30 January | 2027-01-30 | | 1 5 0 => instalments.0.1 5 2027-01-30; instalments.0.2 5 2027-02-28; instalments.0.3 5 2027-03-30; instalments.0.4 5 2027-04-30; instalments.0.5 5 2027-05-30
parts beyond the life are not owed | 2026-11-23 | life 2027-12-01 | 6 5 0 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-05-23; instalments.0.3 5 2027-11-23
a part on the last day of the life is owed | 2026-11-23 | life 2027-11-23 | 6 5 0 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-05-23; instalments.0.3 5 2027-11-23
a part on the day of termination is owed | 2026-11-23 | ended 2027-05-23 | 6 5 0 => instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-05-23
parts after a termination are not | 2026-11-23 | ended 2027-05-22 | 6 5 0 => instalments.0.1 5 2026-11-23
"""
DELAYED = """
from the second year | 2026-11-23 | | 12 12 0 => instalments.0.1 5 2027-11-23; instalments.0.2 5 2028-11-23
ten days to pay | 2026-11-23 | | 12 0 10 => instalments.0.1 5 2026-12-03; instalments.0.2 5 2027-12-03; instalments.0.3 5 2028-12-03
half-yearly from the third month, five days | 2026-11-23 | | 6 3 5 => instalments.0.1 5 2027-02-28; instalments.0.2 5 2027-08-28; instalments.0.3 5 2028-02-28; instalments.0.4 5 2028-08-28; instalments.0.5 5 2029-02-28; instalments.0.6 5 2029-08-28
days to pay may end after the license | 2026-11-23 | life 2027-11-30 | 12 12 30 => instalments.0.1 5 2027-12-23
"""
PARTS = """
three years | 2026-11-23 => instalments.0 100 2026-11-23; instalments.1 200 2027-11-23; instalments.2 300 2028-11-23
from 31 December | 2026-12-31 => instalments.0 100 2026-12-31; instalments.1 200 2027-12-31; instalments.2 300 2028-12-31
the life ends before the third | 2026-11-23 | life 2028-11-22 => instalments.0 100 2026-11-23; instalments.1 200 2027-11-23
the life ends with the third | 2026-11-23 | life 2028-11-23 => instalments.0 100 2026-11-23; instalments.1 200 2027-11-23; instalments.2 300 2028-11-23
the life written at the notice | 2026-11-23 | written 2027-11-22 => instalments.0 100 2026-11-23
ended at once | 2026-11-23 | ended 2026-11-23 => instalments.0 100 2026-11-23
ended before effect: nothing | 2026-11-23 | ended 2026-11-22 =>
"""
DATED = """
both to come | 2026-11-23 => instalments.0 500 2027-06-30; instalments.1 501 2028-07-15
effect on the first day | 2027-06-30 => instalments.0 500 2027-06-30; instalments.1 501 2028-07-15
effect after the first day: due with effect | 2027-07-01 => instalments.0 500 2027-07-01; instalments.1 501 2028-07-15
days to pay are kept for a past day | 2028-07-10 => instalments.0 500 2028-07-10; instalments.1 501 2028-07-25
the life ends on the second day | 2026-11-23 | life 2028-06-30 => instalments.0 500 2027-06-30; instalments.1 501 2028-07-15
the life ends before the second day | 2026-11-23 | life 2028-06-29 => instalments.0 500 2027-06-30
ended on the first day | 2026-11-23 | ended 2027-06-30 => instalments.0 500 2027-06-30
"""
COUNTED_DATED = """
effect before all: none is past | 2026-05-01 => instalments.0.1 7 2026-06-30; instalments.0.2 7 2026-12-30; instalments.0.3 7 2027-06-30
effect after the first | 2026-11-23 => instalments.0.1 7 2026-11-23; instalments.0.2 7 2026-12-30; instalments.0.3 7 2027-06-30
effect after the second: two at once | 2027-01-15 => instalments.0.1 7 2027-01-15; instalments.0.2 7 2027-01-15; instalments.0.3 7 2027-06-30
effect after all three: all at once | 2028-01-15 => instalments.0.1 7 2028-01-15; instalments.0.2 7 2028-01-15; instalments.0.3 7 2028-01-15
"""
BY_CALENDAR = """
the next first of January | 2026-11-23 => instalments.0.1 7 2027-01-01; instalments.0.2 7 2028-01-01; instalments.0.3 7 2029-01-01
effect on a first of January | 2027-01-01 => instalments.0.1 7 2027-01-01; instalments.0.2 7 2028-01-01; instalments.0.3 7 2029-01-01
effect on 31 December | 2027-12-31 => instalments.0.1 7 2028-01-01; instalments.0.2 7 2029-01-01; instalments.0.3 7 2030-01-01
effect on 2 January | 2027-01-02 => instalments.0.1 7 2028-01-01; instalments.0.2 7 2029-01-01; instalments.0.3 7 2030-01-01
"""
BY_THE_31ST = """
each month's last day where the 31st is missing | 2026-12-31 => instalments.0.1 7 2027-01-31; instalments.0.2 7 2027-02-28; instalments.0.3 7 2027-03-31; instalments.0.4 7 2027-04-30; instalments.0.5 7 2027-05-31; instalments.0.6 7 2027-06-30; instalments.0.7 7 2027-07-31; instalments.0.8 7 2027-08-31; instalments.0.9 7 2027-09-30; instalments.0.10 7 2027-10-31; instalments.0.11 7 2027-11-30
begun in the middle | 2027-03-15 => instalments.0.1 7 2027-03-31; instalments.0.2 7 2027-04-30; instalments.0.3 7 2027-05-31; instalments.0.4 7 2027-06-30; instalments.0.5 7 2027-07-31; instalments.0.6 7 2027-08-31; instalments.0.7 7 2027-09-30; instalments.0.8 7 2027-10-31; instalments.0.9 7 2027-11-30; instalments.0.10 7 2027-12-31; instalments.0.11 7 2028-01-31; instalments.0.12 7 2028-02-29
"""
MILESTONES = """
nothing accepted | 2026-11-23 => instalments.0 100 2026-11-23; instalments.1 200 waits; instalments.2 300 waits
the first accepted | 2026-11-23 | accepted sample 2027-03-05 => instalments.0 100 2026-11-23; instalments.1 200 2027-03-20; instalments.2 300 waits
both accepted | 2026-11-23 | accepted sample 2027-03-05, accepted series 2027-12-01 => instalments.0 100 2026-11-23; instalments.1 200 2027-03-20; instalments.2 300 2027-12-31
the later one first | 2026-11-23 | accepted series 2027-02-01 => instalments.0 100 2026-11-23; instalments.2 300 2027-03-03; instalments.1 200 waits
accepted twice: the first counts | 2026-11-23 | accepted sample 2027-05-01, accepted sample 2027-03-05 => instalments.0 100 2026-11-23; instalments.1 200 2027-03-20; instalments.2 300 waits
accepted before effect counts from effect | 2026-11-23 | accepted sample 2026-01-05 => instalments.0 100 2026-11-23; instalments.1 200 2026-12-08; instalments.2 300 waits
accepted on the last day of the life | 2026-11-23 | accepted sample 2027-03-05, life 2027-03-05 => instalments.0 100 2026-11-23; instalments.1 200 2027-03-20; instalments.2 300 waits
accepted after the life is too late | 2026-11-23 | accepted sample 2027-03-06, life 2027-03-05 => instalments.0 100 2026-11-23; instalments.2 300 waits
accepted after a termination is too late | 2026-11-23 | accepted sample 2027-03-06, ended 2027-03-05 => instalments.0 100 2026-11-23
a termination ends the waiting | 2026-11-23 | ended 2027-03-05 => instalments.0 100 2026-11-23
of another name | 2026-11-23 | accepted prototype 2027-03-05 => instalments.0 100 2026-11-23; instalments.1 200 waits; instalments.2 300 waits
"""
ORDER = """
by due day whatever the order in the terms | 2026-11-23 => instalments.1 2 2026-11-23; instalments.2 3 2027-05-23; instalments.0 1 2027-11-23
"""
SAME_DAY = """
in the order of the terms: entry fee, lump sum, instalments | 2026-11-23 => entry_fee 10 2026-11-23; lump_sum 20 2026-11-23; instalments.0 30 2026-11-23; instalments.1 40 2026-11-23
"""
END_DAY = """
half-yearly until an end day | 2026-11-23 => instalments.0.1 7 2026-11-23; instalments.0.2 7 2027-05-23; instalments.0.3 7 2027-11-23; instalments.0.4 7 2028-05-23
effect half a year before the end | 2027-11-30 => instalments.0.1 7 2027-11-30; instalments.0.2 7 2028-05-30
effect on the end day asks nothing | 2028-05-31 =>
"""
SHARES = """
half of 1 fen is rounded up | 2026-11-23 | | 1 500000 => lump_sum 1 2026-11-23
half of 2 fen | 2026-11-23 | | 2 500000 => lump_sum 1 2026-11-23
half of 3 fen | 2026-11-23 | | 3 500000 => lump_sum 2 2026-11-23
half of 25 fen | 2026-11-23 | | 25 500000 => lump_sum 13 2026-11-23
just under a half | 2026-11-23 | | 1 499999 =>
just over a half | 2026-11-23 | | 1 500001 => lump_sum 1 2026-11-23
a quarter of 2 fen is half a fen | 2026-11-23 | | 2 250000 => lump_sum 1 2026-11-23
a quarter of 1 fen is nothing and no line | 2026-11-23 | | 1 250000 =>
a third in millionths of 300 fen | 2026-11-23 | | 300 333333 => lump_sum 100 2026-11-23
a third in millionths of 30 million fen | 2026-11-23 | | 30000000 333333 => lump_sum 9999990 2026-11-23
two thirds in millionths of 100 fen | 2026-11-23 | | 100 666667 => lump_sum 67 2026-11-23
an eighth of 100 fen | 2026-11-23 | | 100 125000 => lump_sum 13 2026-11-23
an eighth of 4 fen is half a fen | 2026-11-23 | | 4 125000 => lump_sum 1 2026-11-23
one millionth of ten thousand yuan | 2026-11-23 | | 1000000 1 => lump_sum 1 2026-11-23
one millionth of half of that | 2026-11-23 | | 500000 1 => lump_sum 1 2026-11-23
one millionth of one fen less | 2026-11-23 | | 499999 1 =>
all but one millionth | 2026-11-23 | | 1000000 999999 => lump_sum 999999 2026-11-23
90 % of 15 fen is 13.5 | 2026-11-23 | | 15 900000 => lump_sum 14 2026-11-23
90 % of 5 fen is 4.5 | 2026-11-23 | | 5 900000 => lump_sum 5 2026-11-23
the largest amount halved | 2026-11-23 | | 99999999999999 500000 => lump_sum 50000000000000 2026-11-23
"""
PAYMENT = """
effect by payment changes no line | 2026-11-23 => lump_sum 25 2026-11-23
"""

ROWS = (
    *table("interval", every, INTERVALS),
    *table("counted", counted, COUNTED),
    *table("delayed", delayed, DELAYED),
    *table("in parts", three_years, PARTS),
    *table("dated", dated, DATED),
    *table("counted and dated", counted_dated, COUNTED_DATED),
    *table("by the calendar", yearly_by_calendar, BY_CALENDAR),
    *table("by the 31st", on_the_31st, BY_THE_31ST),
    *table("milestones", milestones, MILESTONES),
    *table("order", out_of_order, ORDER),
    *table("same day", at_once, SAME_DAY),
    *table("end day with fees", by_end_day, END_DAY),
    *table("share of a lump sum", shared, SHARES),
    *table("on payment", on_payment, PAYMENT),
)
