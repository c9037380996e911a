"""Logarithms of amounts as whole numbers, so that no float touches money.

A logarithm is to the base 2, in units of 2⁻³² (``ONE`` is one doubling): exact to less than a
fen for amounts below ten million yuan.
"""

from functools import lru_cache
from math import isqrt

BITS = 32
ONE = 1 << BITS
_FIXED = 96


@lru_cache(maxsize=4096)
def log2(amount: int) -> int:
    """The logarithm of a positive amount, rounded down; ValueError for zero and less."""
    if amount < 1:
        raise ValueError("only a positive amount has a logarithm")
    whole = amount.bit_length() - 1
    rest = (amount << _FIXED) >> whole
    found = whole
    for _bit in range(BITS):
        rest = (rest * rest) >> _FIXED
        bit = rest >> (_FIXED + 1)
        rest >>= bit
        found = 2 * found + bit
    return found


def power2(logarithm: int) -> int:
    """The amount with this logarithm, rounded half-up; 0 for less than a half."""
    whole, rest = divmod(logarithm, ONE)
    amount = 1 << _FIXED
    for place, root in enumerate(_ROOTS, start=1):
        if rest >> (BITS - place) & 1:
            amount = (amount * root) >> _FIXED
    shift = _FIXED - whole
    return (amount + (1 << (shift - 1))) >> shift if shift > 0 else amount << -shift


def _roots() -> list[int]:
    """2 to the power of 1/2, 1/4, 1/8, … as fixed-point numbers."""
    roots = [2 << _FIXED]
    for _place in range(BITS):
        roots.append(isqrt(roots[-1] << _FIXED))
    return roots[1:]


_ROOTS = _roots()
