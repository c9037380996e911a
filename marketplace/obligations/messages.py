"""What the parties are told about money that is owed."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

STATEMENT: Final = "royalty_statement_submitted"
STATEMENT_DISPUTED: Final = "royalty_statement_disputed"
DUE_SOON: Final = "obligation_due_soon"
OVERDUE: Final = "obligation_overdue"
PAYABLE: Final = "obligation_payable"
IN_DEFAULT: Final = "obligation_in_default"
STATEMENT_BY_TIME: Final = "royalty_statement_accepted_by_time"
FACT_ENTERED: Final = "agreement_fact_entered"
FACT_ANSWERED: Final = "agreement_fact_answered"
DECIDED: Final = "obligation_decided"
TO_DECIDE: Final = "obligations_to_decide"
INSPECTION: Final = "inspection_requested"
INSPECTION_ANSWERED: Final = "inspection_answered"
FREE_ENDS: Final = "free_window_ends"
FREE_ENDED: Final = "free_window_ended"
TRIAL_ENDS: Final = "trial_ends"
TRIAL_ENDED: Final = "trial_ended"
PAYMENT_STARTS: Final = "payment_starts"
REPORT_DUE: Final = "royalty_report_due"
REPORT_LATE: Final = "royalty_report_late"

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
register_message(
    PAYABLE,
    subject=N_("Payable today: %(title)s"),
    body=N_("%(amount_fen)s fell due on %(day)s. The account to pay to stands on the page."),
    action=N_("See how to pay"),
)
register_message(
    IN_DEFAULT,
    subject=N_("The days of grace are over: %(title)s"),
    body=N_(
        "%(amount_fen)s was due on %(day)s and is unpaid after the agreed days of grace. A signatory "
        "may now serve a demand; nothing happens by itself."
    ),
    action=N_("Look at the agreement"),
)
register_message(
    STATEMENT_BY_TIME,
    subject=N_("Royalty statement accepted by lapse of time: %(title)s"),
    body=N_(
        "Nobody answered the statement for %(period)s within the agreed days, so it counts as "
        "accepted. It can still be corrected, and the accounts can be inspected."
    ),
)
register_message(
    FACT_ENTERED,
    subject=N_("A fact that triggers payment was entered: %(title)s"),
    body=N_("%(party)s entered it for %(day)s. Confirm it, or dispute it with your reason."),
    action=N_("Look at the fact"),
)
register_message(
    FACT_ANSWERED,
    subject=N_("A fact that triggers payment was answered: %(title)s"),
    body=N_("%(party)s said: %(reason)s"),
    action=N_("Look at the fact"),
)
register_message(
    DECIDED,
    subject=N_("The licensor decided on an amount: %(title)s"),
    body=N_("The amount of %(amount_fen)s: %(reason)s"),
)
register_message(
    TO_DECIDE,
    subject=N_("Amounts on hold need a decision: %(title)s"),
    body=N_(
        "The patent was declared wholly invalid. All unpaid amounts are on hold; what was paid stays. "
        "Decide on each amount: ask for it, give it up, or keep it on hold."
    ),
    action=N_("Decide on the amounts"),
)
register_message(
    INSPECTION,
    subject=N_("The licensor asks to inspect the accounts: %(title)s"),
    body=N_("Wished for %(day)s: %(scope)s"),
    action=N_("Answer the request"),
)
register_message(
    INSPECTION_ANSWERED,
    subject=N_("Inspection of the accounts: %(title)s"),
    body=N_("%(text)s"),
    action=N_("Look at the inspection"),
)
register_message(
    FREE_ENDS,
    subject=N_("Free time ends on %(day)s: %(title)s"),
    body=N_("%(day)s is the last free day, until midnight in Shanghai: %(days)s days are left."),
    action=N_("See what holds afterwards"),
)
register_message(
    FREE_ENDED,
    subject=N_("Free time is over: %(title)s"),
    body=N_("%(day)s was the last free day. From now on the terms as signed hold."),
    action=N_("See what holds now"),
)
register_message(
    TRIAL_ENDS,
    subject=N_("The trial ends on %(day)s: %(title)s"),
    body=N_("%(days)s days are left. Say what the trial showed, then convert it or return it."),
    action=N_("Evaluate the trial"),
)
register_message(
    TRIAL_ENDED,
    subject=N_("The trial is over: %(title)s"),
    body=N_(
        "It ended on %(day)s. Convert it as agreed, or return it; without conversion use stops and "
        "the materials go back."
    ),
    action=N_("Decide on the trial"),
)
register_message(
    PAYMENT_STARTS,
    subject=N_("Payment starts on %(day)s: %(title)s"),
    body=N_("Used first, paid later: the agreed day comes in %(days)s days."),
    action=N_("See what falls due"),
)
register_message(
    REPORT_DUE,
    subject=N_("Royalty report due by %(day)s: %(title)s"),
    body=N_("Report the figure of the period that is over; zero is a report too."),
    action=N_("Report the royalty base"),
)
register_message(
    REPORT_LATE,
    subject=N_("Royalty report missing: %(title)s"),
    body=N_(
        "It was due by %(day)s. Until it comes an estimate is shown for planning, where earlier "
        "periods allow one; nothing is billed from an estimate."
    ),
    action=N_("Look at the agreement"),
)
