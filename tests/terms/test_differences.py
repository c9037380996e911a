"""The redline shows every change and nothing else, over random records."""

from hypothesis import given, settings

from marketplace.terms.clauses import clauses
from marketplace.terms.differences import (
    Change,
    differences,
    field_changes,
    price_differs,
    words_apart,
)
from marketplace.terms.record import as_data
from tests.deeds.factories import lump
from tests.terms.test_figures import records


@given(records(), records())
@settings(deadline=None, max_examples=60)
def test_the_old_text_with_its_changes_is_the_new_text(old, new):
    told = {each.key: each for each in differences(old, new, "zh")}
    before = {each.key: each.text for each in clauses(old, "zh")}
    for key, each in told.items():
        if each.change is Change.REMOVED:
            del before[key]
        else:
            before[key] = each.new
    assert before == {each.key: each.text for each in clauses(new, "zh")}


@given(records())
@settings(deadline=None, max_examples=20)
def test_a_record_does_not_differ_from_itself(terms):
    assert differences(terms, terms) == ()
    assert field_changes(terms, terms) == ()


@given(records())
@settings(deadline=None, max_examples=30)
def test_each_clause_has_a_key_of_its_own(terms):
    keys = [each.key for each in clauses(terms, "zh")]
    assert len(keys) == len(set(keys))


def test_a_figure_is_one_piece_and_both_texts_come_back_whole():
    old, new = "许可使用费为人民币30,000元。", "许可使用费为人民币20,000元。"
    runs = words_apart(old, new)
    assert [(run.change, run.text) for run in runs if run.change is not Change.SAME] == [
        (Change.REMOVED, "30,000"),
        (Change.ADDED, "20,000"),
    ]
    assert "".join(run.text for run in runs if run.change is not Change.ADDED) == old
    assert "".join(run.text for run in runs if run.change is not Change.REMOVED) == new


def test_fields_are_named_by_their_path():
    (change,) = field_changes(lump(100), lump(200))
    assert (change.path, change.old, change.new) == ("lump_sum.amount_fen", "100", "200")


def test_secrecy_is_no_price():
    terms = lump(100)
    assert not price_differs(terms, terms.model_copy(update={"secrecy_months": 12}))
    assert price_differs(terms, lump(101))
    assert as_data(terms) != as_data(lump(101))
