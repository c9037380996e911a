"""The 简要说明： its figure is the declared one, at most 2,000 characters."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.fees.guidance import guide
from marketplace.fees.inputs import EarlierLicense, GuidanceInputs, OwnUse
from marketplace.fees.statement import LIMIT, agrees, check_statement, draft
from marketplace.terms import Terms
from marketplace.terms.enums import Afterwards, DeferralKind, Route, RoyaltyBase, Span
from marketplace.terms.parts import (
    Deferral,
    DuePoint,
    Fixed,
    FreeWindow,
    Instalment,
    Limit,
    Period,
    Repeat,
    Royalty,
    Tier,
)

GUIDANCE = guide(
    GuidanceInputs(
        on=date(2026, 11, 23),
        expected_licensees=4,
        years=5,
        ipc=("H01M10/0525",),
        industries=("C3841",),
        own_use=OwnUse(10_000_000, 300_000, 150_000),
        earlier=EarlierLicense(total=5_000_000, years=2, rate_ppm=30_000),
    )
)


def terms(**parts) -> Terms:
    return Terms.of(Route.ORDINARY, period=Period(months=60), **parts)


def flat(ppm: int = 30_000, **more) -> Royalty:
    return Royalty(base=RoyaltyBase.NET_SALES, tiers=(Tier(rate_ppm=ppm),), **more)


EVERY_SHAPE = {
    "free": terms(),
    "lump_sum": terms(lump_sum=Fixed(amount_fen=1_200_000, due_days=30)),
    "instalments": terms(
        instalments=(
            Instalment(amount_fen=500_000, due=DuePoint(months=0)),
            Instalment(amount_fen=300_050, due=DuePoint(on=date(2027, 3, 1))),
            Instalment(amount_fen=7, due=DuePoint(milestone="首批产品下线")),
        )
    ),
    "repeated": terms(
        instalments=(
            Instalment(
                amount_fen=100_000, due=DuePoint(months=12), repeat=Repeat(every_months=12, times=4)
            ),
        )
    ),
    "royalty": terms(royalty=flat(35_500)),
    "royalty_limits": terms(
        royalty=flat(
            minimum=Limit(amount_fen=100_000),
            cap=Limit(amount_fen=9_900_000, span=Span.WHOLE_LICENSE),
        )
    ),
    "tiers_of_profit": terms(
        royalty=Royalty(
            base=RoyaltyBase.PROFIT,
            tiers=(Tier(up_to=100_000_000, rate_ppm=100_000), Tier(rate_ppm=80_000)),
        )
    ),
    "per_unit": terms(
        royalty=Royalty(base=RoyaltyBase.OUTPUT, unit="台", tiers=(Tier(fen_per_unit=1_250),))
    ),
    "entry_royalty": terms(entry_fee=Fixed(amount_fen=2_000_000), royalty=flat()),
    "limited_free": terms(
        free_window=FreeWindow(months=12, afterwards=Afterwards.PRICED),
        lump_sum=Fixed(amount_fen=888_800),
    ),
    "pay_later": terms(
        deferral=Deferral(kind=DeferralKind.DEFERRED, cap_fen=3_000_000),
        lump_sum=Fixed(amount_fen=2_500_000),
    ),
}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("shape", EVERY_SHAPE)
@pytest.mark.parametrize("guidance", [GUIDANCE, None])
def test_the_draft_says_what_is_declared(shape, language, guidance):
    text = draft(EVERY_SHAPE[shape], guidance, language)
    assert check_statement(text, EVERY_SHAPE[shape]) == []
    assert len(text) <= LIMIT


def test_the_draft_names_the_fee_as_the_office_does():
    text = draft(EVERY_SHAPE["lump_sum"], GUIDANCE)
    assert "许可使用费支付方式为一次总付，标准为人民币12,000.00元，自起算之日起30日内付清。" in text
    assert "每件" not in text.splitlines()[2]
    assert "仅供参考" in text
    assert "k(n) = 2 ÷ (n + 1)，取值0.4" in text


@pytest.mark.parametrize("shape", EVERY_SHAPE)
def test_a_draft_for_one_fee_is_refused_for_another(shape):
    """Negative control: the check is not content with whatever the draft says."""
    other = terms(lump_sum=Fixed(amount_fen=777_700))
    assert not agrees(draft(EVERY_SHAPE[shape], GUIDANCE), other)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("许可使用费为一次总付，标准为12,000元。", []),
        ("许可使用费为一次总付，标准为1.2万元。", []),
        ("许可使用费为一次总付，标准为１２０００元。", []),
        ("许可使用费为12000.01元。", ["statement_differs", "statement_silent"]),
        ("参考同行业统计，许可使用费标准为30,000元。", ["statement_differs", "statement_silent"]),
        ("参考同行业平均30,000元，许可使用费标准为12,000元。", []),
        ("许可使用费为12,000元,即日付清。", []),
        ("许可使用费由双方商定。", ["statement_silent"]),
        ("许可使用费为12,000元，另按3%提成。", ["statement_differs"]),
        ("The fee is CNY 12,000.00, payable at once.", []),
    ],
)
def test_what_a_statement_may_say_of_12000_yuan(text, codes):
    findings = check_statement(text, terms(lump_sum=Fixed(amount_fen=1_200_000)))
    assert [finding.code for finding in findings] == codes


def test_a_free_license_is_said_to_be_free():
    assert agrees("许可使用费支付方式为无偿。", terms())
    assert [f.code for f in check_statement("见合同。", terms())] == ["statement_not_free"]
    assert [f.code for f in check_statement("许可使用费为无偿，收取500元。", terms())] == [
        "statement_differs"
    ]


def test_the_sum_of_instalments_may_be_named():
    shape = EVERY_SHAPE["repeated"]
    assert agrees("分期支付每期1,000元，合计4,000元。", shape)
    assert not agrees("分期支付每期1,000元，合计5,000元。", shape)


def test_a_long_statement_is_refused_with_its_length():
    text = draft(EVERY_SHAPE["lump_sum"], None) + "。" * LIMIT
    finding = check_statement(text, EVERY_SHAPE["lump_sum"])[0]
    assert finding.code == "statement_too_long"
    assert finding.params["length"] == len(text)


def test_a_draft_with_very_many_instalments_loses_its_ranges_first():
    many = terms(
        instalments=tuple(
            Instalment(amount_fen=100_000 + n, due=DuePoint(months=n)) for n in range(1, 36)
        )
    )
    text = draft(many, GUIDANCE)
    assert len(text) <= LIMIT
    assert agrees(text, many)


@given(fen=st.integers(1, 2 * 10**9), days=st.integers(0, 365))
def test_any_lump_sum_is_found_again_in_its_draft(fen, days):
    shape = terms(lump_sum=Fixed(amount_fen=fen, due_days=days))
    assert agrees(draft(shape, GUIDANCE), shape)
    assert not agrees(draft(shape, GUIDANCE), terms(lump_sum=Fixed(amount_fen=fen + 1)))


@given(ppm=st.integers(1, 1_000_000))
def test_any_rate_is_found_again_in_its_draft(ppm):
    assert agrees(draft(terms(royalty=flat(ppm)), GUIDANCE), terms(royalty=flat(ppm)))
