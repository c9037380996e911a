"""Methods over what the patentee tells: own use (M1), an earlier license (M2), appraisal (M5)."""

from fractions import Fraction

from marketplace.errors import N_
from marketplace.fees.evidence import Evidence
from marketplace.fees.inputs import GuidanceInputs, licensee_factor
from marketplace.fees.methods.common import Answer, licensees
from marketplace.fees.ranges import (
    MILLION,
    Absent,
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
        reason = N_("Enter profit and share of the patent if you exploit it yourself.")
        yield Absent(Method.OWN_USE, Message(reason))
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
        reason = N_("Enter fee or rate of the earlier license if there was one.")
        yield Absent(Method.EARLIER_LICENSE, Message(reason))
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


def appraisal(inputs: GuidanceInputs, _: Evidence) -> Answer:
    """M5: the annuity of the appraised license value over its years at the rate r × k(n)."""
    given = inputs.appraisal
    if given is None:
        reason = N_("Enter an appraised value to derive a yearly fee from it.")
        yield Absent(Method.APPRAISAL, Message(reason))
        return
    rate = Fraction(given.rate_ppm, MILLION)
    yield _expected(
        Method.APPRAISAL,
        annuity(given.value, given.years, rate),
        Unit.FEN_PER_YEAR,
        inputs,
        [
            Input(InputName.APPRAISED_VALUE, Shape.FEN, Fraction(given.value)),
            Input(InputName.APPRAISAL_YEARS, Shape.YEARS, Fraction(given.years)),
            Input(InputName.DISCOUNT_RATE, Shape.SHARE, rate),
        ],
    )


def annuity(value: int, years: int, rate: Fraction) -> Fraction:
    """Equal payments at the end of each year that are worth ``value`` (fen) today, exactly.

    value × r ÷ (1 − (1 + r)⁻ʸ); at rate nought value ÷ years.
    """
    if not rate:
        return Fraction(value, years)
    growth = (1 + rate) ** years
    return Fraction(value * rate * growth, growth - 1)


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
