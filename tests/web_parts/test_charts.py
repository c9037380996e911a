import re
from datetime import date
from xml.etree import ElementTree

import pytest

from marketplace.web_parts import charts
from marketplace.web_parts.charts import Bar, Range, Series, Window
from marketplace.web_parts.svg import FEN_PER_WAN, axis_money, text_width, ticks, yuan

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>\"&'</script>"
START, END = date(2026, 11, 23), date(2031, 6, 30)
PAYMENTS = ((date(2028, 6, 30), 800_000), (date(2029, 6, 30), 800_000))


def _cost(series=None, **more):
    lines = series or [Series(EVIL, PAYMENTS), Series("b", PAYMENTS)]
    windows = [Window(START, date(2027, 6, 30), EVIL)]
    settings = {"windows": windows, "cap": 2_000_000, "cap_label": EVIL, "today": EVIL} | more
    return charts.cost_over_time(
        lines, start=START, end=END, title=EVIL, description=EVIL, **settings
    )


DRAWINGS = {
    "cost": _cost,
    "ranges": lambda: charts.range_chart(
        [Range(EVIL, 1, 200, 300, EVIL)], title=EVIL, declared=250, declared_label=EVIL
    ),
    "shares": lambda: charts.range_chart([Range("a", 100, 200, 300)], title=EVIL, percent=True),
    "bars": lambda: charts.bar_chart([Bar(EVIL, 3), Bar("b", 0, EVIL)], title=EVIL),
    "funnel": lambda: charts.funnel([Bar(EVIL, 3), Bar("b", 0)], title=EVIL),
    "no ranges": lambda: charts.range_chart([], title="t"),
    "no bars": lambda: charts.bar_chart([], title="t"),
    "no funnel": lambda: charts.funnel([], title="t"),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_is_an_image_with_name_and_description(name):
    root = ElementTree.fromstring(DRAWINGS[name]())
    pictures = list(root.iter(f"{SVG}svg"))
    assert len(pictures) == 2
    assert len({picture.find(f"{SVG}title").get("id") for picture in pictures}) == 2
    for picture in pictures:
        assert picture.get("role") == "img"
        assert picture.get("aria-labelledby") == picture.find(f"{SVG}title").get("id")
        assert picture.get("aria-describedby") == picture.find(f"{SVG}desc").get("id")


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_escapes_text_and_obeys_the_strict_policy(name):
    drawn = str(DRAWINGS[name]())
    assert "<script" not in drawn
    assert not re.search(r"\s(style|on\w+)=", drawn)
    assert "url(" not in drawn
    assert "<style" not in drawn


def test_the_table_behind_the_chart_adds_up_and_joins_one_day():
    series = Series("", ((date(2028, 1, 1), 5), (date(2027, 1, 1), 2), (date(2028, 1, 1), 1)))
    assert series.running() == [(date(2027, 1, 1), 2, 2), (date(2028, 1, 1), 6, 8)]
    assert series.total == 8


def _path(markup):
    root = ElementTree.fromstring(markup)
    paths = (node for node in root.iter(f"{SVG}path") if "chart-line" in node.get("class"))
    return next(paths).get("d")


def test_the_line_steps_once_for_each_payment_and_ends_level():
    drawn = _path(_cost([Series("", PAYMENTS)]))
    assert drawn.count("V") == 2
    assert drawn.endswith("H660")


def test_nothing_due_is_a_level_line_that_says_zero():
    markup = _cost([Series("")], windows=[], cap=None)
    assert "V" not in _path(markup)
    assert "¥0" in markup


def test_a_payment_after_the_end_is_not_drawn():
    late = Series("", (*PAYMENTS, (date(2040, 1, 1), 10)))
    assert _path(_cost([late])).count("V") == 2


def test_a_cap_far_above_the_sums_is_left_out():
    assert "chart-cap" in _cost(cap=2_000_000)
    assert "chart-cap" not in _cost(cap=200_000_000)


def test_the_sentence_for_screen_readers_names_each_payment():
    said = charts.cost_sentence([Series("1,000 件", PAYMENTS)], "{label}: {total} in all", "; ")
    assert said == "1,000 件: ¥16,000 in all (2028-06-30 ¥8,000, 2029-06-30 ¥8,000)"


@pytest.mark.parametrize(
    ("highest", "expected"),
    [(0, [0]), (3, [0, 1, 2, 3]), (2_520_000, [0, 1e6, 2e6, 3e6]), (7, [0, 2.5, 5, 7.5])],
)
def test_ticks_are_round_and_cover_the_highest(highest, expected):
    assert ticks(highest) == expected


def test_money_on_an_axis():
    assert axis_money(2 * FEN_PER_WAN, wan=True, unit=False) == "2 万"
    assert axis_money(1.5 * FEN_PER_WAN, wan=True, unit=True) == "1.5 万元"
    assert axis_money(2 * FEN_PER_WAN, wan=False, unit=True) == "¥20,000"
    assert axis_money(0, wan=True, unit=True) == "0"
    assert yuan(800_050) == "¥8,000.50"


def test_the_last_sum_is_named_even_at_the_right_edge():
    paid = Series("", ((START, 1_000_000), (END, 6_000_000)))
    drawn = _cost([paid], windows=[], cap=None)
    assert drawn.count(yuan(7_000_000)) >= 2


def test_the_axis_has_room_for_its_widest_figure():
    dear = Series("", ((START, 123_456_700),))
    drawn = ElementTree.fromstring(_cost([dear], windows=[], cap=None, wan=False))
    for picture in drawn.iter(f"{SVG}svg"):
        figures = [each for each in picture.iter(f"{SVG}text") if each.get("class") == "chart-axis"]
        ends = [each for each in figures if each.get("text-anchor") == "end"]
        assert all(float(each.get("x")) >= text_width(each.text) for each in ends)
