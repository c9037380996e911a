"""The arithmetic of a division: pure, to the fen, in a stable order (R-52).

Agencies take their parts of the net income first; what is left goes to institution and co-owners by
their shares; of the institution's own part the inventors get what its reward rule gives them, divided
by their weights. Every step divides whole fen by largest remainder (``terms.splits``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.errors import N_
from marketplace.payouts.models import EntitledKind as K
from marketplace.terms.findings import Finding, TermsError
from marketplace.terms.splits import Node, Part, split_down

WHOLE_PPM = 1_000_000
FLOOR_PPM = 500_000
"""What the inventors get at least of the net income where nothing is laid down or agreed
(促进科技成果转化法 45; LAW 7)."""


@dataclass(frozen=True)
class Stake:
    """A party of a plan: agencies weigh in parts per million of the whole, the others by weight."""

    party: str
    kind: K
    weight: int


def stakes(parts: Sequence[dict[str, Any]]) -> tuple[Stake, ...]:
    """The parts of a stored plan."""
    return tuple(Stake(each["party"], K(each["kind"]), each["weight"]) for each in parts)


def divide(
    net_fen: int, own: str, plan: Sequence[Stake], inventors_ppm: int
) -> tuple[tuple[Stake, int], ...]:
    """What each stake gets, in the order agencies, institution, co-owners, inventors; Σ = net.

    ``own`` is the institution's public id; without a stake of its own it weighs 1. TermsError where
    the agencies take more than everything, or inventors shall get a part and none is named.
    """
    agencies = [each for each in plan if each.kind is K.AGENCY]
    inventors = [each for each in plan if each.kind is K.INVENTOR and each.weight]
    owners = [each for each in plan if each.kind in {K.INSTITUTION, K.CO_OWNER}]
    if not any(each.party == own for each in owners):
        owners.insert(0, Stake(own, K.INSTITUTION, 1))
    taken = sum(each.weight for each in agencies)
    if taken > WHOLE_PPM:
        raise TermsError([Finding("agencies", N_("The agencies take more than the whole."))])
    if inventors_ppm and not inventors:
        raise TermsError(
            [Finding("no_inventor", N_("The reward rule gives inventors a part: name them first."))]
        )
    below = tuple(_owner(each, own, inventors, inventors_ppm) for each in owners)
    nodes = [Node(_key(each), each.weight) for each in agencies]
    parts = split_down(net_fen, [*nodes, Node("owners", WHOLE_PPM - taken, below)])
    amounts = {part.party: part for part in parts}
    ordered = [*agencies, *owners, *inventors]
    return tuple((each, _amount(amounts, each)) for each in ordered)


def _owner(stake: Stake, own: str, inventors: Sequence[Stake], ppm: int) -> Node:
    if stake.party != own or not ppm:
        return Node(_key(stake), stake.weight)
    rewarded = Node("inventors", ppm, tuple(Node(_key(each), each.weight) for each in inventors))
    return Node("own", stake.weight, (Node(_key(stake), WHOLE_PPM - ppm), rewarded))


def _key(stake: Stake) -> str:
    return f"{stake.kind}:{stake.party}"


def _amount(amounts: dict[str, Part], stake: Stake) -> int:
    part = amounts.get(_key(stake))
    return part.amount_fen if part else 0
