"""The range that comparable asked fees give for one patent, with a calibrated width.

The middle is the weighted geometric mean. The ends are the weighted 10 % and 90 % points, moved
by one margin: each comparable is left out in turn and priced from the others in the same way, and
the margin is the least with which four of five of them lie inside (split-conformal with quantile
scores; of n scores the ⌈(n + 1) × 4/5⌉-th). So the range is as wide as the method was wrong on
these very patents. Ends are rounded outward and the middle half-up to two digits.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.fees.comparables.logs import log2, power2
from marketplace.fees.comparables.traits import AskedFee, Trait, Traits, weight
from marketplace.types import round_half_up

LEAST_COMPARABLES = 10
NEAREST = 60
"""So many of the nearest are used; more would change little and cost time squared."""
SHOWN = 8
_PPM = 1_000_000
_INSIDE = (4, 5)
_TENTHS = 10


@dataclass(frozen=True)
class Neighbour:
    """One of the nearest comparables: its share of all weight (ppm), and what it has in common."""

    number: str
    title: str
    licensor: str
    fen: int
    is_public: bool
    share_ppm: int
    agreeing: Sequence[Trait]


@dataclass(frozen=True)
class Estimate:
    """Low, middle and high in fen; ``n`` comparables used of ``known``.

    ``covered`` of the n lay inside the range that the others gave for them. ``commonest`` is the
    amount asked most often, ``commonest_n`` how often.
    """

    low: int
    central: int
    high: int
    n: int
    known: int
    covered: int
    commonest: int
    commonest_n: int
    nearest: Sequence[Neighbour]


def estimate(target: Traits, asked: Sequence[AskedFee]) -> Estimate | None:
    """The range for ``target``; None with fewer than ``LEAST_COMPARABLES`` positive fees.

    Deterministic: neither the order of ``asked`` nor the machine changes a figure.
    """
    weighed = sorted(
        ((weight(target, each.traits), each) for each in asked if each.fen > 0),
        key=lambda pair: (-pair[0], pair[1].number),
    )
    if len(weighed) < LEAST_COMPARABLES:
        return None
    pool = sorted(weighed[:NEAREST], key=lambda pair: (pair[1].fen, pair[1].number))
    weights, used = [pair[0] for pair in pool], [pair[1] for pair in pool]
    fees = [log2(each.fen) for each in used]
    scores = _scores(used, fees)
    margin = sorted(scores)[_rank(len(scores)) - 1]
    total = sum(weights)
    middle = round_half_up(sum(map(int.__mul__, weights, fees)), total)
    low, high = _ends(fees, weights, total)
    commonest, times = Counter(each.fen for each in used).most_common(1)[0]
    return Estimate(
        low=_two_digits(power2(min(low - margin, middle)), up=False),
        central=_two_digits(power2(middle)),
        high=_two_digits(power2(max(high + margin, middle)), up=True),
        n=len(used),
        known=len(weighed),
        covered=sum(score <= margin for score in scores),
        commonest=commonest,
        commonest_n=times,
        nearest=[_neighbour(target, each, share, total) for share, each in weighed[:SHOWN]],
    )


def _neighbour(target: Traits, asked: AskedFee, share: int, total: int) -> Neighbour:
    return Neighbour(
        asked.number,
        asked.title,
        asked.licensor,
        asked.fen,
        asked.is_public,
        round_half_up(share * _PPM, total),
        target.agreeing(asked.traits),
    )


def _scores(used: Sequence[AskedFee], fees: Sequence[int]) -> list[int]:
    """How far each fee lies outside the ends that all others give (less than 0: inside)."""
    size = len(used)
    table = [[0] * size for _row in range(size)]
    for one in range(size):
        for other in range(one):
            table[one][other] = table[other][one] = weight(used[one].traits, used[other].traits)
    found = []
    for fee, weights in zip(fees, table, strict=True):
        low, high = _ends(fees, weights, sum(weights))
        found.append(max(low - fee, fee - high))
    return found


def _ends(fees: Sequence[int], weights: Sequence[int], total: int) -> tuple[int, int]:
    """The weighted 10 % and 90 % points of ascending fees."""
    below, low = 0, None
    for fee, share in zip(fees, weights, strict=True):
        below += share
        if low is None and _TENTHS * below >= total:
            low = fee
        if _TENTHS * below >= (_TENTHS - 1) * total:
            return fee if low is None else low, fee
    raise ValueError("no weights")


def _rank(size: int) -> int:
    """⌈(n + 1) × 4/5⌉, at most n."""
    inside, of = _INSIDE
    return min(size, -(-(size + 1) * inside // of))


def _two_digits(amount: int, *, up: bool | None = None) -> int:
    """At most two significant digits: ``up`` or down, half-up when it is None."""
    step = 10 ** max(0, len(str(amount)) - 2)
    if up is None:
        return round_half_up(amount, step) * step
    return -(-amount // step) * step if up else amount // step * step
