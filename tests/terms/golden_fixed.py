"""Results for fixed amounts, computed by hand with a calendar. E = day of effect."""

from marketplace.terms.enums import Conversion, Route
from marketplace.terms.events import (
    Converted,
    FirstRevenue,
    Invalidated,
    Lapsed,
    MilestoneAccepted,
    Returned,
    Terminated,
    Transferred,
    Waived,
)
from marketplace.terms.parts import (
    Deferral,
    DuePoint,
    Fixed,
    FreeWindow,
    Instalment,
    Period,
    Quota,
    Repeat,
    Transfer,
)
from marketplace.terms.presets import (
    free,
    instalments,
    limited_free,
    lump_sum,
    negotiable,
    pay_later,
    price,
    shares,
    trial_then_convert,
)
from marketplace.terms.record import Terms
from tests.terms.golden import Row, day

E = "2026-11-23"
MONTHS_36 = Period(months=36)


def license_(**parts):
    return Terms.of(Route.ORDINARY, **{"period": MONTHS_36} | parts)


def in_parts(*items, **more):
    return license_(instalments=items, **more)


def item(fen, repeat=None, **due):
    due = {"on": day(due.pop("on"))} | due if "on" in due else due
    return Instalment(amount_fen=fen, due=DuePoint(**due), repeat=repeat)


dated = in_parts(item(500, on="2027-06-30"), item(500, on="2028-06-30"))
yearly = item(800_000, Repeat(every_months=12), months=0, days=1)
free_through = license_(free_window=FreeWindow(through=day("2027-06-30")), instalments=(yearly,))
milestone = in_parts(item(700, milestone="sample", days=15))
three = instalments([100, 200, 300])
half = license_(lump_sum=Fixed(amount_fen=25), quota=Quota(first_n=10, share_ppm=500_000))
bought = trial_then_convert(conversion=Conversion.ASSIGNMENT, amount_fen=5_000_000, months=6)
sale_in_parts = Terms.of(
    Route.TRANSFER,
    transfer=Transfer(price_fen=1_000),
    instalments=(item(400, months=0, days=10), item(600, milestone="registered", days=5)),
)

ROWS = (
    Row("free owes nothing", free(), E, ""),
    Row("lump sum falls due with effect", lump_sum(3_000_000), E, "lump_sum 3000000 2026-11-23"),
    Row("lump sum within 30 days", lump_sum(100, 30), E, "lump_sum 100 2026-12-23"),
    Row("30 days over a leap February", lump_sum(100, 30), "2028-01-31", "lump_sum 100 2028-03-01"),
    Row("30 days over a common one", lump_sum(100, 30), "2027-01-31", "lump_sum 100 2027-03-02"),
    Row(
        "yearly from 29 February",
        three,
        "2028-02-29",
        "instalments.0 100 2028-02-29; instalments.1 200 2029-02-28; instalments.2 300 2030-02-28",
    ),
    Row(
        "monthly from the 31st: short month's last day, then the 31st again",
        instalments([1, 2, 3], every_months=1),
        "2026-01-31",
        "instalments.0 1 2026-01-31; instalments.1 2 2026-02-28; instalments.2 3 2026-03-31",
    ),
    Row(
        "monthly over the year's end into a leap February",
        instalments([1, 2, 3], every_months=1),
        "2027-12-31",
        "instalments.0 1 2027-12-31; instalments.1 2 2028-01-31; instalments.2 3 2028-02-29",
    ),
    Row(
        "quarterly from 31 August",
        instalments([1, 2, 3], every_months=3),
        "2026-08-31",
        "instalments.0 1 2026-08-31; instalments.1 2 2026-11-30; instalments.2 3 2027-02-28",
    ),
    Row("dated", dated, E, "instalments.0 500 2027-06-30; instalments.1 500 2028-06-30"),
    Row(
        "a day before effect falls due with effect",
        dated,
        "2027-09-01",
        "instalments.0 500 2027-09-01; instalments.1 500 2028-06-30",
    ),
    Row(
        "a dated instalment on the very day of effect",
        dated,
        "2027-06-30",
        "instalments.0 500 2027-06-30; instalments.1 500 2028-06-30",
    ),
    Row(
        "days to pay after a day",
        in_parts(item(5, on="2027-06-30", days=10)),
        E,
        "instalments.0 5 2027-07-10",
    ),
    Row(
        "three times a year apart",
        in_parts(item(5, Repeat(every_months=12, times=3), on="2027-01-15")),
        E,
        "instalments.0.1 5 2027-01-15; instalments.0.2 5 2028-01-15; instalments.0.3 5 2029-01-15",
    ),
    Row(
        "yearly while the license runs: three years, three fees, none on the last day",
        in_parts(item(5, Repeat(every_months=12), months=0)),
        E,
        "instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-11-23; instalments.0.3 5 2028-11-23",
    ),
    Row(
        "yearly until an end day",
        in_parts(
            item(5, Repeat(every_months=12), months=0), period=Period(end_on=day("2028-05-31"))
        ),
        E,
        "instalments.0.1 5 2026-11-23; instalments.0.2 5 2027-11-23",
    ),
    Row(
        "a yearly fee by the calendar asks nothing for the years before",
        in_parts(item(5, Repeat(every_months=12), on="2024-01-01")),
        "2028-03-01",
        "instalments.0.1 5 2029-01-01; instalments.0.2 5 2030-01-01; instalments.0.3 5 2031-01-01",
    ),
    Row("a milestone waits", milestone, E, "instalments.0 700 waits"),
    Row(
        "a milestone and days to pay",
        milestone,
        E,
        "instalments.0 700 2027-03-20",
        (MilestoneAccepted("sample", day("2027-03-05")),),
    ),
    Row(
        "another milestone does not count",
        milestone,
        E,
        "instalments.0 700 waits",
        (MilestoneAccepted("series", day("2027-03-05")),),
    ),
    Row(
        "entry fee and lump sum",
        license_(entry_fee=Fixed(amount_fen=1), lump_sum=Fixed(amount_fen=2)),
        E,
        "entry_fee 1 2026-11-23; lump_sum 2 2026-11-23",
    ),
    # Limited free.
    Row(
        "free through 30 June: ¥8,000 a year from 1 July",
        free_through,
        E,
        "instalments.0.1 800000 2027-07-01; instalments.0.2 800000 2028-07-01;"
        " instalments.0.3 800000 2029-07-01",
    ),
    Row(
        "effect on the last free day still has that day free",
        free_through,
        "2027-06-30",
        "instalments.0.1 800000 2027-07-01; instalments.0.2 800000 2028-07-01;"
        " instalments.0.3 800000 2029-07-01",
    ),
    Row(
        "effect after the free time counts from effect",
        free_through,
        "2027-07-10",
        "instalments.0.1 800000 2027-07-11; instalments.0.2 800000 2028-07-11;"
        " instalments.0.3 800000 2029-07-11",
    ),
    Row("free, then over", limited_free(6), E, ""),
    Row(
        "twelve free months from 29 February end on the 28th",
        license_(free_window=FreeWindow(months=12), lump_sum=Fixed(amount_fen=9, due_days=1)),
        "2028-02-29",
        "lump_sum 9 2029-03-01",
    ),
    Row(
        "an instalment dated inside free months waits for the day after them",
        in_parts(item(5, on="2027-01-01"), free_window=FreeWindow(months=12)),
        E,
        "instalments.0 5 2027-11-24",
    ),
    # Pay later.
    Row("deferred for twelve months", pay_later(9), E, "lump_sum 9 2027-12-23"),
    Row(
        "first revenue comes first",
        pay_later(9),
        E,
        "lump_sum 9 2027-04-09",
        (FirstRevenue(day("2027-03-10")),),
    ),
    Row(
        "first revenue comes too late to matter",
        pay_later(9),
        E,
        "lump_sum 9 2027-12-23",
        (FirstRevenue(day("2028-01-05")),),
    ),
    Row(
        "first revenue does not matter where it is not agreed",
        pay_later(9, on_first_revenue=False),
        E,
        "lump_sum 9 2027-12-23",
        (FirstRevenue(day("2027-03-10")),),
    ),
    Row(
        "stages without a trigger yet",
        in_parts(
            item(100, Repeat(every_months=12, times=2), months=0),
            deferral=Deferral(kind="staged", months_after_effect=None, on_first_revenue=True),
        ),
        E,
        "instalments.0.1 100 waits; instalments.0.2 100 waits",
    ),
    Row("only first revenue: waits", pay_later(9, trigger_months=None), E, "lump_sum 9 waits"),
    Row(
        "only first revenue: came",
        pay_later(9, trigger_months=None),
        E,
        "lump_sum 9 2027-04-09",
        (FirstRevenue(day("2027-03-10")),),
    ),
    Row(
        "conditional on a milestone",
        pay_later(9, milestone="sample"),
        E,
        "lump_sum 9 2027-06-19",
        (MilestoneAccepted("sample", day("2027-05-20")),),
    ),
    Row(
        "staged from the trigger",
        pay_later(amounts_fen=[100, 200]),
        E,
        "instalments.0 100 2027-11-23; instalments.1 200 2028-11-23",
    ),
    # Trial.
    Row("a trial waits", trial_then_convert(amount_fen=9), E, "lump_sum 9 waits"),
    Row(
        "a trial converted",
        trial_then_convert(amount_fen=9),
        E,
        "lump_sum 9 2027-05-31",
        (Converted(day("2027-05-01")),),
    ),
    Row(
        "a trial returned", trial_then_convert(amount_fen=9), E, "", (Returned(day("2027-05-01")),)
    ),
    Row(
        "assignment after the trial's end",
        bought,
        E,
        "trial 5000000 2027-07-10",
        (Converted(day("2027-06-10")),),
    ),
    Row(
        "shares by a formula are no money",
        trial_then_convert(conversion=Conversion.EQUITY, formula="30 %", months=6),
        E,
        "",
        (Converted(day("2027-05-01")),),
    ),
    # The end of the patent, and of the license.
    Row(
        "what would accrue after the patent's life is not owed",
        three,
        E,
        "instalments.0 100 2026-11-23; instalments.1 200 2027-11-23",
        limit="2027-12-31",
    ),
    Row(
        "an amount accruing on the patent's last day is owed",
        three,
        E,
        "instalments.0 100 2026-11-23; instalments.1 200 2027-11-23",
        limit="2027-11-23",
    ),
    Row(
        "the life written at signing counts",
        three.signed(patent_expires_on=day("2027-11-22")),
        E,
        "instalments.0 100 2026-11-23",
    ),
    Row(
        "after a lapse only what had accrued",
        three,
        E,
        "instalments.0 100 2026-11-23; instalments.1 200 2027-11-23",
        (Lapsed(day("2028-01-01")),),
    ),
    Row(
        "accrued before a lapse, payable after it",
        lump_sum(9, 30),
        E,
        "lump_sum 9 2026-12-23",
        (Lapsed(day("2026-12-01")),),
    ),
    Row("a trigger that lapse forestalled", pay_later(9), E, "", (Lapsed(day("2027-06-01")),)),
    Row(
        "termination ends the rest",
        three,
        E,
        "instalments.0 100 2026-11-23",
        (Terminated(day("2027-11-22")),),
    ),
    Row(
        "invalidation puts on hold",
        three,
        E,
        "instalments.0 100 2026-11-23 on_hold; instalments.1 200 2027-11-23 on_hold",
        (Invalidated(day("2028-01-01")),),
    ),
    Row(
        "a waiver names its line",
        three,
        E,
        "instalments.0 100 2026-11-23; instalments.1 200 2027-11-23 waived;"
        " instalments.2 300 2028-11-23",
        (Waived("instalments.1", day("2027-01-01")),),
    ),
    Row(
        "a waived line stays waived through invalidation",
        lump_sum(9),
        E,
        "lump_sum 9 2026-11-23 waived",
        (Invalidated(day("2027-01-01")), Waived("lump_sum", day("2027-02-01"))),
    ),
    Row(
        "after a transfer the new holder is paid",
        three,
        E,
        "instalments.0 100 2026-11-23; instalments.1 200 2027-11-23;"
        " instalments.2 300 2028-11-23 new",
        (Transferred(day("2027-11-23"), "new"),),
    ),
    # Quotas.
    Row("no place yet: the full fee", half, E, "lump_sum 25 2026-11-23"),
    Row("tenth of ten: half, rounded up", half.signed(quota_place=10), E, "lump_sum 13 2026-11-23"),
    Row("eleventh: the full fee", half.signed(quota_place=11), E, "lump_sum 25 2026-11-23"),
    Row(
        "free for the first",
        license_(lump_sum=Fixed(amount_fen=25), quota=Quota(first_n=1)).signed(quota_place=1),
        E,
        "",
    ),
    # Transfer.
    Row("a price within 30 days", price(20_000_000), E, "transfer 20000000 2026-12-23"),
    Row("shares", shares(100_000), E, ""),
    Row("negotiable", negotiable(), E, ""),
    Row(
        "a price in parts",
        sale_in_parts,
        E,
        "instalments.0 400 2026-12-03; instalments.1 600 2027-02-06",
        (MilestoneAccepted("registered", day("2027-02-01")),),
    ),
)
