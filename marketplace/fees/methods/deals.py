"""The method over the marketplace's own deals."""

from fractions import Fraction

from marketplace.errors import N_
from marketplace.fees.cohorts import Withheld, summarize
from marketplace.fees.evidence import Evidence
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.methods.common import Answer
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
)


def own_deals(inputs: GuidanceInputs, evidence: Evidence) -> Answer:
    """The marketplace's own concluded contracts of the same industry, where enough stand there."""
    if not inputs.industries:
        reason = N_("Enter the industry to compare with contracts of this site.")
        yield Absent(Method.OWN_DEALS, Message(reason))
        return
    for deals, unit, scale in (
        (evidence.deal_fees, Unit.FEN_PER_YEAR, 1),
        (evidence.deal_rates, Unit.PPM_OF_NET_SALES, MILLION),
    ):
        found = summarize(deals, scale)
        if isinstance(found, Withheld):
            yield Absent(Method.OWN_DEALS, Message(_WITHHELD[unit][found]))
            continue
        yield FeeRange(
            Method.OWN_DEALS,
            found.low,
            found.central,
            found.high,
            unit,
            found.contracts,
            N_("Contracts concluded on this site"),
            evidence.deals_until.isoformat() if evidence.deals_until else inputs.on.isoformat(),
            [
                Input(InputName.INDUSTRY, Shape.TEXT, text=evidence.deals_industry or ""),
                Input(InputName.LICENSORS, Shape.COUNT, Fraction(found.licensors)),
            ],
            Message(
                N_("Quartiles of contracted prices, rounded to two digits, without coefficient.")
            ),
        )


_WITHHELD = {
    Unit.FEN_PER_YEAR: {
        Withheld.TOO_FEW: N_(
            "Too few contracts with an amount on this site: at least 5 are needed."
        ),
        Withheld.TOO_FEW_LICENSORS: N_(
            "Too few licensors with an amount on this site: at least 3 are needed."
        ),
        Withheld.DOMINATED: N_("One licensor makes up more than half of the amounts on this site."),
    },
    Unit.PPM_OF_NET_SALES: {
        Withheld.TOO_FEW: N_(
            "Too few contracts with a royalty on this site: at least 5 are needed."
        ),
        Withheld.TOO_FEW_LICENSORS: N_(
            "Too few licensors with a royalty on this site: at least 3 are needed."
        ),
        Withheld.DOMINATED: N_(
            "One licensor makes up more than half of the royalties on this site."
        ),
    },
}
