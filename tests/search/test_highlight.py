from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from marketplace.search.highlight import excerpt, highlight, spans


def test_marks_stand_where_the_words_are():
    assert highlight("一种锂电池极片", ["锂电池"]) == Markup("一种<mark>锂电池</mark>极片")


def test_offsets_are_those_of_the_text_as_written():
    text = "㎏级ＬＥＤ灯具"
    assert [text[start:end] for start, end in spans(text, ["led", "灯具"])] == ["ＬＥＤ灯具"]


def test_touching_marks_become_one():
    assert highlight("锂电池极片", ["锂电池", "极片"]) == Markup("<mark>锂电池极片</mark>")


def test_html_is_escaped_inside_and_outside_of_marks():
    shown = highlight("<b>电池</b> & <script>", ["电池"])
    assert shown == Markup("&lt;b&gt;<mark>电池</mark>&lt;/b&gt; &amp; &lt;script&gt;")


def test_a_mark_with_html_is_text():
    assert "<i>" not in highlight("a <i> b", ["<i>"]).replace("<mark>", "").replace("</mark>", "")


def test_latin_words_are_marked_whole_in_singular_and_plural():
    assert highlight("Batteries and batteryless", ["batteries"]).count("<mark>") == 1
    assert highlight("cell cells cellular", ["cell"]).count("<mark>") == 2


def test_patterns_in_marks_are_literal():
    assert highlight("a.b axb", ["a.b"]) == Markup("<mark>a.b</mark> axb")


def test_excerpt_begins_at_the_sentence_of_the_first_mark():
    text = "前言很长。" * 40 + "采用红外干燥。" + "后文。" * 40
    piece = excerpt(text, ["红外干燥"])
    assert piece.startswith("…采用红外干燥")
    assert piece.endswith("…")


def test_excerpt_of_a_short_text_is_the_text():
    assert excerpt("短文。", ["没有"]) == "短文。"


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_without_its_marks_the_text_is_unchanged(text, marks):
    shown = highlight(text, marks)
    assert shown.replace("<mark>", "").replace("</mark>", "") == str(Markup.escape(text))
