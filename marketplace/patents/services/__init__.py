"""The verbs of the room: enter, state, prove."""

from marketplace.patents.services.records import (
    add,
    new_patent,
    prove_claim,
    set_days,
    set_text_private,
)
from marketplace.patents.services.statements import (
    STATABLE_SOURCES,
    set_evaluation_report,
    set_funding,
    set_legal_status,
    set_plans,
    state_bars,
)

__all__ = [
    "STATABLE_SOURCES",
    "add",
    "new_patent",
    "prove_claim",
    "set_days",
    "set_evaluation_report",
    "set_funding",
    "set_legal_status",
    "set_plans",
    "set_text_private",
    "state_bars",
]
