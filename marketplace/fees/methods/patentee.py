"""Methods over what the patentee tells: own exploitation (M1), an earlier license (M2)."""

from fractions import Fraction

from marketplace.errors import N_
from marketplace.fees.evidence import Evidence
from marketplace.fees.inputs import GuidanceInputs, licensee_factor
from marketplace.fees.methods.common import Answer, licensees
from marketplace.fees.ranges import (
    MILLION,
    FeeRange,
    Input,
    InputName,
    Message,
    Method,
    Shape,
    Unit,
    whole,
)


def own_use(inputs: GuidanceInputs, _: Evidence) -> Answer:
    """M1: yearly profit × share of the patent in it × k(n); rate = profit margin × share × k(n)."""
    given = inputs.own_use
    if given is None:
        return
    share = Fraction(given.contribution_ppm, MILLION)
    common = [Input(InputName.CONTRIBUTION, Shape.SHARE, share)]
    profit = Input(InputName.ANNUAL_PROFIT, Shape.FEN, Fraction(given.annual_profit))
    yield _expected(
        Method.OWN_USE, given.annual_profit * share, Unit.FEN_PER_YEAR, inputs, [profit, *common]
    )
    if given.profit_margin_ppm is not None:
        margin = Fraction(given.profit_margin_ppm, MILLION)
        shown = Input(InputName.PROFIT_MARGIN, Shape.SHARE, margin)
        yield _expected(
            Method.OWN_USE,
            margin * share * MILLION,
            Unit.PPM_OF_NET_SALES,
            inputs,
            [shown, *common],
        )


def earlier_license(inputs: GuidanceInputs, _: Evidence) -> Answer:
    """M2: past total ÷ years ÷ patents × factor of type × k(n); rate = past rate × both."""
    given = inputs.earlier
    if given is None:
        return
    kind = Fraction(given.type_factor_ppm, MILLION)
    shown = Input(InputName.TYPE_FACTOR, Shape.FACTOR, kind)
    if given.total is not None:
        numbers = [
            Input(InputName.PAST_FEE, Shape.FEN, Fraction(given.total)),
            Input(InputName.PAST_YEARS, Shape.YEARS, Fraction(given.years)),
            Input(InputName.PAST_PATENTS, Shape.COUNT, Fraction(given.patents)),
        ]
        annual = Fraction(given.total, given.years * given.patents) * kind
        yield _expected(
            Method.EARLIER_LICENSE, annual, Unit.FEN_PER_YEAR, inputs, [*numbers, shown]
        )
    if given.rate_ppm is not None:
        rate = Input(InputName.PAST_RATE, Shape.SHARE, Fraction(given.rate_ppm, MILLION))
        yield _expected(
            Method.EARLIER_LICENSE,
            given.rate_ppm * kind,
            Unit.PPM_OF_NET_SALES,
            inputs,
            [rate, shown],
        )


def _expected(
    method: Method, single: Fraction, unit: Unit, inputs: GuidanceInputs, numbers: list[Input]
) -> FeeRange:
    """A range around one figure: k for twice, for once and for half of the expected licensees."""
    n = inputs.expected_licensees
    factors = (licensee_factor(2 * n), inputs.factor, licensee_factor(-(-n // 2)))
    if inputs.factor_ppm is not None:
        factors = (inputs.factor,) * 3
    low, central, high = (whole(single * factor) for factor in factors)
    return FeeRange(
        method,
        low,
        central,
        high,
        unit,
        None,
        N_("The patentee's own figures"),
        inputs.on.isoformat(),
        [*numbers, *licensees(inputs)],
        Message(N_("Lower end for twice, upper end for half of the expected licensees.")),
    )
