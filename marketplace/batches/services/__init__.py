"""What people do with a batch, named by their verbs; each inside `transaction()`."""

from marketplace.batches.services.drafting import (
    choose_route,
    draft,
    mend,
    rename,
    set_preset,
)
from marketplace.batches.services.offering import sign_offers
from marketplace.batches.services.preparing import prepare_some
from marketplace.batches.services.reviewing import follow_listing, publish_some, return_some
from marketplace.batches.services.stating import state_bars
from marketplace.batches.services.submitting import carry_over, drop, reopen, submit_some

__all__ = [
    "carry_over",
    "choose_route",
    "draft",
    "drop",
    "follow_listing",
    "mend",
    "prepare_some",
    "publish_some",
    "rename",
    "reopen",
    "return_some",
    "set_preset",
    "sign_offers",
    "state_bars",
    "submit_some",
]
