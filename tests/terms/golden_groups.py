"""Trial then convert, first-n quotas, bundles, pools and sales."""

from marketplace.terms.enums import Route
from marketplace.terms.parts import (
    Bundle,
    Fixed,
    Pool,
    PoolShare,
    Quota,
    Repeat,
    Royalty,
    Tier,
    Transfer,
    Trial,
)
from marketplace.terms.presets import price, shares, trial_then_convert
from marketplace.terms.record import Terms
from tests.terms.golden import item, license_, table

YEARLY = Royalty(base="net_sales", tiers=(Tier(rate_ppm=20_000),), cycle_months=12)


def tried(months, days):
    """A trial, then 9 fen within so many days of conversion."""
    return license_(trial=Trial(months=months), lump_sum=Fixed(amount_fen=9, due_days=days))


def assigned(fen, days):
    """A trial, then an assignment at a price."""
    return license_(trial=Trial(months=6, conversion="assignment", price_fen=fen, due_days=days))


def quota(first_n, share):
    """25 fen at once, 2 % a year; the first ones pay a share in millionths."""
    return license_(
        12,
        lump_sum=Fixed(amount_fen=25),
        royalty=YEARLY,
        quota=Quota(first_n=first_n, share_ppm=share),
    )


def sold_in_parts(first, second):
    return Terms.of(
        Route.TRANSFER,
        transfer=Transfer(price_fen=first + second),
        instalments=(
            item(first, months=0, days=10),
            item(second, milestone="registered", days=5),
        ),
    )


def sold_by_interval(fen, times):
    return Terms.of(
        Route.TRANSFER,
        transfer=Transfer(price_fen=fen * times),
        instalments=(item(fen, Repeat(every_months=6, times=times), months=0),),
    )


tried_parts = license_(trial=Trial(months=6), instalments=(item(1, months=0), item(2, months=12)))
tried_share = license_(24, trial=Trial(months=6), royalty=YEARLY)
tried_shares = trial_then_convert(conversion="equity", formula="评估值的三成")
bundle = license_(
    lump_sum=Fixed(amount_fen=100), bundle=Bundle(patents=("202110123456.7", "202110123457.1"))
)
pool = license_(
    12,
    lump_sum=Fixed(amount_fen=101),
    royalty=YEARLY,
    pool=Pool(
        members=(PoolShare(party="甲", share_ppm=333_333), PoolShare(party="乙", share_ppm=666_667))
    ),
)
pool_free = Terms.of(
    Route.OPEN_SOURCE,
    period=license_(12).period,
    pool=Pool(
        members=(PoolShare(party="甲", share_ppm=500_000), PoolShare(party="乙", share_ppm=500_000))
    ),
)

TRIED = """
on trial: waits | 2026-11-23 | | 6 30 => lump_sum 9 waits
converted before the trial's end | 2026-11-23 | converted 2027-03-01 | 6 30 => lump_sum 9 2027-03-31
converted at once | 2026-11-23 | converted 2026-11-23 | 6 30 => lump_sum 9 2026-12-23
converted on the trial's last day | 2026-11-23 | converted 2027-05-23 | 6 30 => lump_sum 9 2027-06-22
converted during the evaluation | 2026-11-23 | converted 2027-06-20 | 6 30 => lump_sum 9 2027-07-20
no days to pay | 2026-11-23 | converted 2027-03-01 | 6 0 => lump_sum 9 2027-03-01
thirty days from the 31st of January | 2026-11-23 | converted 2027-01-31 | 6 30 => lump_sum 9 2027-03-02
converted twice: the first counts | 2026-11-23 | converted 2027-04-01, converted 2027-03-01 | 6 30 => lump_sum 9 2027-03-31
returned | 2026-11-23 | returned 2027-05-23 | 6 30 =>
returned after conversion: what accrued stays | 2026-11-23 | converted 2027-03-01, returned 2027-05-23 | 6 30 => lump_sum 9 2027-03-31
lapsed on trial | 2026-11-23 | lapsed 2027-02-01 | 6 30 =>
lapsed the day after conversion | 2026-11-23 | converted 2027-03-01, lapsed 2027-03-02 | 6 30 => lump_sum 9 2027-03-31
invalid on trial | 2026-11-23 | invalid 2027-02-01 | 6 30 =>
invalid after conversion: on hold | 2026-11-23 | converted 2027-03-01, invalid 2027-03-02 | 6 30 => lump_sum 9 2027-03-31 on_hold
moved after conversion | 2026-11-23 | converted 2027-03-01, moved new 2027-03-01 | 6 30 => lump_sum 9 2027-03-31
moved before conversion | 2026-11-23 | converted 2027-03-01, moved new 2027-02-28 | 6 30 => lump_sum 9 2027-03-31 new
"""
TRIED_PARTS = """
both wait | 2026-11-23 => instalments.0 1 waits; instalments.1 2 waits
both count from conversion | 2026-11-23 | converted 2027-03-31 => instalments.0 1 2027-03-31; instalments.1 2 2028-03-31
the second beyond the life | 2026-11-23 | converted 2027-03-31, life 2028-03-30 => instalments.0 1 2027-03-31
"""
TRIED_SHARE = """
nothing counts on trial | 2026-11-23 | said 2026-11-24..2027-05-23 900000 =>
from the day after conversion to the end of the license | 2026-11-23 | converted 2027-05-23, said 2027-05-24..2028-05-23 5000, said 2028-05-24..2028-11-23 5000 => royalty.0 100 2028-07-22; royalty.1 100 2029-01-22
"""
ASSIGNED = """
on trial: waits | 2026-11-23 | | 500 30 => trial 500 waits
converted | 2026-11-23 | converted 2027-05-01 | 500 30 => trial 500 2027-05-31
converted, payable at once | 2026-11-23 | converted 2027-05-01 | 500 0 => trial 500 2027-05-01
returned | 2026-11-23 | returned 2027-05-01 | 500 30 =>
the price outlives the period of the license | 2026-11-23 | converted 2030-01-31 | 500 28 => trial 500 2030-02-28
"""
TRIED_EQUITY = """
shares are no money | 2026-11-23 | converted 2027-05-01 =>
"""
QUOTA = """
the first of three pays half, each line rounded by itself | 2026-11-23 | place 1, said 2026-11-24..2027-11-23 75 | 3 500000 => lump_sum 13 2026-11-23; royalty.0 1 2028-01-22
the third of three | 2026-11-23 | place 3, said 2026-11-24..2027-11-23 75 | 3 500000 => lump_sum 13 2026-11-23; royalty.0 1 2028-01-22
the fourth pays in full | 2026-11-23 | place 4, said 2026-11-24..2027-11-23 75 | 3 500000 => lump_sum 25 2026-11-23; royalty.0 2 2028-01-22
no place: in full | 2026-11-23 | said 2026-11-24..2027-11-23 75 | 3 500000 => lump_sum 25 2026-11-23; royalty.0 2 2028-01-22
the first for nothing | 2026-11-23 | place 1, said 2026-11-24..2027-11-23 75 | 1 0 =>
the second pays | 2026-11-23 | place 2, said 2026-11-24..2027-11-23 75 | 1 0 => lump_sum 25 2026-11-23; royalty.0 2 2028-01-22
a tenth for the first hundred: 2.5 and 0.15 | 2026-11-23 | place 100, said 2026-11-24..2027-11-23 75 | 100 100000 => lump_sum 3 2026-11-23; royalty.0 0 2028-01-22
all but a millionth | 2026-11-23 | place 1, said 2026-11-24..2027-11-23 75 | 1 999999 => lump_sum 25 2026-11-23; royalty.0 1 2028-01-22
"""
BUNDLE = """
two patents for one price | 2026-11-23 => lump_sum 100 2026-11-23
the life of the first to end | 2026-11-23 | life 2027-01-01 => lump_sum 100 2026-11-23
"""
POOL = """
the licensee owes one amount; its split is booked, not scheduled | 2026-11-23 | said 2026-11-24..2027-11-23 5000 => lump_sum 101 2026-11-23; royalty.0 100 2028-01-22
"""
POOL_FREE = """
an open-source pool owes nothing | 2026-11-23 =>
"""
PRICE = """
thirty days | 2026-11-23 => transfer 100 2026-12-23
thirty days over a leap February | 2028-01-31 => transfer 100 2028-03-01
a life that ends does not touch a sale | 2026-11-23 | life 2026-12-01 => transfer 100 2026-12-23
invalid before it was paid: on hold | 2026-11-23 | invalid 2026-12-01 => transfer 100 2026-12-23 on_hold
called off before effect | 2026-11-23 | ended 2026-11-22 =>
waived | 2026-11-23 | waived transfer 2026-12-01 => transfer 100 2026-12-23 waived
"""
IN_PARTS = """
the second waits for the register | 2026-11-23 | | 400 600 => instalments.0 400 2026-12-03; instalments.1 600 waits
registered | 2026-11-23 | accepted registered 2027-02-28 | 400 600 => instalments.0 400 2026-12-03; instalments.1 600 2027-03-05
called off between | 2026-11-23 | ended 2027-01-01 | 400 600 => instalments.0 400 2026-12-03
"""
BY_INTERVAL = """
four half-years from the 31st | 2026-08-31 | | 250 4 => instalments.0.1 250 2026-08-31; instalments.0.2 250 2027-02-28; instalments.0.3 250 2027-08-31; instalments.0.4 250 2028-02-29
two | 2026-11-23 | | 500 2 => instalments.0.1 500 2026-11-23; instalments.0.2 500 2027-05-23
"""
SHARES = """
no money | 2026-11-23 =>
"""

ROWS = (
    *table("trial, lump sum", tried, TRIED),
    *table("trial, parts", tried_parts, TRIED_PARTS),
    *table("trial, share", tried_share, TRIED_SHARE),
    *table("trial, assignment", assigned, ASSIGNED),
    *table("trial, shares", tried_shares, TRIED_EQUITY),
    *table("quota", quota, QUOTA),
    *table("bundle", bundle, BUNDLE),
    *table("pool", pool, POOL),
    *table("open-source pool", pool_free, POOL_FREE),
    *table("sale", price(100), PRICE),
    *table("sale in parts", sold_in_parts, IN_PARTS),
    *table("sale by interval", sold_by_interval, BY_INTERVAL),
    *table("sale for shares", shares(100_000), SHARES),
)
