"""Dividing an amount to the fen over shares, also where the membership changes (专利池 and others).

**Largest remainder.** Each party first gets the whole fen of its exact share, rounded down; the
fen that are left go, one each, to the largest remainders, and among equal remainders to whom the
order names first. So the parts always make the whole, no part is negative or moves by a fen from
its exact share, and the same input always gives the same parts.

**Changing membership.** Shares have a first day (Asia/Shanghai). An amount belongs to a span of
days and is divided by the shares of *these* days: each day weighs the same, each day's weights
are first brought to their share of that day, and rounding happens once, at the end. The span, not
the day on which money happens to arrive, decides: a licensee that pays late or early moves
nothing from one member to another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Final

from marketplace.errors import N_
from marketplace.terms.findings import Finding, TermsError

MOST_PARTIES: Final = 500
_NOBODY: Final = N_("On some day of the span nobody has a share.")


@dataclass(frozen=True)
class Part:
    """What one party receives: whole fen."""

    party: str
    amount_fen: int


@dataclass(frozen=True)
class Share:
    """From ``from_on`` on ``party`` weighs ``weight`` (0: it takes no part any more)."""

    party: str
    from_on: date
    weight: int


@dataclass(frozen=True)
class Node:
    """A party with its weight among its siblings, which may pass its part on to others: a pool to
    its members, a member to agency, inventors and holders."""

    party: str
    weight: int
    below: tuple["Node", ...] = ()


def split(amount_fen: int, weights: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    """Divide ``amount_fen`` over parties by whole weights (parts per million, or any integers).

    In the order given; Σ parts = amount. TermsError where a weight is negative, a party stands
    twice, or somebody must receive and nobody has a weight.
    """
    _require_parties([party for party, _ in weights], [weight for _, weight in weights])
    return _apportion(amount_fen, weights)


def split_over(
    amount_fen: int, first: date, last: date, history: Iterable[Share]
) -> tuple[Part, ...]:
    """Divide an amount that belongs to the days ``first`` to ``last`` by the shares of these days.

    Parties stand in the order of their first share. A party without any day in the span is left
    out. TermsError where some day of the span has no party with a weight.
    """
    shares = tuple(history)
    if last < first:
        raise _refused("span", N_("The last day of a span is not before its first."))
    sums = dict.fromkeys((share.party for share in shares), Fraction())
    for begin, end in _stretches(first, last, shares):
        weights = weights_on(begin, shares)
        whole = sum(weight for _, weight in weights)
        if not whole:
            raise _refused("no_member", _NOBODY)
        days = (end - begin).days + 1
        for party, weight in weights:
            sums[party] += Fraction(weight * days, whole)
    return _apportion(amount_fen, _whole({party: each for party, each in sums.items() if each}))


def split_down(amount_fen: int, nodes: Sequence[Node]) -> tuple[Part, ...]:
    """Divide level by level: what a party with others below it gets is divided among these; the
    parts of the last level make the whole. A party may stand in several places."""
    sums: dict[str, int] = {}
    for party, amount in _leaves(amount_fen, nodes):
        sums[party] = sums.get(party, 0) + amount
    return tuple(Part(party, amount) for party, amount in sums.items())


def weights_on(day: date, history: Iterable[Share]) -> tuple[tuple[str, int], ...]:
    """Who weighs what on a day, in the order of the first share of each; a later line for the
    same party and day replaces the earlier one."""
    standing: dict[str, Share] = {}
    order: dict[str, None] = {}
    for share in history:
        _require_parties([share.party], [share.weight])
        order.setdefault(share.party)
        before = standing.get(share.party)
        if share.from_on <= day and (before is None or before.from_on <= share.from_on):
            standing[share.party] = share
    return tuple(
        (party, standing[party].weight)
        for party in order
        if party in standing and standing[party].weight
    )


def _whole(shares: dict[str, Fraction]) -> list[tuple[str, int]]:
    """The same proportions in whole numbers."""
    common = lcm(*(share.denominator for share in shares.values()))
    return [
        (party, share.numerator * (common // share.denominator)) for party, share in shares.items()
    ]


def _apportion(amount_fen: int, weights: Sequence[tuple[str, int]]) -> tuple[Part, ...]:
    if amount_fen < 0:
        raise _refused("amount", N_("An amount to divide is not negative."))
    whole = sum(weight for _, weight in weights)
    if not whole:
        raise _refused("no_member", _NOBODY)
    exact = [divmod(amount_fen * weight, whole) for _, weight in weights]
    left = amount_fen - sum(floor for floor, _ in exact)
    by_rest = sorted(range(len(exact)), key=lambda at: -exact[at][1])
    extra = frozenset(by_rest[:left])
    return tuple(Part(party, exact[at][0] + (at in extra)) for at, (party, _) in enumerate(weights))


def _stretches(first: date, last: date, shares: Sequence[Share]) -> Iterator[tuple[date, date]]:
    """The span cut where a share begins: within a stretch the weights stand still."""
    cuts = {share.from_on for share in shares if first < share.from_on <= last}
    begins = [first, *sorted(cuts), last + timedelta(days=1)]
    for begin, after in pairwise(begins):
        yield begin, after - timedelta(days=1)


def _leaves(amount_fen: int, nodes: Sequence[Node]) -> Iterator[tuple[str, int]]:
    parts = _apportion(amount_fen, [(node.party, node.weight) for node in nodes])
    for node, part in zip(nodes, parts, strict=True):
        if node.below:
            yield from _leaves(part.amount_fen, node.below)
        else:
            yield node.party, part.amount_fen


def _require_parties(parties: Sequence[str], weights: Sequence[int]) -> None:
    if len(set(parties)) != len(parties):
        raise _refused("party_twice", N_("Name each party once."))
    if len(parties) > MOST_PARTIES:
        raise _refused("too_many", N_("Divide among 500 parties at most."))
    if any(weight < 0 for weight in weights):
        raise _refused("negative_share", N_("A share is not negative."))


def _refused(code: str, message: str) -> TermsError:
    return TermsError([Finding(code, message)])
