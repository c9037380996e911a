"""What users do with filings; each function is one change inside the caller's transaction."""

from marketplace.registration.services import assigning  # noqa: F401 - it connects itself
from marketplace.registration.services.mandates import end_mandate, give_mandate, make_responsible
from marketplace.registration.services.opening import (
    bar_arisen,
    open_for_agreement,
    open_for_declaration,
    open_withdrawal,
    require_withdrawal,
)
from marketplace.registration.services.preparing import (
    Incomplete,
    answer,
    assign,
    is_overtaken,
    make_packages,
    mark_awaiting_seal,
    prepare,
)
from marketplace.registration.services.recurring import (
    note_amendment,
    note_end,
    note_never,
    note_product,
    open_yearly,
)
from marketplace.registration.services.running import counts, start_run, work_on_runs
from marketplace.registration.services.steps import (
    accept,
    cancel,
    change,
    complete,
    dispense,
    mark_submitted,
    need,
    refuse,
    require_correction,
    resubmit,
)
from marketplace.registration.services.together import (
    enter_receipts,
    give_all_to_seal,
    mark_all_submitted,
    rehearse,
)

__all__ = [
    "Incomplete",
    "accept",
    "answer",
    "assign",
    "bar_arisen",
    "cancel",
    "change",
    "complete",
    "counts",
    "dispense",
    "end_mandate",
    "enter_receipts",
    "give_all_to_seal",
    "give_mandate",
    "is_overtaken",
    "make_packages",
    "make_responsible",
    "mark_all_submitted",
    "mark_awaiting_seal",
    "mark_submitted",
    "need",
    "note_amendment",
    "note_end",
    "note_never",
    "note_product",
    "open_for_agreement",
    "open_for_declaration",
    "open_withdrawal",
    "open_yearly",
    "prepare",
    "refuse",
    "rehearse",
    "require_correction",
    "require_withdrawal",
    "resubmit",
    "start_run",
    "work_on_runs",
]
