"""What an institution and the entitled are told about divisions."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

PROPOSED: Final = "distribution_proposed"
CONFIRMED: Final = "distribution_confirmed"
TAKEN_BACK: Final = "distribution_taken_back"

register_message(
    PROPOSED,
    subject=N_("Division of a receipt to confirm: %(title)s"),
    body=N_("%(amount_fen)s were divided. Another finance member looks at the parts and confirms."),
    action=N_("Look at the parts"),
)
register_message(
    CONFIRMED,
    subject=N_("Division confirmed: %(title)s"),
    body=N_(
        "The parts are confirmed. Download the bank file and pay %(amount_fen)s from your account."
    ),
    action=N_("Download the bank file"),
)
register_message(
    TAKEN_BACK,
    subject=N_("Division taken back: %(title)s"),
    body=N_(
        "The payment behind this division was taken back, so the entries were reversed. What was "
        "paid out already is yours to claim back."
    ),
    action=N_("See the division"),
)
