"""Splits to the fen (R-52): exact, stable, never negative, also under changing membership."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.terms import splits
from marketplace.terms.findings import TermsError
from marketplace.terms.splits import Node, Part, Share, split, split_down, split_over, weights_on

FIRST = date(2026, 1, 1)
MILLION = 1_000_000

amounts = st.integers(0, 10**14)
weight_lists = st.lists(st.integers(0, MILLION), min_size=1, max_size=50).filter(any)
days = st.integers(0, 400).map(lambda number: FIRST + timedelta(days=number))


def named(weights):
    return [(f"P{at}", weight) for at, weight in enumerate(weights)]


def figures(parts):
    return [part.amount_fen for part in parts]


def assert_fair(amount, weights, parts):
    """Σ exact, none negative, none a fen or more from its exact share, in the order given."""
    assert sum(figures(parts)) == amount
    assert [part.party for part in parts] == [party for party, _ in weights]
    whole = sum(weight for _, weight in weights)
    for part, (_, weight) in zip(parts, weights, strict=True):
        assert part.amount_fen >= 0
        assert abs(part.amount_fen - Fraction(amount * weight, whole)) < 1
        if weight == 0:
            assert part.amount_fen == 0


@settings(max_examples=500)
@given(amounts, weight_lists)
def test_any_split_is_exact_and_fair(amount, weights):
    assert_fair(amount, named(weights), split(amount, named(weights)))


@given(amounts, weight_lists)
def test_a_split_is_the_same_whenever_it_is_made(amount, weights):
    assert split(amount, named(weights)) == split(amount, named(weights))


@given(amounts, weight_lists, st.integers(1, 1000))
def test_only_proportions_count(amount, weights, factor):
    scaled = [weight * factor for weight in weights]
    assert split(amount, named(scaled)) == split(amount, named(weights))


@pytest.mark.parametrize("n", range(1, 51))
def test_equal_shares_give_odd_fen_to_the_first(n):
    parts = figures(split(10_001, named([1] * n)))
    assert sum(parts) == 10_001
    assert parts == sorted(parts, reverse=True)
    assert max(parts) - min(parts) <= 1


HAND = [
    # amount, weights, parts: each computed with pencil
    (100, [1, 1, 1], [34, 33, 33]),
    (1, [1, 1], [1, 0]),
    (0, [1, 2], [0, 0]),
    (100, [0, MILLION], [0, 100]),
    (100, [MILLION, 0], [100, 0]),
    (101, [500_000, 500_000], [51, 50]),
    (1_000, [333_333, 333_333, 333_334], [333, 333, 334]),
    (10_000_001, [600_000, 250_000, 150_000], [6_000_001, 2_500_000, 1_500_000]),
    (7, [3, 2, 2], [3, 2, 2]),
    (5, [3, 2, 2], [2, 2, 1]),
    (999, [700_000, 200_000, 100_000], [699, 200, 100]),
]


@pytest.mark.parametrize(("amount", "weights", "parts"), HAND)
def test_hand_table(amount, weights, parts):
    assert figures(split(amount, named(weights))) == parts


@pytest.mark.parametrize("wrong", ["floor", "half_up", "to_first"])
def test_mutants_of_the_rule_are_seen(monkeypatch, wrong):
    """Negative control: customary wrong rules fail the property or the table."""

    def floor(amount, weights):
        whole = sum(weight for _, weight in weights)
        return tuple(Part(party, amount * weight // whole) for party, weight in weights)

    def half_up(amount, weights):
        whole = sum(weight for _, weight in weights)
        return tuple(
            Part(party, (2 * amount * weight + whole) // (2 * whole)) for party, weight in weights
        )

    def to_first(amount, weights):
        first, *others = floor(amount, weights)
        rest = amount - sum(part.amount_fen for part in others)
        return (Part(first.party, rest), *others)

    monkeypatch.setattr(splits, "_apportion", locals()[wrong])
    with pytest.raises(AssertionError):
        for amount, weights, parts in HAND:
            made = split(amount, named(weights))
            assert_fair(amount, named(weights), made)
            assert figures(made) == parts


# Changing membership


@st.composite
def histories(draw):
    founder = Share("P0", FIRST, draw(st.integers(1, MILLION)))
    others = draw(
        st.lists(
            st.builds(
                Share,
                st.integers(1, 9).map(lambda number: f"P{number}"),
                days,
                st.integers(0, MILLION),
            ),
            max_size=20,
        )
    )
    return [founder, *others]


@settings(max_examples=300)
@given(amounts, histories(), days, st.integers(0, 200))
def test_a_span_is_divided_exactly_by_the_days_of_its_members(amount, history, first, length):
    last = first + timedelta(days=length)
    parts = split_over(amount, first, last, history)
    assert sum(figures(parts)) == amount
    exact = {}
    for number in range(length + 1):
        standing = weights_on(first + timedelta(days=number), history)
        whole = sum(weight for _, weight in standing)
        for party, weight in standing:
            exact[party] = exact.get(party, 0) + Fraction(weight, whole)
    assert {part.party for part in parts} == set(exact)
    for part in parts:
        assert abs(part.amount_fen - amount * exact[part.party] / (length + 1)) < 1


SHARES = [Share("A", FIRST, 500_000), Share("B", FIRST, 300_000), Share("C", FIRST, 200_000)]
LEFT = [*SHARES, Share("C", date(2026, 4, 11), 0)]
JOINED = [Share("A", FIRST, 1), Share("B", FIRST, 1), Share("D", date(2026, 1, 6), 2)]

MEMBERS = [
    # who, from, to, amount, parts
    (SHARES, "2026-01-01", "2026-03-31", 1_000_001, {"A": 500_001, "B": 300_000, "C": 200_000}),
    # the leaver's last day is 10 April: ten days of three members, twenty of two (5:3)
    (LEFT, "2026-04-01", "2026-04-30", 240_000, {"A": 140_000, "B": 84_000, "C": 16_000}),
    (LEFT, "2026-04-11", "2026-04-11", 8, {"A": 5, "B": 3}),
    (LEFT, "2026-04-10", "2026-04-10", 10, {"A": 5, "B": 3, "C": 2}),
    # five days by halves, five days by quarters and a half
    (JOINED, "2026-01-01", "2026-01-10", 800, {"A": 300, "B": 300, "D": 200}),
    (JOINED, "2026-01-01", "2026-01-10", 801, {"A": 301, "B": 300, "D": 200}),
]


@pytest.mark.parametrize(("history", "first", "last", "amount", "parts"), MEMBERS)
def test_hand_table_of_changing_membership(history, first, last, amount, parts):
    made = split_over(amount, date.fromisoformat(first), date.fromisoformat(last), history)
    assert {part.party: part.amount_fen for part in made} == parts


def test_control_the_members_of_the_last_day_would_divide_it_otherwise():
    """Were a span divided by its last day only, a leaver would lose the days it was there."""
    last = weights_on(date(2026, 4, 30), LEFT)
    assert {part.party: part.amount_fen for part in split(240_000, last)} != MEMBERS[1][-1]


def test_a_later_line_for_the_same_day_replaces_the_earlier():
    history = [*SHARES, Share("A", FIRST, 100_000)]
    assert dict(weights_on(FIRST, history))["A"] == 100_000


# Holder, co-owners, inventors, agency


def test_levels_of_a_university_and_its_company_sum_exactly():
    inventors = Node("inventors", 700, (Node("张", 1), Node("李", 1), Node("王", 1)))
    university = Node("university", 60, (Node("school", 250), inventors, Node("agency", 50)))
    parts = split_down(1_000_003, [university, Node("company", 40)])
    assert parts == (
        Part("school", 150_001),
        Part("张", 140_001),
        Part("李", 140_000),
        Part("王", 140_000),
        Part("agency", 30_000),
        Part("company", 400_001),
    )


nodes = st.recursive(
    st.builds(Node, st.text("abcdef", min_size=1), st.integers(0, MILLION)),
    lambda below: st.builds(
        lambda weight, each: Node(f"n{weight}", weight, tuple(each)),
        st.integers(0, MILLION),
        st.lists(below, min_size=1, max_size=5).filter(lambda some: any(n.weight for n in some)),
    ),
    max_leaves=30,
)


@given(
    amounts, st.lists(nodes, min_size=1, max_size=6).filter(lambda ns: any(n.weight for n in ns))
)
def test_any_levels_sum_exactly(amount, tree):
    parts = split_down(amount, tree)
    assert sum(figures(parts)) == amount
    assert min(figures(parts)) >= 0


# What is refused


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: split(-1, [("A", 1)]), "amount"),
        (lambda: split(1, [("A", 0)]), "no_member"),
        (lambda: split(1, [("A", -1), ("B", 2)]), "negative_share"),
        (lambda: split(1, [("A", 1), ("A", 2)]), "party_twice"),
        (lambda: split(1, named([1] * 501)), "too_many"),
        (lambda: split_over(1, FIRST, FIRST - timedelta(days=1), SHARES), "span"),
        (lambda: split_over(1, FIRST - timedelta(days=1), FIRST, SHARES), "no_member"),
    ],
)
def test_what_cannot_be_divided_is_refused(call, code):
    with pytest.raises(TermsError) as refused:
        call()
    assert refused.value.findings[0].code == code
