"""What people do with a listing, named by their verbs; each inside `transaction()`."""

from marketplace.listings.services.drafting import (
    choose_route,
    describe,
    draft,
    draft_pool,
    set_patents,
    set_terms,
)
from marketplace.listings.services.house import ask_notice
from marketplace.listings.services.offering import sign_standing_offer
from marketplace.listings.services.publishing import (
    pause,
    pause_for_pool,
    publish,
    resume,
    return_,
    submit,
    unpublish,
)

__all__ = [
    "ask_notice",
    "choose_route",
    "describe",
    "draft",
    "draft_pool",
    "pause",
    "pause_for_pool",
    "publish",
    "resume",
    "return_",
    "set_patents",
    "set_terms",
    "sign_standing_offer",
    "submit",
    "unpublish",
]
