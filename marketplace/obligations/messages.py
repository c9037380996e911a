"""What the parties are told about money that is owed."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

STATEMENT: Final = "royalty_statement_submitted"
STATEMENT_DISPUTED: Final = "royalty_statement_disputed"
DUE_SOON: Final = "obligation_due_soon"
OVERDUE: Final = "obligation_overdue"

INVALIDATED: Final = "agreement_patent_invalidated"
LAPSED: Final = "agreement_patent_lapsed"
PASSED: Final = "agreement_patent_passed"
PASSED_IN_PART: Final = "agreement_patent_passed_in_part"

register_message(
    INVALIDATED,
    subject=N_("Patent declared invalid: %(title)s"),
    body=N_(
        "As of %(day)s the office shows patent %(number)s as wholly invalid. What is unpaid is on "
        "hold until the parties have decided; what was performed stays as it is (Patent Law 47). "
        "Either side may end the contract."
    ),
    action=N_("Open the contract"),
)
register_message(
    LAPSED,
    subject=N_("Patent ended: %(title)s"),
    body=N_(
        "As of %(day)s the office shows patent %(number)s as ended. What had accrued stays owed, "
        "nothing more accrues. Either side may end the contract."
    ),
    action=N_("Open the contract"),
)
register_message(
    PASSED,
    subject=N_("New holder of the patent, the license goes on: %(title)s"),
    body=N_(
        "Patent %(number)s passed from %(before)s to %(to)s on %(day)s. The license stays as it is; "
        "the new holder takes the licensor's place, and what accrues after that day is paid to it."
    ),
    action=N_("Open the contract"),
)
register_message(
    PASSED_IN_PART,
    subject=N_("One of the patents passed on: %(title)s"),
    body=N_(
        "Patent %(number)s passed from %(before)s to %(to)s on %(day)s. The license stays as it is. "
        "The contract covers other patents too: agree how the fee is divided; until then it is paid "
        "as before."
    ),
    action=N_("Open the contract"),
)
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
