"""Whether methods agree, by hand."""

from fractions import Fraction

from marketplace.fees.agreement import Accord, agreement
from marketplace.fees.ranges import FeeRange, Message, Method, Unit

METHODS = list(Method)


def ranges(*ends):
    return [
        FeeRange(
            METHODS[n], low, central, high, Unit.FEN_FOR_PERIOD, 1, "s", "2026", [], Message("")
        )
        for n, (low, central, high) in enumerate(ends)
    ]


def test_nothing_and_one_compare_with_nothing():
    assert agreement([]).accord is Accord.NONE
    assert agreement(ranges((1, 2, 3))).accord is Accord.SINGLE


def test_all_hold_one_amount():
    found = agreement(ranges((10, 20, 40), (15, 30, 60), (5, 25, 35)))
    assert (found.accord, found.low, found.high) == (Accord.AGREE, 15, 35)
    assert (found.within, found.of, found.outside) == (3, 3, ())


def test_most_hold_one_amount():
    found = agreement(ranges((10, 20, 40), (15, 30, 60), (100, 200, 300)))
    assert (found.accord, found.low, found.high) == (Accord.PARTLY, 15, 40)
    assert found.outside == (METHODS[2],)


def test_half_is_not_most():
    found = agreement(ranges((1, 2, 3), (10, 20, 30)))
    assert (found.accord, found.low, found.high) == (Accord.CONFLICT, 0, 0)
    assert found.spread == Fraction(10)
    assert (found.lowest, found.highest) == (METHODS[0], METHODS[1])


def test_touching_ends_agree():
    assert agreement(ranges((1, 2, 3), (3, 4, 5))).accord is Accord.AGREE
