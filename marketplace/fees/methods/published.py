"""Methods over published figures: licenses of an industry or a year (M3), royalty rates (M4)."""

from collections.abc import Sequence
from fractions import Fraction

from marketplace.errors import N_
from marketplace.fees.benchmarks import ANY_FIELD, IndustryStatistics, RoyaltyBand, royalty_field
from marketplace.fees.evidence import Evidence
from marketplace.fees.inputs import GuidanceInputs, IndustryFigures, RoyaltyFigures
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

ENTERED = N_("Entered on this page")


def industry_statistics(inputs: GuidanceInputs, evidence: Evidence) -> Answer:
    """M3 by industry: average fee ÷ average years ÷ patents per contract × k(n)."""
    found = [each for each in evidence.industries if each.division in _divisions(inputs)]
    if inputs.industry_figures is not None:
        yield from _entered_industry(inputs, inputs.industry_figures)
    elif not inputs.industries:
        reason = N_("Enter the industry to compare with licenses of the same industry.")
        yield Absent(Method.INDUSTRY_STATISTICS, Message(reason))
    elif not found:
        reason = N_("No published figures for the industry %(industry)s have been imported here.")
        params: dict[str, int | str] = {"industry": inputs.industries[0][:3]}
        yield Absent(Method.INDUSTRY_STATISTICS, Message(reason, params))
    else:
        yield from _industry_ranges(inputs, sorted(found, key=lambda each: each.period))


def _entered_industry(inputs: GuidanceInputs, given: IndustryFigures) -> Answer:
    """The same from figures that the person entered instead of imported ones."""
    origin = (None, ENTERED, inputs.on.isoformat())
    note = Message(N_("Figures entered on this page instead of imported ones; one value, no span."))
    if given.fee is not None:
        annual = Fraction(given.fee, given.years * given.patents)
        numbers = _averages(Fraction(given.fee), given.years, given.patents)
        yield _published(
            Method.INDUSTRY_STATISTICS, [annual], Unit.FEN_PER_YEAR, inputs, origin, numbers, note
        )
    if given.rate_ppm is not None:
        rate = Fraction(given.rate_ppm)
        shown = [Input(InputName.AVERAGE_RATE, Shape.SHARE, Fraction(given.rate_ppm, MILLION))]
        yield _published(
            Method.INDUSTRY_STATISTICS,
            [rate],
            Unit.PPM_OF_NET_SALES,
            inputs,
            origin,
            shown,
            note,
        )


def _industry_ranges(inputs: GuidanceInputs, found: list[IndustryStatistics]) -> Answer:
    note = Message(N_("Averages of all recorded licenses of the industry, not only open ones."))
    priced = [each for each in found if each.annual_fee is not None]
    if priced:
        latest = priced[-1]
        numbers = _averages(*latest.inputs) if latest.inputs else []
        yield _published(
            Method.INDUSTRY_STATISTICS,
            [each.annual_fee for each in priced if each.annual_fee is not None],
            Unit.FEN_PER_YEAR,
            inputs,
            (latest.fixed_contracts, latest.source, latest.period),
            [Input(InputName.INDUSTRY, Shape.TEXT, text=latest.division), *numbers],
            note,
        )
    rated = [each for each in found if each.royalty_rate is not None]
    if rated:
        latest = rated[-1]
        rates = [each.royalty_rate for each in rated if each.royalty_rate is not None]
        yield _published(
            Method.INDUSTRY_STATISTICS,
            [rate * MILLION for rate in rates],
            Unit.PPM_OF_NET_SALES,
            inputs,
            (latest.royalty_contracts, latest.source, latest.period),
            [
                Input(InputName.INDUSTRY, Shape.TEXT, text=latest.division),
                Input(InputName.AVERAGE_RATE, Shape.SHARE, rates[-1]),
            ],
            note,
        )


def annual_statistics(inputs: GuidanceInputs, evidence: Evidence) -> Answer:
    """M3 over all industries: the same from the office's yearly figures, lowest to highest year."""
    usable = [each for each in evidence.years if each.annual is not None]
    if not usable:
        yield Absent(Method.ANNUAL_STATISTICS, Message(N_("No yearly figures are at hand.")))
        return
    latest = usable[-1]
    yield _published(
        Method.ANNUAL_STATISTICS,
        [each.annual for each in usable if each.annual is not None],
        Unit.FEN_PER_YEAR,
        inputs,
        (latest.fixed_contracts, latest.source, latest.published_on),
        [
            Input(InputName.PERIOD, Shape.TEXT, text=latest.period),
            *_averages(
                latest.average_fee, latest.average_years, latest.patents_per_contract or Fraction(1)
            ),
        ],
        Message(
            N_(
                "Averages of all recorded licenses of %(first)s to %(last)s, exclusive ones and all"
                " industries included; the middle is %(last)s."
            ),
            {"first": usable[0].period, "last": latest.period},
        ),
    )


def published_royalty(inputs: GuidanceInputs, evidence: Evidence) -> Answer:
    """M4: published rate of the field × k(n), on net sales; beside it the rate over all fields."""
    if inputs.royalty_figures is not None:
        yield _entered_band(inputs, inputs.royalty_figures)
        return
    chosen = royalty_field(inputs.ipc, inputs.industries)
    if chosen is None:
        reason = N_("No published royalty band fits the IPC class or industry given.")
        yield Absent(Method.PUBLISHED_ROYALTY, Message(reason))
    wanted = {ANY_FIELD} | ({chosen[0]} if chosen else set())
    for band in evidence.bands:
        if band.field in wanted:
            yield _band(inputs, band)


def _entered_band(inputs: GuidanceInputs, given: RoyaltyFigures) -> FeeRange:
    low, central, high = (
        whole(rate * inputs.factor) for rate in (given.low_ppm, given.central_ppm, given.high_ppm)
    )
    return FeeRange(
        Method.PUBLISHED_ROYALTY,
        low,
        central,
        high,
        Unit.PPM_OF_NET_SALES,
        None,
        ENTERED,
        inputs.on.isoformat(),
        [
            Input(InputName.BAND_LOW, Shape.SHARE, Fraction(given.low_ppm, MILLION)),
            Input(InputName.BAND_MIDDLE, Shape.SHARE, Fraction(given.central_ppm, MILLION)),
            Input(InputName.BAND_HIGH, Shape.SHARE, Fraction(given.high_ppm, MILLION)),
            *licensees(inputs),
        ],
        Message(N_("A royalty band entered on this page instead of the published ones.")),
    )


def _band(inputs: GuidanceInputs, band: RoyaltyBand) -> FeeRange:
    middle = band.central if band.central is not None else (band.low + band.high) * Fraction(1, 2)
    low, central, high = (
        whole(rate * inputs.factor * MILLION) for rate in (band.low, middle, band.high)
    )
    if band.central is None:
        note = N_("Range commonly cited for the field; the middle is ours. Foreign deals mostly.")
    else:
        note = N_(
            "Quartiles and median over all fields; patents, know-how, software and trademarks mixed."
        )
    return FeeRange(
        Method.PUBLISHED_ROYALTY,
        low,
        central,
        high,
        Unit.PPM_OF_NET_SALES,
        band.n,
        band.source,
        band.as_of,
        [
            Input(InputName.FIELD, Shape.TEXT, text=band.field),
            Input(InputName.BAND, Shape.TEXT, text=band.series),
            *licensees(inputs),
        ],
        Message(note),
    )


def _published(
    method: Method,
    singles: Sequence[Fraction],
    unit: Unit,
    inputs: GuidanceInputs,
    origin: tuple[int | None, str, str],
    numbers: list[Input],
    note: Message,
) -> FeeRange:
    """A range over published periods, the latest in the middle; each figure × k(n)."""
    low, central, high = (
        whole(single * inputs.factor) for single in (min(singles), singles[-1], max(singles))
    )
    n, source, as_of = origin
    return FeeRange(
        method, low, central, high, unit, n, source, as_of, [*numbers, *licensees(inputs)], note
    )


def _averages(fee: Fraction, years: Fraction, patents: Fraction) -> list[Input]:
    return [
        Input(InputName.AVERAGE_FEE, Shape.FEN, fee),
        Input(InputName.AVERAGE_YEARS, Shape.YEARS, years),
        Input(InputName.PATENTS_PER_CONTRACT, Shape.COUNT, patents),
    ]


def _divisions(inputs: GuidanceInputs) -> set[str]:
    return {code[:3] for code in inputs.industries}
