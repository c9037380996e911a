"""Places among the first n licensees (首批优惠): who gets which, how many are left.

Pure rules; the caller holds the lock. A place is held by whoever has begun, signed or concluded,
until its state says otherwise; nothing is counted ahead or kept beside the records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from marketplace.terms.parts import Quota


@dataclass(frozen=True)
class Limit:
    """``places`` at most (None: without limit), of which ``taken`` are held."""

    places: int | None
    taken: int

    @property
    def left(self) -> int | None:
        return None if self.places is None else max(0, self.places - self.taken)


@dataclass(frozen=True)
class Held:
    """A place that somebody holds; ``province`` are the first two digits of its region, if known;
    ``signed`` whether it was signed and not only begun."""

    place: int
    province: str = ""
    signed: bool = True


def left(limits: Iterable[Limit]) -> int | None:
    """How many places are left: the smallest of all limits; None where none of them limits."""
    known = [each.left for each in limits if each.left is not None]
    return min(known, default=None)


def limits(quota: Quota, held: Sequence[Held], province: str) -> tuple[Limit, ...]:
    """The limits that count for a licensee of a province ("" where it is not known: its places are
    counted together)."""
    among = [each for each in held if each.place <= quota.first_n]
    there = sum(each.province == province for each in among)
    return Limit(quota.first_n, len(among)), Limit(quota.in_a_province, there)


def place_for(quota: Quota, held: Sequence[Held], province: str = "") -> int:
    """The place of the next licensee: the smallest free one among the first n while the limits
    leave any, else the smallest free one after them, which means the terms without advantage."""
    taken = {each.place for each in held}
    begin = 1 if left(limits(quota, held, province)) else quota.first_n + 1
    return next(place for place in count(begin) if place not in taken)
