"""The proof of payment that a recordal takes, or the statement that stands in for it.

Open licenses are recorded with proof of payment or of receipt (审查指南 5-11-7; LAW 3.9(3)). Where
nothing was payable yet a statement 无偿/未届付款期说明 stands in; that offices take it is practice
that has not been confirmed, and every surface says so.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.models import Agreement
from marketplace.deeds.queries import terms_in_force
from marketplace.extensions import db
from marketplace.obligations.models import Obligation
from marketplace.obligations.services import rows_of
from marketplace.payments.models import COUNTED, Payment, PaymentStatus
from marketplace.terms.cost import is_free


class Proof(StrEnum):
    """What stands for the payment."""

    VOUCHER = "voucher"
    RECEIPT = "receipt"
    FREE = "free"
    NOT_DUE = "not_due"


TEXTS: dict[Proof, str] = {
    Proof.VOUCHER: "支付凭证（附件）",
    Proof.RECEIPT: "收款情况说明（许可人已确认到账）",
    Proof.FREE: "无偿许可说明",
    Proof.NOT_DUE: "未届付款期说明",
}

STATEMENTS = frozenset({Proof.RECEIPT, Proof.FREE, Proof.NOT_DUE})
"""Proofs that the site writes; a voucher is the bank's own paper."""

UNCONFIRMED = frozenset({Proof.FREE, Proof.NOT_DUE})
"""Whether offices take these has not been confirmed."""


def proof_of_payment(agreement: Agreement) -> dict[str, Any]:
    """Which proof there is, with the slips' SHA-256, sums in fen and value days.

    ``kind`` and ``text`` are None where money was paid but no slip is held and the licensor has
    not confirmed it: then the voucher is missing and is asked for by name.
    """
    payments = counted(agreement)
    kind = _kind(agreement, payments)
    return {
        "kind": kind.value if kind else None,
        "text": TEXTS[kind] if kind else None,
        "slips": [payment.slip_sha256 for payment in payments if payment.slip_sha256],
        "payments": [
            {
                "amount": {"amount": payment.amount_fen, "currency": payment.currency},
                "value_day": payment.value_day.isoformat() if payment.value_day else None,
                "confirmed": payment.status is PaymentStatus.CONFIRMED,
            }
            for payment in payments
        ],
        "first_due_on": _first_due(agreement),
    }


def counted(agreement: Agreement) -> list[Payment]:
    """The payments that count, by value day."""
    return list(
        db.session.scalars(
            select(Payment)
            .where(Payment.agreement_id == agreement.id, Payment.status.in_(COUNTED))
            .order_by(Payment.value_day, Payment.id)
        )
    )


def _kind(agreement: Agreement, payments: list[Payment]) -> Proof | None:
    if payments:
        if any(payment.slip_sha256 for payment in payments):
            return Proof.VOUCHER
        confirmed = all(payment.status is PaymentStatus.CONFIRMED for payment in payments)
        return Proof.RECEIPT if confirmed else None
    if is_free(terms_in_force(agreement)):
        return Proof.FREE
    today = clock.today()
    owed_now = any(row.due_on and row.due_on <= today for row in _open(agreement))
    return None if owed_now else Proof.NOT_DUE


def _first_due(agreement: Agreement) -> str | None:
    days = [row.due_on for row in _open(agreement) if row.due_on]
    return min(days).isoformat() if days else None


def _open(agreement: Agreement) -> list[Obligation]:
    """Obligations of which something is unpaid, or whose amount is not known yet."""
    rows = rows_of(agreement)
    return [row for row in rows if row.open_fen or row.amount_fen is None]
