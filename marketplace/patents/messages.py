"""What organizations are told about the ownership of their patents."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

CLAIM_PROVEN: Final = "patent:claim_proven"
CLAIM_NOT_YOURS: Final = "patent:claim_not_yours"

register_message(
    CLAIM_PROVEN,
    subject=N_("Ownership of %(number)s is recorded as proven"),
    body=N_(
        "The operator compared the register copy: %(title)s stands in your inventory as proven. "
        "Nobody else can list it here."
    ),
)
register_message(
    CLAIM_NOT_YOURS,
    subject=N_("%(number)s belongs to another organization"),
    body=N_(
        "Another organization proved by a register copy that %(title)s is its own. Your claim is "
        "kept as a fact, but the patent has left your inventory."
    ),
    action=N_("Send your own proof to the operator if this is wrong"),
)
