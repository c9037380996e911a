"""The proof of payment as a recordal takes it (``books.vouchers``)."""

from marketplace.books.vouchers import (
    STATEMENTS,
    TEXTS,
    UNCONFIRMED,
    Proof,
    counted,
    proof_of_payment,
)

__all__ = ["STATEMENTS", "TEXTS", "UNCONFIRMED", "Proof", "counted", "proof_of_payment"]
