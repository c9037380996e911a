"""Results for royalties, computed by hand with a calendar and long division.

From 2026-11-23 the half-years are 2026-11-24..2027-05-23 and 2027-05-24..2027-11-23; sixty days
after 23 May is 22 July, after 23 November 22 January.
"""

from marketplace.terms.enums import DeferralKind, Route, RoyaltyBase, RoyaltyStart, Span
from marketplace.terms.events import (
    Converted,
    FirstRevenue,
    Invalidated,
    Lapsed,
    Terminated,
    Transferred,
    Waived,
)
from marketplace.terms.parts import (
    Deferral,
    Fixed,
    FreeWindow,
    Limit,
    Period,
    Quota,
    Royalty,
    Tier,
    Trial,
)
from marketplace.terms.record import Terms
from tests.terms.golden import Row, day, said

E = "2026-11-23"
H1, H2 = "2026-11-24..2027-05-23", "2027-05-24..2027-11-23"
Q = (
    "2026-11-24..2027-02-23",
    "2027-02-24..2027-05-23",
    "2027-05-24..2027-08-23",
    "2027-08-24..2027-11-23",
)
Y1, Y2 = "2026-11-24..2027-11-23", "2027-11-24..2028-11-23"
TWO_PERCENT = (Tier(rate_ppm=20_000),)
STEPS = (
    Tier(up_to=1_000_000, rate_ppm=30_000),
    Tier(up_to=3_000_000, rate_ppm=20_000),
    Tier(rate_ppm=10_000),
)


def share(months=12, base=RoyaltyBase.NET_SALES, tiers=TWO_PERCENT, more=None, **royalty):
    part = Royalty(base=base, tiers=tiers, **royalty)
    return Terms.of(
        Route.ORDINARY, royalty=part, **{"period": Period(months=months)} | (more or {})
    )


def deferral(**more):
    return {"deferral": Deferral(kind=DeferralKind.REVENUE_SHARE, **more)}


output = {"base": RoyaltyBase.OUTPUT, "unit": "台", "cycle_months": 12}
per_year = Limit(amount_fen=50_000)
in_all = {"span": Span.WHOLE_LICENSE}
sold_twice = (said(H1, 1_000_000), said(H2, 1_000_000))

ROWS = (
    Row("no statements yet", share(), E, "royalty.0 ? 2027-07-22; royalty.1 ? 2028-01-22"),
    Row(
        "half a fen is rounded up, less is not",
        share(),
        E,
        "royalty.0 100001 2027-07-22; royalty.1 100000 2028-01-22",
        (said(H1, 5_000_025), said(H2, 5_000_024)),
    ),
    Row(
        "the smallest amounts",
        share(),
        E,
        "royalty.0 1 2027-07-22; royalty.1 0 2028-01-22",
        (said(H1, 25), said(H2, 24)),
    ),
    Row(
        "a single rate does not wait for earlier statements",
        share(),
        E,
        "royalty.0 ? 2027-07-22; royalty.1 20000 2028-01-22",
        (said(H2, 1_000_000),),
    ),
    Row(
        "a later statement replaces an earlier one",
        share(12, cycle_months=12),
        E,
        "royalty.0 20 2028-01-22",
        (said(Y1, 999), said(Y1, 1_000)),
    ),
    Row(
        "a statement outside every period changes nothing",
        share(12, cycle_months=12),
        E,
        "royalty.0 ? 2028-01-22",
        (said("2028-01-01..2028-06-30", 999),),
    ),
    Row(
        "steps are marginal over the year",
        share(tiers=STEPS, cycle_months=3),
        E,
        "royalty.0 24000 2027-04-24; royalty.1 18000 2027-07-22;"
        " royalty.2 34000 2027-10-22; royalty.3 0 2028-01-22",
        tuple(map(said, Q, (800_000, 800_000, 2_000_000, 0))),
    ),
    Row(
        "steps wait for earlier statements",
        share(tiers=STEPS),
        E,
        "royalty.0 ? 2027-07-22; royalty.1 ? 2028-01-22",
        (said(H2, 1_000_000),),
    ),
    Row(
        "steps begin anew each royalty year",
        share(24, tiers=STEPS, cycle_months=12),
        E,
        "royalty.0 50000 2028-01-22; royalty.1 30000 2029-01-22",
        (said(Y1, 2_000_000), said(Y2, 1_000_000)),
    ),
    Row(
        "exactly at a step the lower rate has not begun",
        share(tiers=STEPS, cycle_months=12),
        E,
        "royalty.0 30000 2028-01-22",
        (said(Y1, 1_000_000),),
    ),
    Row(
        "one yuan and a half per unit",
        share(tiers=(Tier(fen_per_unit=150),), **output),
        E,
        "royalty.0 150000 2028-01-22",
        (said(Y1, 1_000),),
    ),
    Row(
        "cheaper above a thousand units",
        share(tiers=(Tier(up_to=1_000, fen_per_unit=150), Tier(fen_per_unit=100)), **output),
        E,
        "royalty.0 200000 2028-01-22",
        (said(Y1, 1_500),),
    ),
    Row(
        "ten percent of profit",
        share(base=RoyaltyBase.PROFIT, tiers=(Tier(rate_ppm=100_000),), cycle_months=12),
        E,
        "royalty.0 12346 2028-01-22",
        (said(Y1, 123_456),),
    ),
    Row(
        "entry fee and royalty",
        share(more={"entry_fee": Fixed(amount_fen=7)}, cycle_months=12),
        E,
        "entry_fee 7 2026-11-23; royalty.0 20000 2028-01-22",
        (said(Y1, 1_000_000),),
    ),
    # Minimum.
    Row(
        "the rest up to the minimum",
        share(minimum=per_year),
        E,
        "royalty.0 20000 2027-07-22; royalty.1 20000 2028-01-22; royalty.minimum.0 10000 2028-01-22",
        sold_twice,
    ),
    Row(
        "a minimum that was reached",
        share(minimum=Limit(amount_fen=40_000)),
        E,
        "royalty.0 20000 2027-07-22; royalty.1 20000 2028-01-22; royalty.minimum.0 0 2028-01-22",
        sold_twice,
    ),
    Row(
        "a minimum waits for all statements",
        share(minimum=per_year),
        E,
        "royalty.0 20000 2027-07-22; royalty.1 ? 2028-01-22; royalty.minimum.0 ? 2028-01-22",
        sold_twice[:1],
    ),
    Row(
        "182 of 366 days of a year cut short",
        share(18, minimum=Limit(amount_fen=366_000), cycle_months=12),
        E,
        "royalty.0 0 2028-01-22; royalty.minimum.0 366000 2028-01-22;"
        " royalty.1 0 2028-07-22; royalty.minimum.1 182000 2028-07-22",
        (said(Y1, 0), said("2027-11-24..2028-05-23", 0)),
    ),
    Row(
        "a minimum over the whole license",
        share(24, minimum=Limit(amount_fen=50_000, **in_all), cycle_months=12),
        E,
        "royalty.0 10000 2028-01-22; royalty.1 10000 2029-01-22; royalty.minimum 30000 2029-01-22",
        (said(Y1, 500_000), said(Y2, 500_000)),
    ),
    # Cap.
    Row(
        "a yearly cap",
        share(cap=Limit(amount_fen=25_000)),
        E,
        "royalty.0 20000 2027-07-22; royalty.1 5000 2028-01-22",
        sold_twice,
    ),
    Row(
        "a yearly cap starts anew",
        share(24, cap=Limit(amount_fen=25_000), cycle_months=12),
        E,
        "royalty.0 25000 2028-01-22; royalty.1 25000 2029-01-22",
        (said(Y1, 2_000_000), said(Y2, 2_000_000)),
    ),
    Row(
        "a cap over the whole license does not",
        share(24, cap=Limit(amount_fen=30_000, **in_all), cycle_months=12),
        E,
        "royalty.0 20000 2028-01-22; royalty.1 10000 2029-01-22",
        (said(Y1, 1_000_000), said(Y2, 1_000_000)),
    ),
    Row(
        "under a cap a later period waits for an earlier statement",
        share(cap=Limit(amount_fen=25_000)),
        E,
        "royalty.0 ? 2027-07-22; royalty.1 ? 2028-01-22",
        sold_twice[1:],
    ),
    Row(
        "a whole cap stops a yearly minimum",
        share(minimum=per_year, cap=Limit(amount_fen=45_000, **in_all)),
        E,
        "royalty.0 20000 2027-07-22; royalty.1 20000 2028-01-22; royalty.minimum.0 5000 2028-01-22",
        sold_twice,
    ),
    # Calendar.
    Row(
        "years from 29 February",
        share(24, cycle_months=12),
        "2028-02-29",
        "royalty.0 20 2029-04-29; royalty.1 20 2030-04-29",
        (said("2028-03-01..2029-02-28", 1_000), said("2029-03-01..2030-02-28", 1_000)),
    ),
    Row(
        "months from the 31st",
        share(3, cycle_months=1),
        "2026-08-31",
        "royalty.0 ? 2026-11-29; royalty.1 ? 2026-12-30; royalty.2 ? 2027-01-29",
    ),
    Row(
        "the last period is cut at the patent's last day",
        share(36, cycle_months=12),
        E,
        "royalty.0 ? 2028-01-22; royalty.1 20 2028-02-29",
        (said("2027-11-24..2027-12-31", 1_000),),
        limit="2027-12-31",
    ),
    Row(
        "whole life",
        share(more={"period": Period(whole_life=True)}, cycle_months=12),
        E,
        "royalty.0 ? 2028-01-22; royalty.1 ? 2029-01-22",
        limit="2028-11-23",
    ),
    Row(
        "sales after the last free day count",
        share(
            more={
                "free_window": FreeWindow(through=day("2027-06-30")),
                "period": Period(end_on=day("2028-06-30")),
            },
            cycle_months=12,
        ),
        E,
        "royalty.0 2000000 2028-08-29",
        (said("2027-07-01..2028-06-30", 100_000_000),),
    ),
    # Pay later.
    Row(
        "from first revenue, that day included",
        share(more=deferral(on_first_revenue=True)),
        E,
        "royalty.0 ? 2027-11-08; royalty.1 ? 2028-01-22",
        (FirstRevenue(day("2027-03-10")),),
    ),
    Row(
        "nothing to count before the trigger",
        share(more=deferral(on_first_revenue=True, months_after_effect=None)),
        E,
        "",
    ),
    Row(
        "counted from effect, payable from the trigger",
        share(more=deferral(royalty_from=RoyaltyStart.EFFECT)),
        E,
        "royalty.0 20000 2027-11-23; royalty.1 20000 2028-01-22",
        sold_twice,
    ),
    Row(
        "never more than the cap of the deferral",
        share(more=deferral(royalty_from=RoyaltyStart.EFFECT, cap_fen=30_000)),
        E,
        "royalty.0 20000 2027-11-23; royalty.1 10000 2028-01-22",
        sold_twice,
    ),
    Row(
        "a fixed amount uses up the cap of the deferral first",
        share(
            more=deferral(royalty_from=RoyaltyStart.EFFECT, cap_fen=30_000)
            | {"lump_sum": Fixed(amount_fen=5_000)}
        ),
        E,
        "lump_sum 5000 2027-11-23; royalty.0 20000 2027-11-23; royalty.1 5000 2028-01-22",
        sold_twice,
    ),
    Row(
        "after a trial sales count from conversion",
        share(
            more=deferral(royalty_from=RoyaltyStart.EFFECT, months_after_effect=3)
            | {"trial": Trial(months=6)}
        ),
        E,
        "royalty.0 ? 2027-12-31; royalty.1 ? 2028-01-22",
        (Converted(day("2027-05-01")),),
    ),
    # Events.
    Row(
        "a lapse cuts the period; what was sold until then is owed",
        share(),
        E,
        "royalty.0 20000 2027-07-22; royalty.1 20 2027-08-29",
        (said(H1, 1_000_000), said("2027-05-24..2027-06-30", 1_000), Lapsed(day("2027-06-30"))),
    ),
    Row(
        "termination on a period's last day",
        share(),
        E,
        "royalty.0 ? 2027-07-22",
        (Terminated(day("2027-05-23")),),
    ),
    Row(
        "invalidation holds what is open",
        share(),
        E,
        "royalty.0 20000 2027-07-22 on_hold; royalty.1 ? 2027-08-29 on_hold",
        (said(H1, 1_000_000), Invalidated(day("2027-06-30"))),
    ),
    Row(
        "one period waived, the next paid to the new holder",
        share(),
        E,
        "royalty.0 20000 2027-07-22 waived; royalty.1 20000 2028-01-22 new",
        (
            *sold_twice,
            Waived("royalty.0", day("2027-07-01")),
            Transferred(day("2027-07-01"), "new"),
        ),
    ),
    Row(
        "half for the first: 2 % of 50,000.25 yuan, halved",
        share(more={"quota": Quota(first_n=3, share_ppm=500_000)}, cycle_months=12).signed(
            quota_place=3
        ),
        E,
        "royalty.0 50000 2028-01-22",
        (said(Y1, 5_000_025),),
    ),
)
