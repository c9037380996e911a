"""Own deals are shown only where nobody's price shows through (PRODUCT 5.10)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.fees import cohorts
from marketplace.fees.cohorts import (
    DealPrice,
    Quartiles,
    Withheld,
    last_full_quarter,
    quantile,
    rounded,
    summarize,
)


def deals(*pairs):
    return [DealPrice(f"c{n}", name, Fraction(price)) for n, (name, price) in enumerate(pairs)]


FIVE = [("a", 10), ("a", 20), ("b", 30), ("b", 40), ("c", 50)]


def test_five_contracts_of_three_licensors_are_enough():
    assert summarize(deals(*FIVE)) == Quartiles(20, 30, 40, 5, 3)


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([], Withheld.TOO_FEW),
        (FIVE[:4], Withheld.TOO_FEW),
        ([("a", 1), ("a", 1), ("b", 1), ("b", 1), ("b", 1)], Withheld.TOO_FEW_LICENSORS),
        ([("a", 1), ("a", 1), ("a", 1), ("b", 1), ("c", 1)], Withheld.DOMINATED),
        ([("a", 5), ("a", 1), ("b", 1), ("b", 1), ("c", 1)], Withheld.DOMINATED),
    ],
)
def test_less_is_withheld(pairs, why):
    assert summarize(deals(*pairs)) is why


def test_exactly_half_does_not_dominate():
    pairs = [("a", 1), ("a", 1), ("a", 1), ("b", 1), ("b", 1), ("c", 1)]
    assert isinstance(summarize(deals(*pairs)), Quartiles)


def test_one_contract_seen_five_times_is_one():
    same = [DealPrice("c", name, Fraction(1)) for name in "abcde"]
    assert summarize(same) is Withheld.TOO_FEW


def test_without_the_rule_a_single_price_would_show(monkeypatch):
    """Negative control: the numbers 5 and 3 are what protects the price."""
    monkeypatch.setattr(cohorts, "LEAST_CONTRACTS", 1)
    monkeypatch.setattr(cohorts, "LEAST_LICENSORS", 1)
    monkeypatch.setattr(cohorts, "_dominated", lambda _: False)
    assert summarize(deals(("a", 12))) == Quartiles(12, 12, 12, 1, 1)


@given(st.lists(st.integers(1, 10**9), min_size=5, max_size=40))
def test_quartiles_are_in_order_and_inside(prices):
    pairs = [(str(n), price) for n, price in enumerate(prices)]
    found = summarize(deals(*pairs))
    if isinstance(found, Quartiles):
        assert found.low <= found.central <= found.high


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", 0), ("7", 7), ("99", 99), ("123", 120), ("125", 130), ("1949999", 1900000), ("1/2", 1)],
)
def test_two_digits_are_shown(value, expected):
    assert rounded(Fraction(value)) == expected


def test_quantiles_between_neighbors():
    ordered = [Fraction(n) for n in (1, 2, 4, 8)]
    assert [quantile(ordered, q) for q in (1, 2, 3)] == [Fraction(7, 4), 3, 5]


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2026, 11, 23), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 6, 30)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_only_quarters_that_are_over_count(on, last):
    assert last_full_quarter(on) == last
