from datetime import date

import pytest

from marketplace.clock import at
from marketplace.patents import cells, vocabulary
from marketplace.patents.enums import (
    Implementation,
    LegalStatus,
    Maturity,
    PatentKind,
    ReportConclusion,
)


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("5.00", "万元", 5_000_000),
        ("0.4", "万元", 400_000),
        ("１．５", "万元", 1_500_000),
        ("5000", "元", 500_000),
        ("1万", "万元", 1_000_000),
        ("1.2万元", None, 1_200_000),
        ("30000元", "万元", 3_000_000),
        ("¥30,000元", "万元", 3_000_000),
        ("0", "万元", 0),
        ("免费", "万元", 0),
        ("2000", "万元", 2_000_000_000),
    ],
)
def test_fees_become_fen(text, unit, fen):
    assert cells.read_fee(text, unit) == cells.Reading(fen)


@pytest.mark.parametrize("text", ["", "--", "/", "无", "N/A", "　"])
def test_an_empty_fee_says_nothing(text):
    assert cells.read_fee(text, "万元") == cells.Reading()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("具体面议", "fee_negotiable"),
        ("面议", "fee_negotiable"),
        ("-1", "fee_negative"),
        ("－1.00", "fee_negative"),
        ("5-10", "fee_range"),
        ("0-10万", "fee_range"),
        ("5~10", "fee_range"),
        ("１０至２０", "fee_range"),
        ("100万以上", "fee_range"),
        ("100000", "fee_suspicious"),
        ("2000.01", "fee_suspicious"),
        ("约五万", "fee_unreadable"),
        ("5 USD", "fee_unreadable"),
    ],
)
def test_dirt_in_a_fee_warns_and_gives_no_figure(text, code):
    reading = cells.read_fee(text, "万元")
    assert reading.value is None
    assert reading.problem.code == code
    assert reading.problem.message % reading.problem.params


def test_a_fee_without_any_unit_is_not_guessed():
    assert cells.read_fee("50000", None).problem.code == "fee_unit_missing"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("发明专利", PatentKind.INVENTION),
        ("发明", PatentKind.INVENTION),
        ("授权发明", PatentKind.INVENTION),
        ("8", PatentKind.INVENTION),
        ("实用新型专利", PatentKind.UTILITY_MODEL),
        ("９", PatentKind.UTILITY_MODEL),
        ("外观设计", PatentKind.DESIGN),
        ("Design", PatentKind.DESIGN),
        ("", None),
    ],
)
def test_kinds(text, kind):
    assert vocabulary.read_kind(text) == cells.Reading(kind)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("软件著作权", "kind_unknown"),
        ("发明申请", "kind_not_granted"),
        ("发明公布", "kind_not_granted"),
    ],
)
def test_what_is_no_granted_patent(text, code):
    assert vocabulary.read_kind(text).problem.code == code


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("有效", LegalStatus.VALID),
        ("授权", LegalStatus.VALID),
        ("专利权维持", LegalStatus.VALID),
        ("终止", LegalStatus.TERMINATED),
        ("未缴年费", LegalStatus.TERMINATED),
        ("失效-期限届满", LegalStatus.TERMINATED),
        ("全部无效", LegalStatus.WHOLLY_INVALID),
        ("部分无效", LegalStatus.PARTLY_INVALID),
        ("中止", LegalStatus.STAYED),
    ],
)
def test_legal_statuses(text, status):
    assert vocabulary.read_legal_status(text).value is status


@pytest.mark.parametrize("text", ["审中", "撤回-视为撤回", "无效?"])
def test_an_unknown_status_warns(text):
    assert vocabulary.read_legal_status(text).problem.code == "status_unreadable"


@pytest.mark.parametrize(
    ("text", "ways", "unread"),
    [
        ("拟转让", ["transfer"], False),
        ("拟普通许可", ["license"], False),
        ("拟独占许可", ["license"], False),
        ("拟开放许可", ["open_license"], False),
        ("转让、作价入股；许可", ["transfer", "equity", "license"], False),
        ("拟自行应用或产业化", ["own_use"], False),
        ("暂无", ["none"], False),
        ("转让，捐赠", ["transfer"], True),
        ("--", None, False),
    ],
)
def test_willingness(text, ways, unread):
    reading = vocabulary.read_willingness(text)
    assert reading.value == ways
    assert (reading.problem is not None) == unread


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (vocabulary.read_yes_no, "是", True),
        (vocabulary.read_yes_no, "No", False),
        (vocabulary.read_yes_no, "√", True),
        (vocabulary.read_implementation, "尚未实施", Implementation.NOT_IMPLEMENTED),
        (vocabulary.read_implementation, "已实施", Implementation.IMPLEMENTED),
        (vocabulary.read_maturity, "样品、实验阶段", Maturity.SAMPLE),
        (vocabulary.read_maturity, "试生产、应用开发阶段", Maturity.PILOT),
        (vocabulary.read_maturity, "小批量生产、工程应用阶段", Maturity.SMALL_BATCH),
        (vocabulary.read_maturity, "批量生产、成熟应用阶段", Maturity.MASS_PRODUCTION),
        (vocabulary.read_grade, "五星", 5),
        (vocabulary.read_grade, "3", 3),
        (vocabulary.read_grade, "★★☆☆☆", 2),
        (vocabulary.read_report_conclusion, "符合授予专利权条件", ReportConclusion.POSITIVE),
        (vocabulary.read_report_conclusion, "不符合", ReportConclusion.NEGATIVE),
        (vocabulary.read_report_conclusion, "无", ReportConclusion.NONE),
    ],
)
def test_closed_vocabularies(reader, text, value):
    assert reader(text) == cells.Reading(value)


@pytest.mark.parametrize(
    ("reader", "code"),
    [
        (vocabulary.read_yes_no, "yes_no_unreadable"),
        (vocabulary.read_implementation, "implementation_unreadable"),
        (vocabulary.read_maturity, "maturity_unreadable"),
        (vocabulary.read_grade, "grade_unreadable"),
        (vocabulary.read_report_conclusion, "report_unreadable"),
        (cells.read_ipc, "ipc_unreadable"),
        (cells.read_locarno, "locarno_unreadable"),
        (cells.read_industries, "industry_unknown"),
        (cells.read_day, "day_unreadable"),
    ],
)
def test_what_no_reader_knows_warns(reader, code):
    reading = reader("甲乙丙")
    assert reading.value is None
    assert reading.problem.code == code
    assert reader("--") == cells.Reading()


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-15",
        "2021/3/15",
        "2021.03.15",
        "2021年3月15日",
        "20210315",
        "２０２１-０３-１５",
        "2021-03-15T00:00",
    ],
)
def test_days(text):
    assert cells.read_day(text).value == date(2021, 3, 15)


def test_the_day_that_means_unknown_says_nothing():
    assert cells.read_day("1970-01-01") == cells.Reading()


def test_a_day_to_come_is_no_past_day():
    with at(date(2026, 3, 1)):
        assert cells.read_day("2026-03-02").problem.code == "day_unreadable"
        assert cells.read_day("2026-02-30").problem.code == "day_unreadable"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三,李四，王五;张三", ["张三", "李四", "王五"]),
        ("不-限", None),
        ("--", None),
    ],
)
def test_names(text, names):
    assert cells.read_names(text) == cells.Reading(names)


def test_names_that_hold_a_chinese_comma_stay_whole():
    text = "工业固体废物、废气、废液回收和资源化利用,纳米材料制造"
    names = ["工业固体废物、废气、废液回收和资源化利用", "纳米材料制造"]
    assert cells.read_long_names(text) == cells.Reading(names)


def test_a_report_that_found_no_defect_is_positive():
    text = "未发现存在不符合授予专利权条件的缺陷"
    assert vocabulary.read_report_conclusion(text).value is ReportConclusion.POSITIVE
