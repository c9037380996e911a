"""The published tables over sealed groups: pure functions from groups to rows of figures.

There is one fixed set of one-way tables for each stage and no way to combine filters. A row
counts whole groups, all of whose prices have the row's value in common; groups that differ in the
trait stand in one row with the key None. So the rows of a table add up to the whole.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from marketplace.fees.cohorts import DealPrice, Quartiles, summarize
from marketplace.fees.ranges import MILLION
from marketplace.fees.sealing import Group, Trait, Unit

METHOD = "groups/1"
WHOLE = "all"

Row = dict[str, Any]


def tables(groups: Sequence[Group]) -> dict[str, list[Row]]:
    """All tables of one stage: the whole, then by each trait; empty lists where nothing stands."""
    whole = [row(None, groups)] if groups else []
    return {WHOLE: whole} | {
        trait.value: [row(key, chosen) for key, chosen in cells(groups, trait)] for trait in Trait
    }


def cells(groups: Iterable[Group], trait: Trait) -> list[tuple[str | None, list[Group]]]:
    """The groups of each row in the order of the keys, those without a common value last."""
    found: dict[str | None, list[Group]] = {}
    for group in groups:
        found.setdefault(group.trait(trait), []).append(group)
    return sorted(found.items(), key=lambda cell: (cell[0] is None, cell[0] or ""))


def row(key: str | None, groups: Iterable[Group]) -> Row:
    """The figures of one row: contracts, licensors, quartiles of fees (fen per year and patent)
    and of rates (parts per million of net sales), each None where nothing is counted."""
    units = [unit for group in groups for unit in group.units]
    return {
        "key": key,
        "contracts": len(units),
        "licensors": len({unit.licensor for unit in units}),
        "fee": _quartiles([_price(unit, unit.fee) for unit in units if unit.fee is not None]),
        "rate": _quartiles(
            [_price(unit, unit.rate) for unit in units if unit.rate is not None], MILLION
        ),
    }


def _price(unit: Unit, price: Any) -> DealPrice:
    return DealPrice(str(unit.key), str(unit.licensor), price)


def _quartiles(prices: Sequence[DealPrice], scale: int = 1) -> dict[str, int] | None:
    found = summarize(prices, scale)
    if not isinstance(found, Quartiles):
        return None
    return {
        "contracts": found.contracts,
        "low": found.low,
        "median": found.central,
        "high": found.high,
    }
