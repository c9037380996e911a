"""Free time: through a whole day or months from effect, priced afterwards or the end."""

from marketplace.terms.parts import Deferral, Fixed, FreeWindow, Period, Repeat, Royalty, Tier
from marketplace.terms.presets import limited_free
from tests.terms.golden import day, item, license_, table

THROUGH = FreeWindow(through=day("2027-06-30"))
SHARE = Royalty(base="net_sales", tiers=(Tier(rate_ppm=20_000),), cycle_months=12)


def once(days):
    """Free through 30 June 2027, then 9 fen within so many days."""
    return license_(free_window=THROUGH, lump_sum=Fixed(amount_fen=9, due_days=days))


def once_after_months(months, days):
    return license_(
        free_window=FreeWindow(months=months), lump_sum=Fixed(amount_fen=9, due_days=days)
    )


def parts_after_months(free, first):
    """Free months, then two parts: one so many months later, one a year after that."""
    items = (item(1, months=first), item(2, months=first + 12))
    return license_(60, free_window=FreeWindow(months=free), instalments=items)


def yearly_after_months(free, days):
    items = (item(8, Repeat(every_months=12), months=0, days=days),)
    return license_(36, free_window=FreeWindow(months=free), instalments=items)


def share_after_months(free, months):
    return license_(months, free_window=FreeWindow(months=free), royalty=SHARE)


def free_only(months):
    return limited_free(months)


yearly_through = license_(
    free_window=THROUGH, instalments=(item(8, Repeat(every_months=12), months=0, days=1),)
)
yearly_through_at_once = license_(
    free_window=THROUGH, instalments=(item(8, Repeat(every_months=12), months=0),)
)
dated_after = license_(
    free_window=THROUGH, instalments=(item(5, on="2027-07-01"), item(6, on="2028-07-01"))
)
share_through = license_(
    period=Period(end_on=day("2028-06-30")), free_window=THROUGH, royalty=SHARE
)
entry_and_share = license_(
    24, free_window=FreeWindow(months=12), entry_fee=Fixed(amount_fen=7), royalty=SHARE
)
ends_through = license_(
    period=Period(end_on=day("2027-06-30")),
    free_window=FreeWindow(through=day("2027-06-30"), afterwards="ends"),
)
ends_without_period = license_(period=None, free_window=FreeWindow(months=6, afterwards="ends"))
by_milestone = license_(
    free_window=FreeWindow(months=12), instalments=(item(5, milestone="sample", days=10),)
)
free_then_later = license_(
    free_window=FreeWindow(months=12),
    deferral=Deferral(kind="deferred", months_after_effect=6, on_first_revenue=True),
    lump_sum=Fixed(amount_fen=9, due_days=30),
)
free_then_much_later = license_(
    free_window=FreeWindow(months=6),
    deferral=Deferral(kind="deferred", months_after_effect=12, on_first_revenue=True),
    lump_sum=Fixed(amount_fen=9, due_days=30),
)

ONCE = """
no days: the first day after the free time | 2026-11-23 | | 0 => lump_sum 9 2027-07-01
one day is the same day | 2026-11-23 | | 1 => lump_sum 9 2027-07-01
two days | 2026-11-23 | | 2 => lump_sum 9 2027-07-02
thirty days after the last free day | 2026-11-23 | | 30 => lump_sum 9 2027-07-30
effect on the last free day: still free that day | 2027-06-30 | | 0 => lump_sum 9 2027-07-01
effect on the first priced day: due with effect | 2027-07-01 | | 0 => lump_sum 9 2027-07-01
effect long after | 2028-03-15 | | 0 => lump_sum 9 2028-03-15
effect long after, ten days | 2028-03-15 | | 10 => lump_sum 9 2028-03-25
ended on the last free day: nothing | 2026-11-23 | ended 2027-06-30 | 0 =>
ended on the first priced day: owed | 2026-11-23 | ended 2027-07-01 | 0 => lump_sum 9 2027-07-01
ended on the last free day, days to pay granted: nothing | 2026-11-23 | ended 2027-06-30 | 30 =>
lapsed on the first priced day, days to pay granted: owed | 2026-11-23 | lapsed 2027-07-01 | 30 => lump_sum 9 2027-07-30
the life ends on the last free day: nothing | 2026-11-23 | life 2027-06-30 | 0 =>
the life ends on the first priced day: owed | 2026-11-23 | life 2027-07-01 | 0 => lump_sum 9 2027-07-01
moved on the last free day: the new holder's | 2026-11-23 | moved new 2027-06-30 | 0 => lump_sum 9 2027-07-01 new
moved on the first priced day: still the old holder's | 2026-11-23 | moved new 2027-07-01 | 0 => lump_sum 9 2027-07-01
"""
MONTHS = """
a month: through 23 December | 2026-11-23 | | 1 0 => lump_sum 9 2026-12-24
a month from 31 January: through 28 February | 2027-01-31 | | 1 0 => lump_sum 9 2027-03-01
a month from 31 January in a leap year: through 29 February | 2028-01-31 | | 1 0 => lump_sum 9 2028-03-01
a year from a leap day: through 28 February | 2028-02-29 | | 12 0 => lump_sum 9 2029-03-01
two years, one day | 2026-11-23 | | 24 1 => lump_sum 9 2028-11-24
three days | 2026-11-23 | | 6 3 => lump_sum 9 2027-05-26
all but one month of the license | 2026-11-23 | | 35 0 => lump_sum 9 2029-10-24
ended a day before the free time does | 2026-11-23 | ended 2027-05-22 | 6 0 =>
ended on its last day | 2026-11-23 | ended 2027-05-23 | 6 0 =>
ended the day after | 2026-11-23 | ended 2027-05-24 | 6 0 => lump_sum 9 2027-05-24
"""
PARTS = """
the first with the end of the free time | 2026-11-23 | | 12 0 => instalments.0 1 2027-11-24; instalments.1 2 2028-11-23
the first three months later | 2026-11-23 | | 12 3 => instalments.0 1 2028-02-23; instalments.1 2 2029-02-23
from 31 August, half a year free | 2026-08-31 | | 6 1 => instalments.0 1 2027-03-28; instalments.1 2 2028-03-28
the second beyond the life | 2026-11-23 | life 2028-06-30 | 12 0 => instalments.0 1 2027-11-24
"""
YEARLY = """
two free years of three: one fee | 2026-11-23 | | 24 1 => instalments.0.1 8 2028-11-24
one free year of three: two fees | 2026-11-23 | | 12 1 => instalments.0.1 8 2027-11-24; instalments.0.2 8 2028-11-24
at once: the first on the first priced day, then on the anniversaries of the last free one | 2026-11-23 | | 12 0 => instalments.0.1 8 2027-11-24; instalments.0.2 8 2028-11-23
half a year free | 2026-11-23 | | 6 1 => instalments.0.1 8 2027-05-24; instalments.0.2 8 2028-05-24; instalments.0.3 8 2029-05-24
ended on the last free day | 2026-11-23 | ended 2027-11-23 | 12 1 =>
"""
THROUGH_YEARLY = """
three fees | 2026-11-23 => instalments.0.1 8 2027-07-01; instalments.0.2 8 2028-07-01; instalments.0.3 8 2029-07-01
effect on the last free day | 2027-06-30 => instalments.0.1 8 2027-07-01; instalments.0.2 8 2028-07-01; instalments.0.3 8 2029-07-01
effect a day later counts from effect | 2027-07-01 => instalments.0.1 8 2027-07-02; instalments.0.2 8 2028-07-02; instalments.0.3 8 2029-07-02
the life ends before the second | 2026-11-23 | life 2028-06-30 => instalments.0.1 8 2027-07-01
"""
THROUGH_AT_ONCE = """
never on a free day | 2026-11-23 => instalments.0.1 8 2027-07-01; instalments.0.2 8 2028-06-30; instalments.0.3 8 2029-06-30
effect on the last free day | 2027-06-30 => instalments.0.1 8 2027-07-01; instalments.0.2 8 2028-06-30; instalments.0.3 8 2029-06-30
effect after it | 2027-07-01 => instalments.0.1 8 2027-07-01; instalments.0.2 8 2028-07-01; instalments.0.3 8 2029-07-01
"""
DATED = """
a day after the free time stands | 2026-11-23 => instalments.0 5 2027-07-01; instalments.1 6 2028-07-01
effect after the first | 2027-07-15 => instalments.0 5 2027-07-15; instalments.1 6 2028-07-01
"""
SHARE_THROUGH = """
sales from 1 July | 2026-11-23 | said 2027-07-01..2028-06-30 5000 => royalty.0 100 2028-08-29
sales in the free time do not count | 2026-11-23 | said 2026-11-24..2027-06-30 900000 => royalty.0 ? 2028-08-29
effect on the last free day is the same | 2027-06-30 | said 2027-07-01..2028-06-30 5000 => royalty.0 100 2028-08-29
effect on 1 July: sales from 2 July | 2027-07-01 | said 2027-07-02..2028-06-30 5000 => royalty.0 100 2028-08-29
ended on the last free day | 2026-11-23 | ended 2027-06-30 =>
ended on the first priced day: a period of a day | 2026-11-23 | said 2027-07-01..2027-07-01 5000, ended 2027-07-01 => royalty.0 100 2027-08-30
"""
SHARE_MONTHS = """
one free year of two | 2026-11-23 | said 2027-11-24..2028-11-23 5000 | 12 24 => royalty.0 100 2029-01-22
half a free year of two: a year and a half counted | 2026-11-23 | said 2027-05-24..2028-05-23 5000, said 2028-05-24..2028-11-23 2500 | 6 24 => royalty.0 100 2028-07-22; royalty.1 50 2029-01-22
from 31 August, half a free year: from 1 March | 2026-08-31 | said 2027-03-01..2027-08-31 5000 | 6 12 => royalty.0 100 2027-10-30
a free year from a leap day: from 1 March | 2028-02-29 | said 2029-03-01..2030-02-28 5000 | 12 24 => royalty.0 100 2030-04-29
"""
ENTRY = """
the entry fee waits too | 2026-11-23 | said 2027-11-24..2028-11-23 5000 => entry_fee 7 2027-11-24; royalty.0 100 2029-01-22
"""
ENDS = """
six months and over | 2026-11-23 | | 6 =>
a year and over | 2026-11-23 | | 12 =>
"""
ENDS_DAY = """
through a day and over | 2026-11-23 =>
begun on its last day | 2027-06-30 =>
"""
ENDS_ALONE = """
the window is the period | 2026-11-23 =>
"""
MILESTONE = """
accepted in the free time: the day after it, ten days counted from its last | 2026-11-23 | accepted sample 2027-03-01 => instalments.0 5 2027-12-03
accepted on its last day | 2026-11-23 | accepted sample 2027-11-23 => instalments.0 5 2027-12-03
accepted afterwards | 2026-11-23 | accepted sample 2027-12-01 => instalments.0 5 2027-12-11
not accepted | 2026-11-23 => instalments.0 5 waits
"""
THEN_LATER = """
a trigger in the free time waits for its end | 2026-11-23 => lump_sum 9 2027-12-23
revenue in the free time waits for its end | 2026-11-23 | revenue 2026-12-24 => lump_sum 9 2027-12-23
"""
THEN_MUCH_LATER = """
a trigger after the free time | 2026-11-23 => lump_sum 9 2027-12-23
revenue between | 2026-11-23 | revenue 2027-08-01 => lump_sum 9 2027-08-31
revenue on the last free day | 2026-11-23 | revenue 2027-05-23 => lump_sum 9 2027-06-22
revenue on the first priced day | 2026-11-23 | revenue 2027-05-24 => lump_sum 9 2027-06-23
"""

ROWS = (
    *table("free through, once", once, ONCE),
    *table("free months, once", once_after_months, MONTHS),
    *table("free months, parts", parts_after_months, PARTS),
    *table("free months, yearly", yearly_after_months, YEARLY),
    *table("free through, yearly", yearly_through, THROUGH_YEARLY),
    *table("free through, yearly at once", yearly_through_at_once, THROUGH_AT_ONCE),
    *table("free through, dated", dated_after, DATED),
    *table("free through, share", share_through, SHARE_THROUGH),
    *table("free months, share", share_after_months, SHARE_MONTHS),
    *table("free months, entry and share", entry_and_share, ENTRY),
    *table("free, then over", free_only, ENDS),
    *table("free through, then over", ends_through, ENDS_DAY),
    *table("free, no period", ends_without_period, ENDS_ALONE),
    *table("free, milestone", by_milestone, MILESTONE),
    *table("free, then a trigger", free_then_later, THEN_LATER),
    *table("free, then a later trigger", free_then_much_later, THEN_MUCH_LATER),
)
