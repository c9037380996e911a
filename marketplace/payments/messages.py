"""What the parties are told about payments."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_
from marketplace.payments.refund_models import RefundKind, RefundStatus

STATED: Final = "payment_stated"
DISPUTED: Final = "payment_disputed"
SUSPENSE: Final = "payment_suspense"

ROWS_TO_DECIDE: Final = "bank_rows_to_decide"
GIVEN_BACK: Final = "payment_given_back"
CHARGED_BACK: Final = "payment_charged_back"
NOT_GIVEN_BACK: Final = "payment_not_given_back"
REINSTATED: Final = "payment_reinstated"


def of_refund(status: RefundStatus, kind: RefundKind) -> str:
    """The message about money that went back, did not, or came again."""
    if status is RefundStatus.DONE:
        return CHARGED_BACK if kind is RefundKind.CHARGEBACK else GIVEN_BACK
    return REINSTATED if status is RefundStatus.REINSTATED else NOT_GIVEN_BACK


register_message(
    ROWS_TO_DECIDE,
    subject=N_("Rows of the bank statement to decide on: %(count)s"),
    body=N_(
        "The other rows were matched and booked. Of these nobody but you can say for which license "
        "the money came."
    ),
    action=N_("Decide"),
)
register_message(
    GIVEN_BACK,
    subject=N_("Money given back: %(amount_fen)s"),
    body=N_(
        "%(amount_fen)s went back to the payer. What it had paid is owed again, unless waived."
    ),
    action=N_("See the payments"),
)
register_message(
    CHARGED_BACK,
    subject=N_("Card payment charged back: %(amount_fen)s"),
    body=N_(
        "The payer's bank took %(amount_fen)s back. The licensor can answer at Stripe with the "
        "agreement and the license's evidence; what was paid with it is open until this is decided."
    ),
    action=N_("See the payments"),
)
register_message(
    NOT_GIVEN_BACK,
    subject=N_("Money not given back: %(amount_fen)s"),
    body=N_("The return of %(amount_fen)s failed; the money stays with the licensor."),
    action=N_("See the payments"),
)
register_message(
    REINSTATED,
    subject=N_("Charged-back money is the licensor's again: %(amount_fen)s"),
    body=N_(
        "The dispute about %(amount_fen)s was decided for the licensor; the money counts again."
    ),
    action=N_("See the payments"),
)
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
