"""What users and Stripe do with payments; each function inside the caller's ``transaction()``."""

from marketplace.payments.services.bank import (
    confirm,
    dispute,
    due_now_fen,
    reverse_payment,
    state_transfer,
)
from marketplace.payments.services.online import (
    connected_accounts,
    first_time,
    is_known,
    keep_session,
    licensor_of_account,
    open_stripe_payment,
    settle_session,
)
from marketplace.payments.services.refunds import (
    ask_refund,
    give_back_by_transfer,
    keep_refund,
    refundable_fen,
    refunds_of,
    refuse_refund,
)

__all__ = [
    "ask_refund",
    "confirm",
    "connected_accounts",
    "dispute",
    "due_now_fen",
    "first_time",
    "give_back_by_transfer",
    "is_known",
    "keep_refund",
    "keep_session",
    "licensor_of_account",
    "open_stripe_payment",
    "refundable_fen",
    "refunds_of",
    "refuse_refund",
    "reverse_payment",
    "settle_session",
    "state_transfer",
]
