"""What the parties are told about payments."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

STATED: Final = "payment_stated"
DISPUTED: Final = "payment_disputed"
SUSPENSE: Final = "payment_suspense"

register_message(
    STATED,
    subject=N_("Payment slip to look at: %(title)s"),
    body=N_(
        "The licensee states a transfer of %(amount_fen)s to your account and shows the slip. "
        "Confirm it when the money is there."
    ),
    action=N_("Confirm or dispute"),
)
register_message(
    DISPUTED,
    subject=N_("Payment not found: %(title)s"),
    body=N_("The licensor does not find your payment: %(reason)s"),
    action=N_("Show another slip"),
)
register_message(
    SUSPENSE,
    subject=N_("Money received that nothing explains"),
    body=N_(
        "%(amount_fen)s reached your account without an amount due that it fits. It stands in "
        "suspense until you decide what it is for."
    ),
    action=N_("Decide"),
)
