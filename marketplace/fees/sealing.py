"""Groups of prices that are published only together, so that no arithmetic gets below one.

The scheme (method note ``groups/1``). Each price is sealed once, at the end of a quarter, into a
group of at least five contracts of at least three licensors, none of whom has more than half of
the contracts, of the fees or of the rates. Groups are disjoint and never change; every published
figure, in every table and of every quarter, counts whole groups, and each group is wholly inside
or wholly outside of every row. A sum or difference of figures, with whatever factors, is
therefore constant on each group: what it singles out is a union of groups, and a union of safe
groups is safe. Groups that lack a trait in common stand in no row of that trait's table
(complementary suppression); a price taken back takes its whole group along for good.

Pure functions; fees are Fractions of a fen per year and patent, rates shares of net sales.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from marketplace.fees.cohorts import LEAST_CONTRACTS, LEAST_LICENSORS, last_full_quarter


class Trait(StrEnum):
    """By what tables are ordered."""

    YEAR = "year"
    SECTION = "section"
    DIVISION = "division"
    KIND = "kind"
    FEE_MODE = "fee_mode"


@dataclass(frozen=True)
class Unit:
    """One contract (or declaration) with its price; ``key`` is unique within a stage.

    None in a trait: not stated, or several at once.
    """

    key: int
    licensor: int
    on: date
    fee: Fraction | None = None
    rate: Fraction | None = None
    division: str | None = None
    kind: str | None = None
    fee_mode: str | None = None

    @property
    def measures(self) -> tuple[bool, bool]:
        """Whether it counts among fees, and among rates: a group never mixes these."""
        return self.fee is not None, self.rate is not None

    def trait(self, name: Trait) -> str | None:
        match name:
            case Trait.YEAR:
                return str(self.on.year)
            case Trait.SECTION:
                return self.division[0] if self.division else None
            case Trait.DIVISION:
                return self.division
            case Trait.KIND:
                return self.kind
        return self.fee_mode


@dataclass(frozen=True)
class Group:
    """Prices that are counted together or not at all."""

    units: tuple[Unit, ...]

    def trait(self, name: Trait) -> str | None:
        """What all its prices have in common; None where they differ."""
        values = {unit.trait(name) for unit in self.units}
        return values.pop() if len(values) == 1 else None


def seal(waiting: Iterable[Unit], through: date) -> list[Group]:
    """Close what can be closed at the end of the quarter ``through``; the rest goes on waiting.

    Prices of one year and division are closed as soon as they are safe. What has waited a whole
    quarter for its like is closed with others, as finely as it can be.
    """
    closed: list[Sequence[Unit]] = []
    left: list[Unit] = []
    ordered = sorted(waiting, key=lambda unit: (unit.on, unit.key))
    for batch in _by(ordered, lambda unit: (unit.measures, unit.on.year, unit.division)):
        if batch[0].division is not None and is_safe(batch):
            closed += _divided(batch, (Trait.KIND, Trait.FEE_MODE))
        else:
            left += batch
    waited = [unit for unit in left if unit.on <= last_full_quarter(through)]
    for batch in _by(waited, lambda unit: unit.measures):
        if is_safe(batch):
            closed += _divided(batch, tuple(Trait))
    return [Group(tuple(batch)) for batch in closed]


def standing(groups: Iterable[Group], taken_back: Container[int]) -> list[Group]:
    """The groups that are counted: one with a price that was taken back leaves whole and for
    good, so that what is missing from one quarter to the next is never a single contract."""
    return [group for group in groups if not any(unit.key in taken_back for unit in group.units)]


def is_safe(units: Sequence[Unit]) -> bool:
    """Five contracts, three licensors, and nobody with more than half of anything counted."""
    if len(units) < LEAST_CONTRACTS:
        return False
    if len({unit.licensor for unit in units}) < LEAST_LICENSORS:
        return False
    return not is_dominated(units)


def is_dominated(units: Iterable[Unit]) -> bool:
    """Whether one licensor has more than half of the contracts, of the fees or of the rates."""
    shares: dict[str, dict[int, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for unit in units:
        shares["contracts"][unit.licensor] += 1
        shares["fees"][unit.licensor] += unit.fee or 0
        shares["rates"][unit.licensor] += unit.rate or 0
    return any(2 * max(each.values()) > sum(each.values()) for each in shares.values())


def _divided(units: Sequence[Unit], traits: Sequence[Trait]) -> list[Sequence[Unit]]:
    """A safe set, divided by one trait after the other as far as every part stays safe."""
    if not traits:
        return dealt(units)
    parts = complemented(list(_by(units, lambda unit: unit.trait(traits[0]))))
    return [piece for part in parts for piece in _divided(part, traits[1:])]


def complemented(parts: Sequence[Sequence[Unit]]) -> list[Sequence[Unit]]:
    """Parts of a safe set, so joined that each is safe: what is too small alone is joined, and
    as long as that is still too small, the smallest safe part is given up to it. Else the rest
    would be the difference between the whole and the parts that are shown."""
    kept = sorted((part for part in parts if is_safe(part)), key=len)
    rest = [unit for part in parts if not is_safe(part) for unit in part]
    while rest and kept and not is_safe(rest):
        rest += kept.pop(0)
    return [*kept, rest] if rest else list(kept)


def dealt(units: Sequence[Unit]) -> list[Sequence[Unit]]:
    """A safe set in small safe groups where that works, so that a price taken back later costs
    the statistics few others."""
    ordered = sorted(units, key=lambda unit: (unit.licensor, unit.on, unit.key))
    hands = len(ordered) // LEAST_CONTRACTS
    while hands > 1:
        groups = [ordered[start::hands] for start in range(hands)]
        if all(is_safe(group) for group in groups):
            return list(groups)
        hands //= 2
    return [ordered]


def _by(units: Iterable[Unit], key: Callable[[Unit], Hashable]) -> list[list[Unit]]:
    parts: dict[Hashable, list[Unit]] = defaultdict(list)
    for unit in units:
        parts[key(unit)].append(unit)
    return list(parts.values())
