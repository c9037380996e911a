"""One or more records of every fee mode, for tests that hold for all of them."""

from datetime import date

from marketplace.terms.enums import Conversion, Improvements, Route, RoyaltyBase
from marketplace.terms.parts import (
    Bundle,
    Deferral,
    Dispute,
    DuePoint,
    Effect,
    FreeWindow,
    Instalment,
    Limit,
    Period,
    Pool,
    PoolShare,
    Quota,
    Repeat,
    Royalty,
    Scope,
    Tier,
    Trial,
)
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

E = date(2026, 11, 23)
ORDINARY = {"route": Route.ORDINARY}
stepped = Royalty(
    base="net_sales",
    tiers=(Tier(up_to=100_000_000, rate_ppm=30_000), Tier(rate_ppm=20_000)),
    minimum=Limit(amount_fen=500_000),
    cap=Limit(amount_fen=5_000_000),
)
by_milestone = Instalment(amount_fen=50_000, due=DuePoint(milestone="首台样机", days=15))
thrice = Instalment(
    amount_fen=40_000, due=DuePoint(months=0, days=30), repeat=Repeat(every_months=6, times=3)
)
on_a_day = Instalment(amount_fen=30_000, due=DuePoint(on=date(2027, 6, 30)))

SAMPLES = {
    "free": free(),
    "free design": free(kind="design"),
    "lump sum": lump_sum(3_000_000),
    "instalments": instalments([1_000_000, 1_000_000, 1_000_000]),
    "milestones": instalments([1_000_000], **ORDINARY).model_copy(
        update={"instalments": (by_milestone, on_a_day)}
    ),
    "royalty": royalty(20_000),
    "royalty on profit": royalty(50_000, RoyaltyBase.PROFIT),
    "royalty on output": output_royalty(150, "台"),
    "stepped royalty": royalty(1).model_copy(update={"royalty": stepped}),
    "entry royalty": entry_royalty(1_000_000, 20_000),
    "limited free, then yearly": limited_free(12, 800_000),
    "limited free, then over": limited_free(6),
    "limited free through a day": limited_free(12, 800_000).model_copy(
        update={"free_window": FreeWindow(through=date(2027, 6, 30))}
    ),
    "pay later": pay_later(3_000_000),
    "pay later on milestone": pay_later(3_000_000, milestone="首台样机"),
    "pay later staged": pay_later(amounts_fen=[1_000_000, 2_000_000]),
    "pay later share": pay_later(rate_ppm=20_000),
    "trial": trial_then_convert(6, amount_fen=3_000_000),
    "trial, assignment": trial_then_convert(
        6, conversion=Conversion.ASSIGNMENT, amount_fen=5_000_000
    ),
    "trial, shares": trial_then_convert(6, conversion=Conversion.EQUITY, formula="评估值的三成"),
    "mixed": mixed(
        1_000_000,
        20_000,
        scope=Scope(field="动力电池", product="电芯", territory="天津市"),
        effect=Effect(rule="payment"),
        late_interest_ppm=500,
        materials="图纸一套",
        handover_days=15,
        secrecy_months=36,
        dispute=Dispute(forum="arbitration", body="天津仲裁委员会"),
        bundle=Bundle(patents=("202110123456.7", "202110123457.1")),
        pool=Pool(
            members=(
                PoolShare(party="甲", share_ppm=400_000),
                PoolShare(party="乙", share_ppm=600_000),
            )
        ),
    ),
    "pay later, all options": pay_later(rate_ppm=20_000).model_copy(
        update={
            "deferral": Deferral(
                kind="revenue_share",
                royalty_from="effect",
                cap_fen=9_000_000,
                guarantee="某某保险公司保单",
            ),
            "period": Period(end_on=date(2030, 12, 31)),
            "effect": Effect(rule="day", on=date(2026, 12, 1)),
            "improvements": Improvements.SHARED,
            "dispute": Dispute(body="天津市高级人民法院"),
        }
    ),
    "part of the fee for the first": lump_sum(
        500_000,
        quota=Quota(first_n=3, share_ppm=500_000),
        period=Period(whole_life=True),
        **ORDINARY,
    ),
    "counted instalments": instalments([1], **ORDINARY).model_copy(
        update={"instalments": (thrice,)}
    ),
    "trial with criteria": trial_then_convert(6, amount_fen=3_000_000).model_copy(
        update={"trial": Trial(months=6, criteria="良品率不低于九成")}
    ),
    "books closed": royalty(20_000).model_copy(
        update={
            "royalty": Royalty(base="net_sales", tiers=(Tier(rate_ppm=20_000),), inspection=False)
        }
    ),
    "output in steps": output_royalty(150, "台").model_copy(
        update={
            "royalty": Royalty(
                base="output",
                unit="台",
                tiers=(Tier(up_to=1_000, fen_per_unit=150), Tier(fen_per_unit=100)),
            )
        }
    ),
    "price in parts": price(80_000, instalments=(by_milestone, on_a_day)),
    "price": price(20_000_000),
    "shares": shares(100_000, "某某公司"),
    "negotiable": negotiable(),
}
