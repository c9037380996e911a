from collections import Counter

import pytest

from marketplace.search.tokens import (
    LONGEST_TOKEN,
    Unit,
    index_tokens,
    marks,
    query_tokens,
    stem,
    units,
    without_market_phrases,
)


def test_han_text_becomes_pairs_and_its_last_character():
    assert list(index_tokens("锂电池")) == ["锂电", "电池", "池"]


def test_punctuation_ends_a_run():
    assert "极干" not in list(index_tokens("极片,干燥"))


def test_full_width_writing_and_case_do_not_matter():
    assert list(index_tokens("ＬＥＤ灯")) == list(index_tokens("led灯"))


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("batteries", "battery"),
        ("cells", "cell"),
        ("boxes", "box"),
        ("apparatus", "apparatus"),
        ("glass", "glass"),
        ("gas", "gas"),
        ("电池", "电池"),
    ],
)
def test_english_plurals_are_stemmed_lightly(word, stemmed):
    assert stem(word) == stemmed


def test_long_tokens_are_cut():
    assert [len(token) for token in index_tokens("x" * 500)] == [LONGEST_TOKEN]


def test_stop_words_do_not_rank():
    assert query_tokens("the battery of a car") == ["battery", "car"]


def test_every_query_token_is_an_index_token():
    text = "一种用于锂离子电池极片的 infrared dryers 装置"
    assert set(query_tokens(text)) <= set(index_tokens(text))


def test_repetitions_are_kept():
    assert Counter(query_tokens("电池 电池"))["电池"] == 2


def test_words_are_cut_by_the_dictionary():
    assert [unit.text for unit in units("锂电池极片干燥")] == ["锂电池", "极片", "干燥"]


def test_a_lone_character_is_a_prefix():
    assert units("锌") == [Unit("锌", ("锌",), is_prefix=True)]


def test_stop_words_and_repetitions_are_no_units():
    assert [unit.text for unit in units("电池 的 电池 and")] == ["电池"]


def test_market_phrases_are_left_out_of_a_demand():
    left = query_tokens(without_market_phrases("产业化前景广阔,应用于硒化铋电极,市场需求明确"))
    assert "硒化" in left
    assert not {"前景", "市场", "需求"} & set(left)


def test_a_text_of_market_phrases_alone_stays_as_it_is():
    assert without_market_phrases("市场前景") == "市场前景"


def test_marks_are_longest_first():
    assert marks("锂电池 极片 干燥") == ["锂电池", "极片", "干燥"]
