"""What happens to enquiries. Every function belongs into a transaction and writes its event."""

from marketplace.enquiries.services.deciding import hide, report, restore
from marketplace.enquiries.services.publication import publish, unpublish
from marketplace.enquiries.services.talking import answer, ask, ask_again, close, keep_draft, remind

__all__ = [
    "answer",
    "ask",
    "ask_again",
    "close",
    "hide",
    "keep_draft",
    "publish",
    "remind",
    "report",
    "restore",
    "unpublish",
]
