"""What people do with a pool, named by their verbs; each inside `transaction()`."""

from marketplace.pools.services.founding import close, found, start
from marketplace.pools.services.membership import (
    add_patents,
    decline,
    give_notice,
    invite,
    join,
)
from marketplace.pools.services.sharing import consent, drop_change, propose
from marketplace.pools.services.steps import Act

__all__ = [
    "Act",
    "add_patents",
    "close",
    "consent",
    "decline",
    "drop_change",
    "found",
    "give_notice",
    "invite",
    "join",
    "propose",
    "start",
]
