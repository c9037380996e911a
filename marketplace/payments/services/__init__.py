"""What users and Stripe do with payments; each function inside the caller's ``transaction()``."""

from marketplace.payments.services.bank import (
    confirm,
    dispute,
    due_now_fen,
    reverse_payment,
    state_transfer,
)
from marketplace.payments.services.earlier import book_earlier
from marketplace.payments.services.online import (
    first_time,
    keep_session,
    licensor_of_account,
    open_stripe_payment,
    settle_session,
)

__all__ = [
    "book_earlier",
    "confirm",
    "dispute",
    "due_now_fen",
    "first_time",
    "keep_session",
    "licensor_of_account",
    "open_stripe_payment",
    "reverse_payment",
    "settle_session",
    "state_transfer",
]
