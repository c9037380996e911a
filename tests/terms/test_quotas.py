"""Places among the first n (R-76), after pretix's cases: pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.terms.parts import Quota
from marketplace.terms.quotas import Held, Limit, left, limits, place_for


def test_one_limit_counts_what_is_taken():
    assert left([Limit(5, 2)]) == 3


def test_without_any_limit_nothing_is_counted():
    assert left([Limit(None, 100)]) is None
    assert left([]) is None


def test_of_several_limits_the_smallest_decides():
    assert left([Limit(10, 1), Limit(3, 1), Limit(None, 9)]) == 2


def test_overbooked_is_none_left_and_never_negative():
    assert left([Limit(2, 5)]) == 0


def test_the_first_free_place_is_taken_and_a_gap_is_filled():
    held = [Held(1), Held(3)]
    assert place_for(Quota(first_n=3), held) == 2
    assert place_for(Quota(first_n=3), [*held, Held(2)]) == 4


def test_the_limit_of_a_province_sends_to_the_normal_terms_while_others_still_get_a_place():
    quota = Quota(first_n=4, in_a_province=1)
    held = [Held(1, "44")]
    assert place_for(quota, held, "44") == 5
    assert place_for(quota, held, "11") == 2


def test_a_place_beyond_the_first_does_not_count_for_a_province():
    quota = Quota(first_n=2, in_a_province=1)
    assert left(limits(quota, [Held(3, "44")], "44")) == 1


@given(st.integers(1, 30), st.lists(st.sampled_from(["", "11", "44"]), max_size=60))
def test_whoever_comes_each_gets_a_place_of_its_own_and_the_first_n_at_most(first_n, provinces):
    quota, held = Quota(first_n=first_n, in_a_province=7), []
    for province in provinces:
        held.append(Held(place_for(quota, held, province), province))
    assert len({each.place for each in held}) == len(held)
    among = [each for each in held if each.place <= first_n]
    assert len(among) <= first_n
    for province in set(provinces):
        assert sum(each.province == province for each in among) <= 7


@pytest.mark.parametrize("first_n", [0, -1])
def test_a_quota_of_nothing_is_refused(first_n):
    with pytest.raises(ValueError, match="first_n"):
        Quota(first_n=first_n)
