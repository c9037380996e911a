"""What users and Stripe do with payments; each function inside the caller's ``transaction()``."""

from marketplace.payments.queries import due_now_fen, payable_now
from marketplace.payments.services.bank import (
    confirm,
    dispute,
    reverse_payment,
    state_transfer,
)
from marketplace.payments.services.bank_rows import (
    book_row,
    earlier_rows,
    import_statement,
    set_aside,
    take_back,
)
from marketplace.payments.services.earlier import book_earlier
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
from marketplace.payments.services.suspense import assign, in_suspense

__all__ = [
    "ask_refund",
    "assign",
    "book_earlier",
    "book_row",
    "confirm",
    "connected_accounts",
    "dispute",
    "due_now_fen",
    "earlier_rows",
    "first_time",
    "give_back_by_transfer",
    "import_statement",
    "in_suspense",
    "is_known",
    "keep_refund",
    "keep_session",
    "licensor_of_account",
    "open_stripe_payment",
    "payable_now",
    "refundable_fen",
    "refunds_of",
    "refuse_refund",
    "reverse_payment",
    "set_aside",
    "settle_session",
    "state_transfer",
    "take_back",
]
