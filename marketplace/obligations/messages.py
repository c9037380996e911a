"""What the parties are told about money that is owed."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

STATEMENT: Final = "royalty_statement_submitted"
STATEMENT_DISPUTED: Final = "royalty_statement_disputed"
DUE_SOON: Final = "obligation_due_soon"
OVERDUE: Final = "obligation_overdue"

register_message(
    STATEMENT,
    subject=N_("Royalty statement to look at: %(title)s"),
    body=N_("The licensee reported %(period)s. Accept the figure, or dispute it with a reason."),
    action=N_("Look at the statement"),
)
register_message(
    STATEMENT_DISPUTED,
    subject=N_("Royalty statement disputed: %(title)s"),
    body=N_("The licensor disputes your figure: %(reason)s"),
    action=N_("Report the corrected figure"),
)
register_message(
    DUE_SOON,
    subject=N_("Payment due on %(day)s: %(title)s"),
    body=N_("%(amount_fen)s falls due on %(day)s. The account to pay to stands on the page."),
    action=N_("See how to pay"),
)
register_message(
    OVERDUE,
    subject=N_("Payment overdue: %(title)s"),
    body=N_(
        "%(amount_fen)s was due on %(day)s and has not been confirmed. If you have paid, upload "
        "the payment slip."
    ),
    action=N_("Upload the slip"),
)
