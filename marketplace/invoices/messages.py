"""What the two sides are told about invoices."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

REQUESTED: Final = "invoice_requested"
ISSUED: Final = "invoice_issued"
CORRECTED: Final = "invoice_corrected"
REFUSED: Final = "invoice_refused"

register_message(
    REQUESTED,
    subject=N_("Invoice to issue: %(title)s"),
    body=N_("The licensee asks for an invoice over %(amount_fen)s. Issue it and enter its number."),
    action=N_("Enter the invoice"),
)
register_message(
    ISSUED,
    subject=N_("Invoice issued: %(title)s"),
    body=N_("Number %(number)s over %(amount_fen)s."),
    action=N_("Open the invoice"),
)
register_message(
    CORRECTED,
    subject=N_("Invoice taken back: %(title)s"),
    body=N_("A red-letter paper %(number)s takes the invoice back: %(reason)s"),
    action=N_("Open the invoice"),
)
register_message(
    REFUSED,
    subject=N_("Invoice not issued: %(title)s"),
    body=N_("The licensor sends your request back: %(reason)s"),
    action=N_("Correct and ask again"),
)
