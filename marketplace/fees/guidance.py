"""Fee guidance: all methods over one patent. Pure: figures in, ranges out."""

from marketplace.fees.benchmarks import royalty_bands, year_statistics
from marketplace.fees.evidence import Evidence
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.methods import METHODS
from marketplace.fees.ranges import Absent, FeeRange, Guidance


def packaged() -> Evidence:
    """The published figures that come with the program, without anybody's deals."""
    return Evidence(years=year_statistics(), bands=royalty_bands())


def guide(inputs: GuidanceInputs, evidence: Evidence | None = None) -> Guidance:
    """Ranges for one patent by every method that has figures; the others say why they have none.

    Guidance never changes a patentee's figure; it is the site's own model, for reference only.
    """
    evidence = evidence or packaged()
    answers = [answer for method in METHODS for answer in method(inputs, evidence)]
    return Guidance(
        ranges=[answer for answer in answers if isinstance(answer, FeeRange)],
        absent=[answer for answer in answers if isinstance(answer, Absent)],
        expected_licensees=inputs.expected_licensees,
        licensee_factor=inputs.factor,
        years=inputs.years,
    )
