from datetime import date

import pytest

from marketplace.web_parts.chain import (
    Station,
    StationState,
    counts,
    is_complete,
    next_station,
    reached,
)


def _stations(*states):
    return [Station(f"s{n}", f"Station {n}", state) for n, state in enumerate(states)]


def test_a_state_may_be_given_as_its_value():
    assert Station("payment", "付款", "due").state is StationState.DUE


def test_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="late"):
        Station("payment", "付款", "late")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("done", "due", "overdue"), "s2"),
        (("done", "due", "due"), "s1"),
        (("done", "waiting", "not_needed"), None),
        ((), None),
    ],
)
def test_overdue_comes_before_due(states, expected):
    station = next_station(_stations(*states))
    assert (station.key if station else None) == expected


@pytest.mark.parametrize(
    ("states", "complete"),
    [
        (("done", "not_needed"), True),
        (("done", "waiting"), False),
        (("done", "due"), False),
        (("overdue",), False),
    ],
)
def test_a_chain_is_complete_when_all_that_is_needed_is_done(states, complete):
    assert is_complete(_stations(*states)) is complete


def test_counts_name_every_state():
    assert counts(_stations("done", "done", "due")) == {
        "done": 2,
        "due": 1,
        "overdue": 0,
        "not_needed": 0,
        "waiting": 0,
    }


def test_the_funnel_counts_chains_with_a_station_done():
    first = [Station("signed", "签署", "done", date(2026, 8, 1)), Station("paid", "付款", "due")]
    second = [Station("signed", "签署", "done"), Station("paid", "付款", "done")]
    assert reached([first, second]) == {"signed": 2, "paid": 1}
