"""Answers for facets and price bands: free now, pay later, cost of the first year."""

from datetime import date

from marketplace.clock import add_months
from marketplace.terms.coherence import FEE_PARTS
from marketplace.terms.enums import FeeMode
from marketplace.terms.projection import Volume, assumed_facts
from marketplace.terms.record import Terms
from marketplace.terms.schedule import schedule, share_ppm
from marketplace.terms.timeline import free_through


def is_free(terms: Terms) -> bool:
    """Whether nothing is ever payable: no fee part, no price, or a share of nothing."""
    priced = any(getattr(terms, name) for name in FEE_PARTS)
    bought = terms.transfer is not None or (terms.trial is not None and not priced)
    return not bought and (not priced or share_ppm(terms) == 0)


def is_free_on(terms: Terms, day: date) -> bool:
    """Whether a license that takes effect on this day is free for the time being.

    Free throughout, in a free window that covers the whole day, or on a free trial; pay later
    is owed for and therefore not free.
    """
    if is_free(terms) or terms.trial is not None:
        return True
    through = free_through(terms, day)
    return through is not None and through >= day


def is_pay_later(terms: Terms) -> bool:
    """Whether use comes first and payment after a trigger."""
    return terms.fee_mode is FeeMode.PAY_LATER or terms.deferral is not None


def first_year_cost_fen(terms: Terms, volume: Volume, effective_on: date) -> int:
    """What the first twelve months make owed for a volume, in fen, whenever it is payable."""
    end = add_months(effective_on, 12)
    lines = schedule(terms, effective_on, assumed_facts(terms, effective_on, volume))
    return sum(line.amount_fen or 0 for line in lines if line.accrued_on and line.accrued_on <= end)
