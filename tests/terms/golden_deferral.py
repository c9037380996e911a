"""Use first, pay later: four kinds, three triggers, whichever is first; caps; what counts."""

from marketplace.terms.parts import Deferral, Fixed, Limit, Repeat, Royalty, Tier
from tests.terms.golden import item, license_, table

SHARE = Royalty(base="net_sales", tiers=(Tier(rate_ppm=20_000),), cycle_months=6)
YEARLY = Royalty(base="net_sales", tiers=(Tier(rate_ppm=20_000),), cycle_months=12)


def deferral(kind, months=12, revenue=True, **more):
    return Deferral(kind=kind, months_after_effect=months, on_first_revenue=revenue, **more)


def after_months(months, days):
    """Nothing but the calendar opens the payment."""
    fee = Fixed(amount_fen=9, due_days=days)
    return license_(120, deferral=deferral("deferred", months, revenue=False), lump_sum=fee)


thirty = Fixed(amount_fen=9, due_days=30)
either = license_(deferral=deferral("deferred"), lump_sum=thirty)
only_revenue = license_(deferral=deferral("deferred", None), lump_sum=thirty)
any_of_three = license_(deferral=deferral("conditional", milestone="sample"), lump_sum=thirty)
only_milestone = license_(
    deferral=deferral("conditional", None, False, milestone="sample"), lump_sum=thirty
)
two_conditions = license_(
    deferral=deferral("conditional", None, milestone="sample"),
    instalments=(item(1, months=0), item(2, months=6)),
)
staged = license_(deferral=deferral("staged"), instalments=(item(1, months=0), item(2, months=12)))
staged_interval = license_(
    deferral=deferral("staged"), instalments=(item(5, Repeat(every_months=6), months=0),)
)
staged_dated = license_(
    deferral=deferral("staged"),
    instalments=(item(1, on="2027-03-01"), item(2, on="2028-03-01")),
)
staged_milestone = license_(
    deferral=deferral("staged", 12, False), instalments=(item(5, milestone="series", days=5),)
)
share_from_trigger = license_(18, deferral=deferral("revenue_share"), royalty=SHARE)
share_from_effect = license_(
    18, deferral=deferral("revenue_share", royalty_from="effect"), royalty=SHARE
)
share_waits = license_(
    12, deferral=deferral("revenue_share", None, royalty_from="effect"), royalty=SHARE
)
share_with_minimum = license_(
    24,
    deferral=deferral("revenue_share", 12, False),
    royalty=YEARLY.model_copy(update={"minimum": Limit(amount_fen=500)}),
)


def capped(cap, lump):
    """2 % counted from effect, a lump sum, and never more than the cap."""
    return license_(
        24,
        deferral=deferral("revenue_share", 12, False, royalty_from="effect", cap_fen=cap),
        lump_sum=Fixed(amount_fen=lump),
        royalty=YEARLY,
    )


def twice_capped(cap, royalty_cap):
    """The cap of the deferral and the cap of the royalty: the lower one holds."""
    part = YEARLY.model_copy(update={"cap": Limit(amount_fen=royalty_cap, span="whole_license")})
    return license_(
        12,
        deferral=deferral("revenue_share", 6, False, royalty_from="effect", cap_fen=cap),
        royalty=part,
    )


MONTHS = """
a year, at once | 2026-11-23 | | 12 0 => lump_sum 9 2027-11-23
a year, thirty days | 2026-11-23 | | 12 30 => lump_sum 9 2027-12-23
a month from the 31st | 2027-01-31 | | 1 0 => lump_sum 9 2027-02-28
a month from the 31st in a leap year | 2028-01-31 | | 1 0 => lump_sum 9 2028-02-29
a year from a leap day | 2028-02-29 | | 12 30 => lump_sum 9 2029-03-30
six months from 31 August | 2026-08-31 | | 6 15 => lump_sum 9 2027-03-15
two years | 2026-11-23 | | 24 0 => lump_sum 9 2028-11-23
eighteen months | 2026-11-23 | | 18 0 => lump_sum 9 2028-05-23
the life ends a day too early | 2026-11-23 | life 2027-11-22 | 12 30 =>
the life ends with the trigger | 2026-11-23 | life 2027-11-23 | 12 30 => lump_sum 9 2027-12-23
ended a day before the trigger | 2026-11-23 | ended 2027-11-22 | 12 0 =>
ended on the trigger | 2026-11-23 | ended 2027-11-23 | 12 0 => lump_sum 9 2027-11-23
revenue that was not agreed opens nothing | 2026-11-23 | revenue 2027-01-05 | 12 0 => lump_sum 9 2027-11-23
"""
EITHER = """
neither: the calendar will | 2026-11-23 => lump_sum 9 2027-12-23
revenue first | 2026-11-23 | revenue 2027-03-10 => lump_sum 9 2027-04-09
revenue on the very day of the calendar | 2026-11-23 | revenue 2027-11-23 => lump_sum 9 2027-12-23
revenue a day earlier | 2026-11-23 | revenue 2027-11-22 => lump_sum 9 2027-12-22
revenue a day later changes nothing | 2026-11-23 | revenue 2027-11-24 => lump_sum 9 2027-12-23
revenue twice makes one line, of the first | 2026-11-23 | revenue 2027-05-10, revenue 2027-03-10 => lump_sum 9 2027-04-09
revenue before effect counts from effect | 2026-11-23 | revenue 2026-10-01 => lump_sum 9 2026-12-23
revenue on the day of effect | 2026-11-23 | revenue 2026-11-23 => lump_sum 9 2026-12-23
a milestone that was not agreed opens nothing | 2026-11-23 | accepted sample 2027-03-10 => lump_sum 9 2027-12-23
lapsed before either | 2026-11-23 | lapsed 2027-03-09 =>
lapsed the day before revenue | 2026-11-23 | revenue 2027-03-10, lapsed 2027-03-09 =>
lapsed on the day of revenue | 2026-11-23 | revenue 2027-03-10, lapsed 2027-03-10 => lump_sum 9 2027-04-09
"""
ONLY_REVENUE = """
none: waits | 2026-11-23 => lump_sum 9 waits
some | 2026-11-23 | revenue 2027-03-10 => lump_sum 9 2027-04-09
after years | 2026-11-23 | revenue 2029-11-23 => lump_sum 9 2029-12-23
after the license: nothing | 2026-11-23 | revenue 2029-11-24 =>
terminated while waiting | 2026-11-23 | ended 2028-01-01 =>
"""
THREE = """
the milestone first | 2026-11-23 | accepted sample 2027-02-01, revenue 2027-03-10 => lump_sum 9 2027-03-03
revenue first | 2026-11-23 | accepted sample 2027-04-01, revenue 2027-03-10 => lump_sum 9 2027-04-09
the calendar first | 2026-11-23 | accepted sample 2028-02-01, revenue 2028-03-10 => lump_sum 9 2027-12-23
another milestone | 2026-11-23 | accepted series 2027-02-01 => lump_sum 9 2027-12-23
the milestone twice | 2026-11-23 | accepted sample 2027-05-01, accepted sample 2027-02-01 => lump_sum 9 2027-03-03
"""
ONLY_MILESTONE = """
not accepted | 2026-11-23 => lump_sum 9 waits
accepted | 2026-11-23 | accepted sample 2027-02-28 => lump_sum 9 2027-03-30
revenue does not open it | 2026-11-23 | revenue 2027-02-28 => lump_sum 9 waits
"""
TWO_CONDITIONS = """
neither: both parts wait | 2026-11-23 => instalments.0 1 waits; instalments.1 2 waits
the milestone opens both | 2026-11-23 | accepted sample 2027-08-31 => instalments.0 1 2027-08-31; instalments.1 2 2028-02-29
revenue opens both | 2026-11-23 | revenue 2027-03-10, accepted sample 2027-08-31 => instalments.0 1 2027-03-10; instalments.1 2 2027-09-10
"""
STAGED = """
from the calendar's trigger | 2026-11-23 => instalments.0 1 2027-11-23; instalments.1 2 2028-11-23
from first revenue | 2026-11-23 | revenue 2027-03-10 => instalments.0 1 2027-03-10; instalments.1 2 2028-03-10
from revenue on the 31st | 2026-11-23 | revenue 2027-03-31 => instalments.0 1 2027-03-31; instalments.1 2 2028-03-31
from revenue on the last of February | 2026-11-30 | revenue 2027-02-28 => instalments.0 1 2027-02-28; instalments.1 2 2028-02-28
the second stage ends with the license | 2026-11-23 | revenue 2027-03-10, ended 2027-12-31 => instalments.0 1 2027-03-10
"""
INTERVAL = """
half-years from the trigger to the end | 2026-11-23 => instalments.0.1 5 2027-11-23; instalments.0.2 5 2028-05-23; instalments.0.3 5 2028-11-23; instalments.0.4 5 2029-05-23
revenue after the calendar changes nothing | 2026-11-23 | revenue 2028-12-01 => instalments.0.1 5 2027-11-23; instalments.0.2 5 2028-05-23; instalments.0.3 5 2028-11-23; instalments.0.4 5 2029-05-23
"""
DATED = """
a day before the trigger waits for it | 2026-11-23 => instalments.0 1 2027-11-23; instalments.1 2 2028-03-01
a trigger before the day leaves it | 2026-11-23 | revenue 2027-01-15 => instalments.0 1 2027-03-01; instalments.1 2 2028-03-01
a trigger on the day | 2026-11-23 | revenue 2027-03-01 => instalments.0 1 2027-03-01; instalments.1 2 2028-03-01
"""
STAGE_MILESTONE = """
accepted before the trigger | 2026-11-23 | accepted series 2027-03-01 => instalments.0 5 2027-11-28
accepted after the trigger | 2026-11-23 | accepted series 2028-03-01 => instalments.0 5 2028-03-06
not accepted | 2026-11-23 => instalments.0 5 waits
"""
FROM_TRIGGER = """
the calendar: sales of the last six months | 2026-11-23 | said 2027-11-24..2028-05-23 5000 => royalty.0 100 2028-07-22
first revenue: that day's sales count | 2026-11-23 | said 2027-03-10..2027-09-09 5000, revenue 2027-03-10 => royalty.0 100 2027-11-08; royalty.1 ? 2028-05-08; royalty.2 ? 2028-07-22
revenue on the first of a month | 2026-11-23 | said 2027-09-01..2028-02-29 5000, revenue 2027-09-01 => royalty.0 100 2028-04-29; royalty.1 ? 2028-07-22
revenue on the calendar's day: that day counts | 2026-11-23 | said 2027-11-23..2028-05-22 5000, revenue 2027-11-23 => royalty.0 100 2028-07-21; royalty.1 ? 2028-07-22
revenue on the day of effect: sales from the day after | 2026-11-23 | said 2026-11-24..2027-05-23 5000, revenue 2026-11-23 => royalty.0 100 2027-07-22; royalty.1 ? 2028-01-22; royalty.2 ? 2028-07-22
sales before the trigger do not count | 2026-11-23 | said 2026-11-24..2027-05-23 5000 => royalty.0 ? 2028-07-22
"""
FROM_EFFECT = """
payable with the trigger, later periods in their time | 2026-11-23 | said 2026-11-24..2027-05-23 5000, said 2027-05-24..2027-11-23 5000, said 2027-11-24..2028-05-23 5000 => royalty.0 100 2027-11-23; royalty.1 100 2028-01-22; royalty.2 100 2028-07-22
an early trigger leaves the usual days | 2026-11-23 | said 2026-11-24..2027-05-23 5000, revenue 2027-01-10 => royalty.0 100 2027-07-22; royalty.1 ? 2028-01-22; royalty.2 ? 2028-07-22
a trigger between due day and calendar | 2026-11-23 | said 2026-11-24..2027-05-23 5000, revenue 2027-09-15 => royalty.0 100 2027-09-15; royalty.1 ? 2028-01-22; royalty.2 ? 2028-07-22
"""
WAITS = """
amounts are known and their day is not | 2026-11-23 | said 2026-11-24..2027-05-23 5000 => royalty.0 100 waits; royalty.1 ? waits
the trigger dates them | 2026-11-23 | said 2026-11-24..2027-05-23 5000, revenue 2027-10-01 => royalty.0 100 2027-10-01; royalty.1 ? 2028-01-22
"""
MINIMUM = """
counted from the trigger, a year of 366 days | 2026-11-23 | said 2027-11-24..2028-11-23 5000 => royalty.0 100 2029-01-22; royalty.minimum.0 400 2029-01-22
"""
CAPPED = """
the lump sum first, the rest for the share | 2026-11-23 | said 2026-11-24..2027-11-23 5000, said 2027-11-24..2028-11-23 5000 | 120 50 => lump_sum 50 2027-11-23; royalty.0 70 2028-01-22; royalty.1 0 2029-01-22
reached exactly | 2026-11-23 | said 2026-11-24..2027-11-23 5000, said 2027-11-24..2028-11-23 5000 | 250 50 => lump_sum 50 2027-11-23; royalty.0 100 2028-01-22; royalty.1 100 2029-01-22
not reached | 2026-11-23 | said 2026-11-24..2027-11-23 5000, said 2027-11-24..2028-11-23 5000 | 251 50 => lump_sum 50 2027-11-23; royalty.0 100 2028-01-22; royalty.1 100 2029-01-22
the lump sum takes all | 2026-11-23 | said 2026-11-24..2027-11-23 5000 | 50 50 => lump_sum 50 2027-11-23; royalty.0 0 2028-01-22; royalty.1 ? 2029-01-22
unknown sales make the next unknown | 2026-11-23 | said 2027-11-24..2028-11-23 5000 | 120 50 => lump_sum 50 2027-11-23; royalty.0 ? 2028-01-22; royalty.1 ? 2029-01-22
"""
TWICE = """
the deferral's is lower | 2026-11-23 | said 2026-11-24..2027-11-23 90000 | 100 200 => royalty.0 100 2028-01-22
the royalty's is lower | 2026-11-23 | said 2026-11-24..2027-11-23 90000 | 200 100 => royalty.0 100 2028-01-22
"""

ROWS = (
    *table("deferred by months", after_months, MONTHS),
    *table("deferred, months or revenue", either, EITHER),
    *table("deferred, revenue only", only_revenue, ONLY_REVENUE),
    *table("conditional, three triggers", any_of_three, THREE),
    *table("conditional, milestone only", only_milestone, ONLY_MILESTONE),
    *table("conditional, in parts", two_conditions, TWO_CONDITIONS),
    *table("staged", staged, STAGED),
    *table("staged at an interval", staged_interval, INTERVAL),
    *table("staged by days", staged_dated, DATED),
    *table("staged by milestone", staged_milestone, STAGE_MILESTONE),
    *table("share from the trigger", share_from_trigger, FROM_TRIGGER),
    *table("share from effect", share_from_effect, FROM_EFFECT),
    *table("share without a day", share_waits, WAITS),
    *table("share with a minimum", share_with_minimum, MINIMUM),
    *table("cap of the deferral", capped, CAPPED),
    *table("two caps", twice_capped, TWICE),
)
