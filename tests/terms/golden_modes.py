"""Every fee mode on every route that takes it: the route changes no figure and no day."""

from marketplace.terms.enums import Route, RoyaltyBase
from marketplace.terms.presets import (
    entry_royalty,
    free,
    instalments,
    limited_free,
    lump_sum,
    mixed,
    negotiable,
    output_royalty,
    pay_later,
    price,
    royalty,
    shares,
    trial_then_convert,
)
from tests.terms.golden import table

OPEN, ORDINARY = {"route": Route.OPEN}, {"route": Route.ORDINARY}
SOURCE = {"route": Route.OPEN_SOURCE}

FREE = """
two thirds of recorded contracts | 2026-11-23 =>
"""
LUMP_SUM = """
¥30,000 at once | 2026-11-23 => lump_sum 3000000 2026-11-23
"""
INSTALMENTS = """
three yearly parts of ¥10,000 | 2026-11-23 => instalments.0 1000000 2026-11-23; instalments.1 1000000 2027-11-23; instalments.2 1000000 2028-11-23
"""
ROYALTY = """
2.5 % of a half-year's ¥1,234.56 is 3,086.4 fen | 2026-11-23 | said 2026-11-24..2027-05-23 123456 => royalty.0 3086 2027-07-22; royalty.1 ? 2028-01-22
"""
PROFIT = """
10 % of a half-year's ¥1,234.55 is 12,345.5 fen | 2026-11-23 | said 2026-11-24..2027-05-23 123455 => royalty.0 12346 2027-07-22; royalty.1 ? 2028-01-22
"""
OUTPUT = """
¥1.50 a piece, 1,001 pieces | 2026-11-23 | said 2026-11-24..2027-05-23 1001 => royalty.0 150150 2027-07-22; royalty.1 ? 2028-01-22
"""
ENTRY_ROYALTY = """
¥10,000 to enter, 2 % of ¥500,000.25 is 1,000,000.5 fen | 2026-11-23 | said 2026-11-24..2027-05-23 50000025 => entry_fee 1000000 2026-11-23; royalty.0 1000001 2027-07-22; royalty.1 ? 2028-01-22
"""
LIMITED = """
a free year, then ¥8,000 a year | 2026-11-23 => instalments.0.1 800000 2027-11-24; instalments.0.2 800000 2028-11-24
"""
LIMITED_ENDS = """
a free year and over | 2026-11-23 =>
"""
PAY_LATER = """
¥30,000 thirty days after twelve months | 2026-11-23 => lump_sum 3000000 2027-12-23
"""
STAGED = """
two dated stages from the trigger | 2026-11-23 => instalments.0 1000 2027-11-23; instalments.1 2000 2028-11-23
"""
SHARED = """
a share from the trigger | 2026-11-23 | said 2027-11-24..2028-05-23 5000 => royalty.0 100 2028-07-22
"""
TRIAL = """
converted on the trial's last day | 2026-11-23 | converted 2027-05-23 => lump_sum 3000000 2027-06-22
"""
MIXED = """
the eleventh: ¥10,000, and 2 % capped at ¥100,000 a year | 2026-11-23 | place 11, said 2026-11-24..2027-05-23 500000000 => lump_sum 1000000 2026-11-23; royalty.0 10000000 2027-07-22
the tenth of ten: nothing | 2026-11-23 | place 10 =>
"""
PRICE = """
¥200,000 within thirty days | 2026-11-23 => transfer 20000000 2026-12-23
"""
NO_PRICE = """
no amount in the record | 2026-11-23 =>
"""

YEAR = {"months": 12}
ROWS = (
    *table("free, open", free(**OPEN), FREE),
    *table("free, ordinary", free(**ORDINARY), FREE),
    *table("free, open source", free(**SOURCE), FREE),
    *table("free design", free(kind="design"), FREE),
    *table("lump sum, open", lump_sum(3_000_000, **OPEN), LUMP_SUM),
    *table("lump sum, ordinary", lump_sum(3_000_000, **ORDINARY), LUMP_SUM),
    *table("instalments, open", instalments([1_000_000] * 3, **OPEN), INSTALMENTS),
    *table("instalments, ordinary", instalments([1_000_000] * 3, **ORDINARY), INSTALMENTS),
    *table("royalty, open", royalty(25_000, **OPEN, **YEAR), ROYALTY),
    *table("royalty, ordinary", royalty(25_000, **ORDINARY, **YEAR), ROYALTY),
    *table("profit, open", royalty(100_000, RoyaltyBase.PROFIT, **OPEN, **YEAR), PROFIT),
    *table("profit, ordinary", royalty(100_000, RoyaltyBase.PROFIT, **ORDINARY, **YEAR), PROFIT),
    *table("output, open", output_royalty(150, "件", **OPEN, **YEAR), OUTPUT),
    *table("output, ordinary", output_royalty(150, "件", **ORDINARY, **YEAR), OUTPUT),
    *table("entry, open", entry_royalty(1_000_000, 20_000, **OPEN, **YEAR), ENTRY_ROYALTY),
    *table("entry, ordinary", entry_royalty(1_000_000, 20_000, **ORDINARY, **YEAR), ENTRY_ROYALTY),
    *table("limited free, open", limited_free(12, 800_000, **OPEN), LIMITED),
    *table("limited free, ordinary", limited_free(12, 800_000, **ORDINARY), LIMITED),
    *table("limited free and over, open", limited_free(12, **OPEN), LIMITED_ENDS),
    *table("limited free and over, ordinary", limited_free(12, **ORDINARY), LIMITED_ENDS),
    *table("pay later, ordinary", pay_later(3_000_000), PAY_LATER),
    *table(
        "pay later staged, open",
        pay_later(amounts_fen=[1_000, 2_000], on_first_revenue=False, **OPEN),
        STAGED,
    ),
    *table("pay later staged, ordinary", pay_later(amounts_fen=[1_000, 2_000]), STAGED),
    *table(
        "pay later share, open",
        pay_later(rate_ppm=20_000, on_first_revenue=False, months=18, **OPEN),
        SHARED,
    ),
    *table("pay later share, ordinary", pay_later(rate_ppm=20_000, months=18), SHARED),
    *table("trial, ordinary", trial_then_convert(6, amount_fen=3_000_000), TRIAL),
    *table("mixed, ordinary", mixed(1_000_000, 20_000, months=6), MIXED),
    *table("price", price(20_000_000), PRICE),
    *table("for shares", shares(100_000), NO_PRICE),
    *table("negotiable", negotiable(), NO_PRICE),
)
