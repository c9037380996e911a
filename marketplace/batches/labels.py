"""The words for states, steps and fee sources of a batch."""

from flask_babel import lazy_gettext as _l

from marketplace.batches.models import BatchStatus as S
from marketplace.batches.models import FeeSource

STATUS = {
    S.DRAFT: _l("In the making"),
    S.PREPARED: _l("Listings prepared"),
    S.SUBMITTED: _l("In review"),
    S.RETURNED: _l("Returned, in whole or in part"),
    S.FINISHED: _l("Decided"),
    S.DROPPED: _l("Given up"),
}

FEE_SOURCES = {
    FeeSource.PRESET: _l("The same for all, as in the terms"),
    FeeSource.INVENTORY_OR_PRESET: _l(
        "Each at the fee of your inventory; where there is none, as in the terms"
    ),
    FeeSource.INVENTORY: _l("Each at the fee of your inventory; without one it stays out"),
}

EVENTS = {
    "batch:draft": _l("Batch begun"),
    "batch:choose_route": _l("Route and fee mode chosen"),
    "batch:rename": _l("Named"),
    "batch:set_preset": _l("Terms laid down for all"),
    "batch:mend": _l("Table mended"),
    "batch:prepare": _l("Listings prepared"),
    "batch:sign_offers": _l("Standing offers signed"),
    "batch:submit": _l("Submitted for review"),
    "batch:return": _l("Returned, in whole or in part"),
    "batch:finish": _l("Decided"),
    "batch:reopen": _l("Opened again"),
    "batch:drop": _l("Given up"),
}
