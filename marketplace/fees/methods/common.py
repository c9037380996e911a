"""What every method that uses the coefficient shows beside its result."""

from collections.abc import Iterator
from fractions import Fraction

from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.ranges import Absent, FeeRange, Input, InputName, Shape

Answer = Iterator[FeeRange | Absent]


def licensees(inputs: GuidanceInputs) -> list[Input]:
    """How many licensees are expected, and the coefficient that follows or was entered."""
    return [
        Input(InputName.EXPECTED_LICENSEES, Shape.COUNT, Fraction(inputs.expected_licensees)),
        Input(InputName.LICENSEE_FACTOR, Shape.FACTOR, inputs.factor),
    ]
