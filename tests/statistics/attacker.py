"""Whoever reads every published table of every quarter and does sums with them (R-95).

The attacker knows which contracts a figure counts; what may not be found is a factor for each
figure so that everything cancels out but a set of contracts that is too small, of too few
licensors, or dominated. Nothing here uses the rules of the package.
"""

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations

PRIME = 2**61 - 1


def is_unsafe(units):
    """Fewer than 5 contracts, fewer than 3 licensors, or one with more than half of anything."""
    if len(units) < 5 or len({unit.licensor for unit in units}) < 3:
        return True
    return any(
        2 * max(shares.values()) > sum(shares.values())
        for shares in (
            _shares(units, lambda unit: Fraction(1)),
            _shares(units, lambda unit: unit.fee or 0),
            _shares(units, lambda unit: unit.rate or 0),
        )
    )


def _shares(units, weight):
    shares = Counter()
    for unit in units:
        shares[unit.licensor] += weight(unit)
    return shares


class Attacker:
    """Collects figures as sets of units and looks for sets that they single out."""

    def __init__(self):
        self.figures = {}

    def see(self, name, units):
        self.figures[name] = frozenset(units)

    def atoms(self):
        """Contracts that no figure tells apart."""
        seen = defaultdict(set)
        names = sorted(self.figures, key=str)
        for unit in set().union(*self.figures.values()) if self.figures else ():
            seen[tuple(unit in self.figures[name] for name in names)].add(unit)
        return list(seen.values())

    def unsafe_atoms(self):
        """If this is empty, no combination of figures singles out an unsafe set: each combination
        is constant on every atom, and unions of safe sets are safe."""
        return [atom for atom in self.atoms() if is_unsafe(atom)]

    def differences(self):
        """Unsafe sets that are one figure less another."""
        sets = set(self.figures.values())
        return [
            larger - smaller
            for smaller, larger in combinations(sorted(sets, key=len), 2)
            if smaller < larger and is_unsafe(larger - smaller)
        ]

    def isolated(self):
        """Unsafe atoms for which a combination of figures exists, by elimination."""
        atoms = self.atoms()
        if not any(is_unsafe(atom) for atom in atoms):
            return []
        rows = [
            [int(next(iter(atom)) in figure) for atom in atoms]
            for figure in set(self.figures.values())
        ]
        basis = _reduced(rows)
        return [
            atom
            for place, atom in enumerate(atoms)
            if is_unsafe(atom) and _is_in(basis, _unit_vector(place, len(atoms)))
        ]


def _unit_vector(place, length):
    return [int(place == at) for at in range(length)]


def _reduced(rows):
    """Row echelon form modulo a large prime: pivot → row."""
    basis = {}
    for row in rows:
        row = _without(basis, row)
        pivot = next((at for at, value in enumerate(row) if value), None)
        if pivot is not None:
            factor = pow(row[pivot], -1, PRIME)
            basis[pivot] = [value * factor % PRIME for value in row]
    return basis


def _without(basis, row):
    row = list(row)
    for at in range(len(row)):
        if row[at] and at in basis:
            factor = row[at]
            row = [(a - factor * b) % PRIME for a, b in zip(row, basis[at], strict=True)]
    return row


def _is_in(basis, row):
    return not any(_without(basis, row))
