"""What users do with contracts on paper; each function is one change inside the caller's
transaction."""

from marketplace.on_paper.services.checking import confirm, object_to, send_back, withdraw
from marketplace.on_paper.services.counterparts import match, reject, upload
from marketplace.on_paper.services.entering import Entry, OtherParty, enter, other_party

__all__ = [
    "Entry",
    "OtherParty",
    "confirm",
    "enter",
    "match",
    "object_to",
    "other_party",
    "reject",
    "send_back",
    "upload",
    "withdraw",
]
