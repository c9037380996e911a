import csv
import gzip
from datetime import date

import pytest

from marketplace.clock import at
from marketplace.patents.enums import PatentKind
from marketplace.patents.numbers import (
    NumberError,
    PatentNumber,
    check_digit,
    find,
    parse,
    search_forms,
)

VALID = [
    "201921898050.0",
    "201921897980.4",
    "200410034515.X",
    "201120154898.X",
    "200480009006.X",
    "96121602.6",
    "99115509.2",
    "00129265.X",
]


@pytest.mark.parametrize("number", VALID)
def test_published_numbers_are_valid(number):
    assert parse(number).text == number


@pytest.mark.parametrize(
    "writing",
    [
        "ZL201921898050.0",
        "ZL 2019 2 1898050.0",
        "zl2019218980500",
        "CN201921898050.0",
        "CNZL 201921898050.0",
        "ＺＬ２０１９２１８９８０５０．０",
        "专利号：ZL 201921898050.0",
        "申请号 201921898050.0",
        "201921898050。0",
        "'201921898050.0",
        '="2019218980500"',
        "2019218980500.0",
        "\u200b201921898050.0\ufeff",
        "2019-2-1898050.0",
    ],
)
def test_every_customary_writing_is_read(writing):
    assert parse(writing).text == "201921898050.0"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number_empty"),
        ("  ", "number_empty"),
        ("2.02E+12", "number_damaged"),
        ("2.0193E+12", "number_damaged"),
        ("２.01831e+12", "number_damaged"),
        ("2E12", "number_damaged"),
        ("2020000000000", "number_damaged"),
        ("2019300000000", "number_damaged"),
        ("202310123456.7", "number_check_digit"),
        ("201921898051.0", "number_check_digit"),
        ("CN110364031B", "number_publication"),
        ("CN-110364031-B", "number_publication"),
        ("CN305246987S", "number_publication"),
        ("CN210000001U", "number_publication"),
        ("CN1234567A", "number_publication"),
        ("CN110364031", "number_publication"),
        ("201921898050", "number_check_missing"),
        ("CN85105156", "number_check_missing"),
        ("2019418980500", "number_kind"),
        ("209921898050.0", "number_year"),
        ("200221898050.0", "number_year"),
        ("PL2631174T3", "number_form"),
        ("US6858197", "number_form"),
        ("一种电池", "number_form"),
    ],
)
def test_what_is_no_number_is_refused_with_its_own_reason(text, code):
    with pytest.raises(NumberError) as refusal:
        parse(text)
    assert refusal.value.code == code
    assert str(refusal.value)


def test_every_wrong_check_digit_is_refused():
    body = "202110123456"
    right = check_digit(body)
    for digit in set("0123456789X") - {right}:
        with pytest.raises(NumberError):
            parse(f"{body}.{digit}")


@pytest.mark.parametrize(
    ("kind_digit", "kind", "is_pct"),
    [
        ("1", PatentKind.INVENTION, False),
        ("2", PatentKind.UTILITY_MODEL, False),
        ("3", PatentKind.DESIGN, False),
        ("8", PatentKind.INVENTION, True),
        ("9", PatentKind.UTILITY_MODEL, True),
    ],
)
def test_the_kind_stands_in_the_number(kind_digit, kind, is_pct):
    body = f"2019{kind_digit}1898050"
    number = parse(body + check_digit(body))
    assert (number.kind, number.is_pct, number.filing_year) == (kind, is_pct, 2019)


@pytest.mark.parametrize(("number", "year"), [("96121602.6", 1996), ("00129265.X", 2000)])
def test_the_old_form_has_a_two_digit_year(number, year):
    parsed = parse(number)
    assert parsed.is_old_form
    assert parsed.filing_year == year


def test_a_year_is_judged_by_the_clock():
    body = "202711898050"
    text = f"{body}.{check_digit(body)}"
    with at(date(2027, 1, 1)):
        assert parse(text).filing_year == 2027
    with at(date(2026, 12, 31)), pytest.raises(NumberError):
        parse(text)


def test_search_knows_every_writing():
    forms = search_forms("200410034515.X")
    assert {
        "200410034515.X",
        "200410034515X",
        "ZL200410034515.X",
        "CN200410034515X",
        "200410034515",
    } <= set(forms)


@pytest.mark.parametrize("text", ["201921898050", "ZL201921898050.0", "２０１９２１８９８０５００"])
def test_a_search_text_finds_its_number(text):
    assert find(text) == PatentNumber("201921898050.0")


@pytest.mark.parametrize("text", ["电池", "2.02E+12", "202310123456.7", ""])
def test_a_search_text_that_is_no_number_finds_none(text):
    assert find(text) is None


def _rows(path):
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def test_all_numbers_of_the_march_list_are_valid(shared_data):
    numbers = [
        parse(row["app_no"])
        for row in _rows(shared_data / "lists/open_license_gdut_2026_march.csv.gz")
    ]
    assert len(set(numbers)) == 2556


def outcome(text):
    try:
        return parse(text).text
    except NumberError as error:
        return error.code


def test_the_gazette_day_splits_into_sound_and_damaged_numbers(shared_data):
    rows = list(_rows(shared_data / "patents/cn_gazette_20190709.csv.gz"))
    outcomes = [outcome(row["app_no_raw"]) for row in rows]
    assert outcomes.count("number_damaged") == 31_664
    sound = [found for found in outcomes if found != "number_damaged"]
    assert sound == [row["app_no"].removeprefix("CN") for row in rows if row["app_no"]]
    assert len(sound) == 5_071
