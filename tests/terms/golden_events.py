"""What happens to a license: invalidation, lapse, termination, transfer, waiver, and together."""

from marketplace.terms.parts import Fixed, Limit, Royalty, Tier
from tests.terms.golden import item, license_, table

HALF_YEARS = Royalty(base="net_sales", tiers=(Tier(rate_ppm=20_000),))
YEARS = Royalty(
    base="net_sales",
    tiers=(Tier(rate_ppm=20_000),),
    minimum=Limit(amount_fen=365),
    cycle_months=12,
)
parts = license_(instalments=(item(1, months=0), item(2, months=12), item(3, months=24)))
payable_later = license_(lump_sum=Fixed(amount_fen=9, due_days=30))
share = license_(12, entry_fee=Fixed(amount_fen=7), royalty=HALF_YEARS)
with_minimum = license_(24, royalty=YEARS)

PARTS = """
nothing happens | 2026-11-23 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23; instalments.2 3 2028-11-23
invalid after two: both on hold, the third does not come | 2026-11-23 | invalid 2028-01-01 => instalments.0 1 2026-11-23 on_hold; instalments.1 2 2027-11-23 on_hold
invalid on the day of effect | 2026-11-23 | invalid 2026-11-23 => instalments.0 1 2026-11-23 on_hold
invalid on the second's day | 2026-11-23 | invalid 2027-11-23 => instalments.0 1 2026-11-23 on_hold; instalments.1 2 2027-11-23 on_hold
invalid the day before | 2026-11-23 | invalid 2027-11-22 => instalments.0 1 2026-11-23 on_hold
invalid before effect | 2026-11-23 | invalid 2026-11-22 =>
invalid twice | 2026-11-23 | invalid 2028-01-01, invalid 2027-06-01 => instalments.0 1 2026-11-23 on_hold
lapsed after two: they stay owed | 2026-11-23 | lapsed 2028-01-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23
lapsed on the second's day | 2026-11-23 | lapsed 2027-11-23 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23
lapsed the day before | 2026-11-23 | lapsed 2027-11-22 => instalments.0 1 2026-11-23
terminated after two | 2026-11-23 | ended 2028-01-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23
terminated, then lapsed: the first counts | 2026-11-23 | ended 2027-06-01, lapsed 2028-01-01 => instalments.0 1 2026-11-23
lapsed, then terminated: the first counts | 2026-11-23 | ended 2028-01-01, lapsed 2027-06-01 => instalments.0 1 2026-11-23
lapsed, then invalid: what had accrued goes on hold | 2026-11-23 | lapsed 2027-06-01, invalid 2028-01-01 => instalments.0 1 2026-11-23 on_hold
moved on the day of effect: later parts | 2026-11-23 | moved new 2026-11-23 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23 new; instalments.2 3 2028-11-23 new
moved before effect: all parts | 2026-11-23 | moved new 2026-11-22 => instalments.0 1 2026-11-23 new; instalments.1 2 2027-11-23 new; instalments.2 3 2028-11-23 new
moved on the second's day: only the third | 2026-11-23 | moved new 2027-11-23 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23; instalments.2 3 2028-11-23 new
moved the day before: the second too | 2026-11-23 | moved new 2027-11-22 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23 new; instalments.2 3 2028-11-23 new
moved after all | 2026-11-23 | moved new 2028-11-23 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23; instalments.2 3 2028-11-23
moved twice | 2026-11-23 | moved new 2027-01-01, moved newer 2028-01-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23 new; instalments.2 3 2028-11-23 newer
moved twice, told in the other order | 2026-11-23 | moved newer 2028-01-01, moved new 2027-01-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23 new; instalments.2 3 2028-11-23 newer
moved there and back | 2026-11-23 | moved new 2027-01-01, moved old 2028-01-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23 new; instalments.2 3 2028-11-23 old
moved, then invalid | 2026-11-23 | moved new 2027-01-01, invalid 2028-01-01 => instalments.0 1 2026-11-23 on_hold; instalments.1 2 2027-11-23 on_hold new
invalid told before moved | 2026-11-23 | invalid 2028-01-01, moved new 2027-01-01 => instalments.0 1 2026-11-23 on_hold; instalments.1 2 2027-11-23 on_hold new
the first waived | 2026-11-23 | waived instalments.0 2026-12-01 => instalments.0 1 2026-11-23 waived; instalments.1 2 2027-11-23; instalments.2 3 2028-11-23
the last waived in advance | 2026-11-23 | waived instalments.2 2026-12-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23; instalments.2 3 2028-11-23 waived
all waived | 2026-11-23 | waived instalments.0 2027-01-01, waived instalments.1 2027-01-01, waived instalments.2 2027-01-01 => instalments.0 1 2026-11-23 waived; instalments.1 2 2027-11-23 waived; instalments.2 3 2028-11-23 waived
the same waived twice | 2026-11-23 | waived instalments.1 2027-01-01, waived instalments.1 2027-02-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23 waived; instalments.2 3 2028-11-23
a waiver of no line | 2026-11-23 | waived lump_sum 2027-01-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23; instalments.2 3 2028-11-23
waived, then invalid: waived stays | 2026-11-23 | waived instalments.0 2027-01-01, invalid 2028-01-01 => instalments.0 1 2026-11-23 waived; instalments.1 2 2027-11-23 on_hold
invalid told before waived | 2026-11-23 | invalid 2028-01-01, waived instalments.0 2028-02-01 => instalments.0 1 2026-11-23 waived; instalments.1 2 2027-11-23 on_hold
waived and terminated | 2026-11-23 | waived instalments.0 2027-01-01, ended 2027-06-01 => instalments.0 1 2026-11-23 waived
first revenue means nothing here | 2026-11-23 | revenue 2027-01-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23; instalments.2 3 2028-11-23
conversion means nothing here | 2026-11-23 | converted 2027-01-01 => instalments.0 1 2026-11-23; instalments.1 2 2027-11-23; instalments.2 3 2028-11-23
a return ends | 2026-11-23 | returned 2027-06-01 => instalments.0 1 2026-11-23
"""
LATER = """
lapsed between accrual and due day: owed | 2026-11-23 | lapsed 2026-12-01 => lump_sum 9 2026-12-23
terminated between: owed | 2026-11-23 | ended 2026-12-01 => lump_sum 9 2026-12-23
invalid between: on hold | 2026-11-23 | invalid 2026-12-01 => lump_sum 9 2026-12-23 on_hold
moved between: the old holder's, for it had accrued | 2026-11-23 | moved new 2026-12-01 => lump_sum 9 2026-12-23
"""
SHARE = """
lapsed: the period is cut and stays owed | 2026-11-23 | lapsed 2027-03-31, said 2026-11-24..2027-03-31 5000 => entry_fee 7 2026-11-23; royalty.0 100 2027-05-30
lapsed: not stated yet | 2026-11-23 | lapsed 2027-03-31 => entry_fee 7 2026-11-23; royalty.0 ? 2027-05-30
a statement beyond the end does not count | 2026-11-23 | lapsed 2027-03-31, said 2026-11-24..2027-05-23 5000 => entry_fee 7 2026-11-23; royalty.0 ? 2027-05-30
invalid: stated and unstated on hold | 2026-11-23 | invalid 2027-07-31, said 2026-11-24..2027-05-23 5000 => entry_fee 7 2026-11-23 on_hold; royalty.0 100 2027-07-22 on_hold; royalty.1 ? 2027-09-29 on_hold
terminated on the last day of a period | 2026-11-23 | ended 2027-05-23, said 2026-11-24..2027-05-23 5000 => entry_fee 7 2026-11-23; royalty.0 100 2027-07-22
terminated on the first day of a period | 2026-11-23 | ended 2027-05-24, said 2026-11-24..2027-05-23 5000, said 2027-05-24..2027-05-24 25 => entry_fee 7 2026-11-23; royalty.0 100 2027-07-22; royalty.1 1 2027-07-23
moved in a period: the whole period is the new holder's | 2026-11-23 | moved new 2027-03-01, said 2026-11-24..2027-05-23 5000, said 2027-05-24..2027-11-23 5000 => entry_fee 7 2026-11-23; royalty.0 100 2027-07-22 new; royalty.1 100 2028-01-22 new
moved on the last day of a period: the next one | 2026-11-23 | moved new 2027-05-23, said 2026-11-24..2027-05-23 5000, said 2027-05-24..2027-11-23 5000 => entry_fee 7 2026-11-23; royalty.0 100 2027-07-22; royalty.1 100 2028-01-22 new
one period waived | 2026-11-23 | waived royalty.1 2027-12-01, said 2026-11-24..2027-05-23 5000, said 2027-05-24..2027-11-23 5000 => entry_fee 7 2026-11-23; royalty.0 100 2027-07-22; royalty.1 100 2028-01-22 waived
the entry fee waived | 2026-11-23 | waived entry_fee 2026-12-01, said 2026-11-24..2027-05-23 5000 => entry_fee 7 2026-11-23 waived; royalty.0 100 2027-07-22; royalty.1 ? 2028-01-22
corrected twice: the last stands | 2026-11-23 | said 2026-11-24..2027-05-23 5000, said 2026-11-24..2027-05-23 4000, said 2026-11-24..2027-05-23 4500 => entry_fee 7 2026-11-23; royalty.0 90 2027-07-22; royalty.1 ? 2028-01-22
corrected to nothing | 2026-11-23 | said 2026-11-24..2027-05-23 5000, said 2026-11-24..2027-05-23 0 => entry_fee 7 2026-11-23; royalty.0 0 2027-07-22; royalty.1 ? 2028-01-22
"""
MINIMUM = """
lapsed after 365 days: a whole year's minimum | 2026-11-23 | lapsed 2027-11-23, said 2026-11-24..2027-11-23 0 => royalty.0 0 2028-01-22; royalty.minimum.0 365 2028-01-22
lapsed after 73 days: a fifth of it | 2026-11-23 | lapsed 2027-02-04, said 2026-11-24..2027-02-04 0 => royalty.0 0 2027-04-05; royalty.minimum.0 73 2027-04-05
invalid after 73 days: a fifth, on hold | 2026-11-23 | invalid 2027-02-04, said 2026-11-24..2027-02-04 0 => royalty.0 0 2027-04-05 on_hold; royalty.minimum.0 73 2027-04-05 on_hold
the minimum waived, the royalty not | 2026-11-23 | waived royalty.minimum.0 2028-01-01, said 2026-11-24..2027-11-23 5000 => royalty.0 100 2028-01-22; royalty.minimum.0 265 2028-01-22 waived; royalty.1 ? 2029-01-22; royalty.minimum.1 ? 2029-01-22
moved in the year: the top-up with its year | 2026-11-23 | moved new 2027-03-01, said 2026-11-24..2027-11-23 5000 => royalty.0 100 2028-01-22 new; royalty.minimum.0 265 2028-01-22 new; royalty.1 ? 2029-01-22 new; royalty.minimum.1 ? 2029-01-22 new
"""

ROWS = (
    *table("parts", parts, PARTS),
    *table("payable later", payable_later, LATER),
    *table("share", share, SHARE),
    *table("share and minimum", with_minimum, MINIMUM),
)
