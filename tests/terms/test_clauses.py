"""The clauses print every figure of the record, in both languages; one-liners for cards."""

import re
from datetime import date

import pytest

from marketplace.terms import as_data
from marketplace.terms.clauses import clauses, headline, liability_clauses, summary
from marketplace.terms.enums import Route
from marketplace.terms.parts import FreeWindow, Period, Quota
from marketplace.terms.presets import (
    entry_royalty,
    free,
    instalments,
    limited_free,
    lump_sum,
    mixed,
    pay_later,
    price,
    royalty,
    trial_then_convert,
)
from marketplace.terms.wording import amount_zh, capital, every_en, every_zh, percent, yuan
from tests.terms.samples import SAMPLES, E

ALL = pytest.mark.parametrize("terms", SAMPLES.values(), ids=SAMPLES.keys())
CJK = re.compile(r"[\u4e00-\u9fff]")


def whole(terms, language="zh_CN"):
    return "\n".join(f"{clause.heading} {clause.text}" for clause in clauses(terms, language))


def figures(data, name=""):
    """(kind, figure) of every amount and rate in a record's data."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from figures(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from figures(value, name)
    elif name in ("amount_fen", "price_fen", "cap_fen", "fen_per_unit"):
        yield "fen", data
    elif name.endswith("_ppm"):
        yield "ppm", data


@ALL
def test_every_amount_and_rate_of_the_record_is_printed(terms):
    chinese, english = whole(terms), whole(terms, "en")
    for kind, figure in figures(as_data(terms)):
        if kind == "fen":
            assert amount_zh(figure) in chinese
            assert yuan(figure) in english
        elif figure:
            assert percent(figure) in chinese
            assert percent(figure) in english


@ALL
def test_clauses_are_numbered_and_the_same_in_both_languages(terms):
    chinese, english = clauses(terms, "zh_CN"), clauses(terms, "en")
    assert [clause.number for clause in chinese] == list(range(1, len(chinese) + 1))
    assert [(c.key, c.path, c.limits_liability) for c in chinese] == [
        (c.key, c.path, c.limits_liability) for c in english
    ]
    assert len({clause.key for clause in chinese}) == len(chinese)


@ALL
def test_chinese_is_chinese_and_english_is_english(terms):
    own_words = set(re.findall(r"[\u4e00-\u9fff]+", str(as_data(terms))))
    for clause in clauses(terms, "en"):
        text = clause.heading + clause.text
        for word in sorted(own_words, key=len, reverse=True):
            text = text.replace(word, "")
        assert not CJK.search(text)
    for clause in clauses(terms):
        assert CJK.search(clause.text)
        assert clause.text.endswith("。")
        assert "None" not in clause.text


def test_a_changed_figure_changes_the_text():
    assert whole(lump_sum(100)) != whole(lump_sum(101))
    assert whole(royalty(20_000)) != whole(royalty(20_001))
    assert whole(free(months=36)) != whole(free(months=35))
    assert whole(pay_later(5, trigger_months=12)) != whole(pay_later(5, trigger_months=13))


def test_a_lump_sum_reads_as_contracts_write_it():
    (clause,) = [c for c in clauses(lump_sum(1_200_000, 30)) if c.key == "lump_sum"]
    assert clause.text == (
        "一次总付金额为人民币12,000.00元（大写：人民币壹万贰仟元整），自生效之日起30日内付清。"
    )


def test_the_effect_of_an_open_license_is_notice_and_payment():
    assert "书面通知送达" in whole(lump_sum(5))
    assert "书面通知送达" not in whole(lump_sum(5, route=Route.ORDINARY))


def test_free_says_so_and_pays_no_tax():
    keys = [clause.key for clause in clauses(free())]
    assert "free" in keys
    assert "tax" not in keys


def test_steps_are_told_with_their_bounds():
    text = whole(SAMPLES["stepped royalty"])
    assert "不超过人民币1,000,000.00元" in text
    assert "超过人民币1,000,000.00元（大写：人民币壹佰万元整）的部分，2%" in text


def test_what_limits_liability_is_flagged():
    flagged = [clause.key for clause in liability_clauses(pay_later(5))]
    assert flagged == ["default", "loss_of_right"]
    assert liability_clauses(price(5)) == ()


def test_recurring_instalments_are_counted_or_run_with_the_license():
    assert "此后每6个月支付一次，共3次" in whole(SAMPLES["counted instalments"])
    assert "此后每年支付一次，至许可期限届满" in whole(limited_free(12, 5))


def test_the_royalty_of_pay_later_says_from_when_sales_count():
    assert "提成自生效之日的次日起算" in whole(SAMPLES["pay later, all options"])
    assert "因首次产生收入而触发的，自该日起算" in whole(pay_later(rate_ppm=5))


def test_inspection_is_a_clause_only_where_agreed():
    assert "账目" in whole(royalty(5))
    assert "账目" not in whole(SAMPLES["books closed"])


def test_the_place_and_the_patents_life_are_printed_once_signed():
    signed = mixed(5, 20_000).signed(quota_place=3, patent_expires_on=date(2030, 3, 5))
    assert "第3位" in whole(signed)
    assert "2030年3月5日" in whole(signed)
    assert "第3位" not in whole(mixed(5, 20_000))


SUMMARIES = [
    (free(), "免费", "Free"),
    (lump_sum(3_000_000), "一次付 ¥30,000", "¥30,000 once"),
    (instalments([5, 5]), "分 2 期共 ¥0.10", "¥0.10 in 2 parts"),
    (royalty(25_000), "净销售额 2.5%", "2.5% of net sales"),
    (entry_royalty(100, 5_000), "入门费 ¥1；净销售额 0.5%", "¥1 entry fee; 0.5% of net sales"),
    (
        free(
            period=Period(end_on=date(2027, 6, 30)),
            free_window=FreeWindow(through=date(2027, 6, 30), afterwards="ends"),
        ),
        "免费至 2027-06-30；期满终止",
        "Free through 2027-06-30; then the license ends",
    ),
    (limited_free(6), "免费 6 个月；期满终止", "Free for 6 months; then the license ends"),
    (limited_free(12, 800_000), "免费 1 年；¥8,000 / 年", "Free for 1 year; ¥8,000 a year"),
    (
        SAMPLES["limited free through a day"],
        "2027-07-01 前免费；2027-07-01 起 ¥8,000 / 年",
        "Free before 2027-07-01; ¥8,000 a year from 2027-07-01",
    ),
    (
        pay_later(rate_ppm=20_000),
        "12 个月后或首次产生收入；净销售额 2%",
        "After 12 months or on first revenue; 2% of net sales",
    ),
    (
        trial_then_convert(6, amount_fen=300),
        "免费试用 6 个月，满意后转为付费许可；一次付 ¥3",
        "Free trial for 6 months, then a paid license; ¥3 once",
    ),
    (price(20_000_000), "转让价 ¥200,000", "For sale at ¥200,000"),
    (SAMPLES["shares"], "作价入股，占股 10%", "For 10% of the company"),
    (SAMPLES["negotiable"], "转让，价格面议", "For sale, price to be agreed"),
    (SAMPLES["royalty on output"], "每台 ¥1.50", "¥1.50 per 台"),
    (SAMPLES["output in steps"], "每台 ¥1–¥1.50", "¥1–¥1.50 per 台"),
    (
        SAMPLES["counted instalments"],
        "¥400 / 6 个月",
        "¥400 every 6 months",
    ),
    (
        pay_later(500, milestone="sample", trigger_months=None, on_first_revenue=False),
        "“sample”验收；一次付 ¥5",
        "On acceptance of “sample”; ¥5 once",
    ),
    (SAMPLES["stepped royalty"], "净销售额 2%–3%", "2%–3% of net sales"),
    (
        lump_sum(500, quota=Quota(first_n=3, share_ppm=500_000), route=Route.ORDINARY),
        "一次付 ¥5；前 3 家按 50% 付费",
        "¥5 once; the first 3 pay 50%",
    ),
]


@pytest.mark.parametrize(("terms", "zh", "en"), SUMMARIES)
def test_a_card_says_the_fee_in_one_line(terms, zh, en):
    assert summary(terms) == zh
    assert summary(terms, "en") == en


@pytest.mark.parametrize(
    ("terms", "zh", "en"),
    [
        (free(), "免费", "Free"),
        (lump_sum(500), "一次付清 ¥5", "¥5 once"),
        (instalments([500, 600]), "签约时付 ¥5", "¥5 at signing"),
        (pay_later(500), "现在免付，2027-12-23 首付 ¥5", "Nothing now, ¥5 on 2027-12-23"),
        (
            royalty(20_000),
            "现在免付，首次付款 2027-07-22（按提成）",
            "Nothing now, first royalty on 2027-07-22",
        ),
        (
            pay_later(500, trigger_months=None),
            "现在免付，达到触发条件后付费",
            "Nothing now, payment after a trigger",
        ),
        (trial_then_convert(6, amount_fen=5), "免费试用 6 个月", "Free trial for 6 months"),
        (price(500), "转让价 ¥5", "For sale at ¥5"),
    ],
)
def test_a_headline_says_what_is_asked_first(terms, zh, en):
    assert headline(terms, E) == zh
    assert headline(terms, E, "en") == en


def test_a_headline_depends_on_the_day():
    through = lump_sum(500, free_window=FreeWindow(through=date(2026, 11, 30)))
    assert headline(through, E) == "现在免付，2026-12-01 首付 ¥5"
    assert headline(through, date(2026, 12, 1)) == "一次付清 ¥5"


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (100_00, "壹佰元整"),
        (101_00, "壹佰零壹元整"),
        (110_00, "壹佰壹拾元整"),
        (1_200_000, "壹万贰仟元整"),
        (1_010_000, "壹万零壹佰元整"),
        (10_000_100, "壹拾万零壹元整"),
        (1_001_010_100, "壹仟零壹万零壹佰零壹元整"),
        (2_000_000_000, "贰仟万元整"),
        (20_000_000_005, "贰亿元零伍分"),
        (100_000_000_000_000, "壹万亿元整"),
        (120_000_000_000_000, "壹万贰仟亿元整"),
        (100_000_000_000_100, "壹万亿零壹元整"),
        (1_030_000_000, "壹仟零叁拾万元整"),
        (10_000_010_000_00, "壹佰亿零壹万元整"),
    ],
)
def test_amounts_in_full_characters(fen, text):
    assert capital(fen) == text


def test_rates_and_intervals_in_words():
    assert [percent(ppm) for ppm in (20_000, 25_000, 500, 1, 1_000_000)] == [
        "2%",
        "2.5%",
        "0.05%",
        "0.0001%",
        "100%",
    ]
    assert [every_zh(months) for months in (1, 6, 12, 24)] == ["每月", "每6个月", "每年", "每2年"]
    assert every_en(6) == "every 6 months"
