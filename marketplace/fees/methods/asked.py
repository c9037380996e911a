"""The method over asked fees 挂牌费用标准 of comparable patents."""

from fractions import Fraction

from marketplace.errors import N_
from marketplace.fees.comparables import LEAST_COMPARABLES, Estimate, estimate
from marketplace.fees.evidence import Evidence
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.methods.common import Answer
from marketplace.fees.ranges import (
    Absent,
    FeeRange,
    Input,
    InputName,
    Message,
    Method,
    Shape,
    Unit,
)


def asked_fees(inputs: GuidanceInputs, evidence: Evidence) -> Answer:
    """What is asked for comparable patents, each weighed by what it has in common.

    No coefficient: an asked fee is what each licensee is to pay. No period either: lists state
    none, so the range is for the license as it is offered.
    """
    found = estimate(inputs.compared, evidence.asked)
    if found is None:
        reason = N_(
            "Too few asked fees are at hand to compare with: %(known)s, at least %(least)s are needed."
        )
        params: dict[str, int | str] = {"known": len(evidence.asked), "least": LEAST_COMPARABLES}
        yield Absent(Method.ASKED_FEES, Message(reason, params))
        return
    yield FeeRange(
        Method.ASKED_FEES,
        found.low,
        found.central,
        found.high,
        Unit.FEN_FOR_PERIOD,
        found.n,
        N_("Asked fees that stand on this site or in the own inventory"),
        inputs.on.isoformat(),
        _numbers(found),
        Message(
            N_(
                "Asked, not agreed. Made so that 4 of 5 comparables lie inside when each is priced"
                " from the others; here %(covered)s of %(n)s do. Asked fees are round numbers"
                " (%(times)s of %(n)s are exactly %(fee)s yuan) and the ends of a range often fall on"
                " one, so more lie inside than 4 of 5, and narrower ranges cannot be had."
            ),
            {
                "covered": found.covered,
                "n": found.n,
                "times": found.commonest_n,
                "fee": f"{found.commonest // 100:,}",
            },
        ),
        found.nearest,
    )


def _numbers(found: Estimate) -> list[Input]:
    return [
        Input(InputName.COMPARABLES_KNOWN, Shape.COUNT, Fraction(found.known)),
        Input(InputName.COMPARABLES_USED, Shape.COUNT, Fraction(found.n)),
        Input(InputName.COMPARABLES_INSIDE, Shape.COUNT, Fraction(found.covered)),
        Input(InputName.COMMONEST_FEE, Shape.FEN, Fraction(found.commonest)),
        Input(InputName.COMMONEST_TIMES, Shape.COUNT, Fraction(found.commonest_n)),
    ]
