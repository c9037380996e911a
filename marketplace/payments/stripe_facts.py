"""What is asked of Stripe and what Stripe says, as values of our own; and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marketplace.payments.refund_models import RefundKind, RefundStatus

METHODS = ("card", "alipay", "wechat_pay")
CURRENCY = "cny"

_REFUNDS = {
    "succeeded": RefundStatus.DONE,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}
"""https://docs.stripe.com/api/refunds/object#refund_object-status; the others are under way."""
_DISPUTES = {
    "needs_response": RefundStatus.DONE,
    "under_review": RefundStatus.DONE,
    "lost": RefundStatus.DONE,
    "won": RefundStatus.REINSTATED,
    "warning_closed": RefundStatus.FAILED,
}
"""A dispute takes the money at once and a won one gives it back; inquiries (``warning_…``) take
nothing (https://docs.stripe.com/disputes/how-disputes-work)."""


@dataclass(frozen=True)
class MoneyBack:
    """A refund or a dispute as Stripe has it; ``refund`` is our refund's public id, if we asked."""

    id: str
    kind: RefundKind
    amount: int
    status: RefundStatus
    at: datetime
    refund: str | None = None


@dataclass(frozen=True)
class RefundRequest:
    """What is to be given back: ``refund`` is our refund's public id and the idempotency key."""

    refund: str
    account: str
    payment_intent: str
    amount: int


@dataclass(frozen=True)
class CheckoutRequest:
    """What is to be paid: ``payment`` is our payment's public id, ``amount`` the fen due.

    ``attempt`` counts sessions for one payment: a further one is for after the last has expired.
    """

    payment: str
    account: str
    amount: int
    description: str
    success_url: str
    cancel_url: str
    language: str = "zh_CN"
    attempt: int = 1

    @property
    def idempotency_key(self) -> str:
        """The same for every repetition of this request."""
        return f"{self.payment}-{self.attempt}"


@dataclass(frozen=True)
class CheckoutSession:
    """A session as Stripe has it. ``paid_at`` is the instant of the succeeded charge, whose
    Shanghai day is the value day; ``payment`` our payment's public id; ``returns`` what went back
    of it since."""

    id: str
    url: str | None
    status: str
    payment_status: str
    amount: int
    currency: str
    payment: str | None
    payment_intent: str | None
    paid_at: datetime | None
    returns: tuple[MoneyBack, ...] = ()

    @property
    def is_paid(self) -> bool:
        return self.payment_status == "paid"


def checkout_parameters(request: CheckoutRequest) -> Any:
    metadata = {"payment": request.payment}
    return {
        "mode": "payment",
        "payment_method_types": list(METHODS),
        "payment_method_options": {"wechat_pay": {"client": "web"}},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": request.amount,
                    "product_data": {"name": request.description},
                },
            }
        ],
        "client_reference_id": request.payment,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, "description": request.description},
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "locale": "en" if request.language == "en" else "zh",
    }


def session_from(session: Any, refunds: Any = (), disputes: Any = ()) -> CheckoutSession:
    """A session; what was received and when is the charge's word, once there is one."""
    data = session.to_dict()
    intent, charge = data.get("payment_intent"), charge_of(session)
    received = intent.get("amount_received") if isinstance(intent, dict) else None
    created = charge.get("created")
    return CheckoutSession(
        id=data["id"],
        url=data.get("url"),
        status=data["status"],
        payment_status=data["payment_status"],
        amount=received or data["amount_total"],
        currency=data["currency"].upper(),
        payment=data.get("client_reference_id"),
        payment_intent=intent["id"] if isinstance(intent, dict) else intent,
        paid_at=_instant(created) if created else None,
        returns=(*map(read_refund, refunds), *map(read_dispute, disputes)),
    )


def charge_of(session: Any) -> dict[str, Any]:
    """The charge of an expanded session, or nothing."""
    intent = session.to_dict().get("payment_intent")
    charge = intent.get("latest_charge") if isinstance(intent, dict) else None
    return charge if isinstance(charge, dict) else {}


def read_refund(data: Any) -> MoneyBack:
    """A refund object."""
    return MoneyBack(
        id=data["id"],
        kind=RefundKind.REFUND,
        amount=data["amount"],
        status=_REFUNDS.get(data["status"], RefundStatus.PENDING),
        at=_instant(data["created"]),
        refund=(data.get("metadata") or {}).get("refund"),
    )


def read_dispute(data: Any) -> MoneyBack:
    """A dispute object."""
    return MoneyBack(
        id=data["id"],
        kind=RefundKind.CHARGEBACK,
        amount=data["amount"],
        status=_DISPUTES.get(data["status"], RefundStatus.PENDING),
        at=_instant(data["created"]),
    )


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
