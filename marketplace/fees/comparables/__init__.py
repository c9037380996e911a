"""Asked fees of comparable patents: how alike two patents are, and the range that follows.

Pure: traits and fen in, fen out; no database, no page. Logarithms are integers (``logs``), so the
same figures come out on every machine.
"""

from marketplace.fees.comparables.calibrated import (
    LEAST_COMPARABLES,
    Estimate,
    Neighbour,
    estimate,
)
from marketplace.fees.comparables.traits import FACTORS, AskedFee, Trait, Traits

__all__ = [
    "FACTORS",
    "LEAST_COMPARABLES",
    "AskedFee",
    "Estimate",
    "Neighbour",
    "Trait",
    "Traits",
    "estimate",
]
