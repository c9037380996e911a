"""What the parties are told about decisions that only the operator makes."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

EXPORT_RELEASED: Final = "agreement:export_released"

register_message(
    EXPORT_RELEASED,
    subject=N_("The export check of %(title)s is done"),
    body=N_(
        "The result of the technology-export check was entered, and your notice goes on to "
        "%(licensor)s from today."
    ),
    action=N_("Open the agreement"),
)
