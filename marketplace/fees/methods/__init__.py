"""The methods: each makes ranges of its inputs and figures, or says why it has none.

Fixed methods give fen per year for one patent, royalty methods parts per million of net sales.
Formulas follow the skeleton of the office's guideline (LAW 5.1, 5.4); they are our own model.
"""

from collections.abc import Callable, Iterator

from marketplace.fees.evidence import Evidence
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.methods.asked import asked_fees
from marketplace.fees.methods.deals import own_deals
from marketplace.fees.methods.patentee import appraisal, earlier_license, own_use
from marketplace.fees.methods.published import (
    annual_statistics,
    industry_statistics,
    published_royalty,
)
from marketplace.fees.ranges import Absent, FeeRange

METHODS: tuple[Callable[[GuidanceInputs, Evidence], Iterator[FeeRange | Absent]], ...] = (
    own_use,
    earlier_license,
    asked_fees,
    own_deals,
    industry_statistics,
    annual_statistics,
    published_royalty,
    appraisal,
)
