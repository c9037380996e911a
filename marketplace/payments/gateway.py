"""Stripe behind one small class: a checkout on the licensor's own connected account.

The site never holds money: each session is a direct charge on the licensor's account
(https://docs.stripe.com/connect/direct-charges). No call is made inside ``transaction()``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import stripe

from marketplace.config import Settings
from marketplace.errors import N_, Refused
from marketplace.payments.webhook import StripeEvent, read_event

METHODS = ("card", "alipay", "wechat_pay")
CURRENCY = "cny"
_RETRIES = 2
_SECONDS = 20


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
    Shanghai day is the value day; ``payment`` our payment's public id."""

    id: str
    url: str | None
    status: str
    payment_status: str
    amount: int
    currency: str
    payment: str | None
    payment_intent: str | None
    paid_at: datetime | None

    @property
    def is_paid(self) -> bool:
        return self.payment_status == "paid"


class GatewayRefused(Refused):
    """Stripe will not take the request; ``reason`` is its own word."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "stripe_refused",
            N_(
                "Stripe refused the payment: %(reason)s. Pay by bank transfer, or tell the licensor."
            ),
            status=409,
            reason=reason,
        )


class GatewayUnavailable(Refused):
    """Stripe did not answer; nothing is known about the payment yet."""

    def __init__(self) -> None:
        super().__init__(
            "stripe_unavailable",
            N_("Stripe does not answer. Nothing was charged by us; try again in a minute."),
            status=503,
        )


class Gateway(Protocol):
    """What the payments room asks of an outside payment service."""

    enabled: bool

    def open_checkout(self, request: CheckoutRequest) -> CheckoutSession: ...

    def read_session(self, session: str, account: str) -> CheckoutSession: ...

    def read_event(self, body: bytes, header: str | None) -> StripeEvent: ...


class NullGateway:
    """Online payment is switched off: every question is refused, nothing is sent anywhere."""

    enabled = False

    def open_checkout(self, request: CheckoutRequest) -> CheckoutSession:
        raise _switched_off()

    def read_session(self, session: str, account: str) -> CheckoutSession:
        raise _switched_off()

    def read_event(self, body: bytes, header: str | None) -> StripeEvent:
        raise _switched_off()


class StripeGateway:
    """The real one; tests and the demo point ``api_base`` at the project's own fake server."""

    enabled = True

    def __init__(self, secret_key: str, webhook_secret: str, api_base: str) -> None:
        self._http = stripe.RequestsClient(timeout=_SECONDS)
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base},
            max_network_retries=_RETRIES,
            http_client=self._http,
        )
        self._webhook_secret = webhook_secret

    def open_checkout(self, request: CheckoutRequest) -> CheckoutSession:
        """A hosted page for one payment. Asked again with the same request the same session
        comes back (the idempotency key is made of the payment's public id); with another amount
        GatewayRefused."""
        with _translated():
            session = self._client.v1.checkout.sessions.create(
                params=_parameters(request),
                options={
                    "stripe_account": request.account,
                    "idempotency_key": request.idempotency_key,
                },
            )
        return _session(session)

    def read_session(self, session: str, account: str) -> CheckoutSession:
        """A session with its charge, as Stripe has it now."""
        with _translated():
            found = self._client.v1.checkout.sessions.retrieve(
                session,
                params={"expand": ["payment_intent.latest_charge"]},
                options={"stripe_account": account},
            )
        return _session(found)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._http.close()

    def read_event(self, body: bytes, header: str | None) -> StripeEvent:
        """The event in a notice whose signature fits our webhook secret."""
        return read_event(body, header, self._webhook_secret)


def gateway_from(settings: Settings) -> Gateway:
    """The gateway that the settings choose."""
    if not settings.stripe_enabled:
        return NullGateway()
    return StripeGateway(
        settings.stripe_secret_key, settings.stripe_webhook_secret, settings.stripe_api_base
    )


def _parameters(request: CheckoutRequest) -> Any:
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


def _session(session: Any) -> CheckoutSession:
    data = session.to_dict()
    intent = data.get("payment_intent")
    charge = intent.get("latest_charge") if isinstance(intent, dict) else None
    created = charge.get("created") if isinstance(charge, dict) else None
    return CheckoutSession(
        id=data["id"],
        url=data.get("url"),
        status=data["status"],
        payment_status=data["payment_status"],
        amount=data["amount_total"],
        currency=data["currency"].upper(),
        payment=data.get("client_reference_id"),
        payment_intent=intent["id"] if isinstance(intent, dict) else intent,
        paid_at=datetime.fromtimestamp(created, UTC) if created else None,
    )


@contextmanager
def _translated() -> Iterator[None]:
    """Stripe's exceptions as our refusals."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise GatewayUnavailable from error
    except stripe.StripeError as error:
        raise GatewayRefused(error.user_message or error.code or "error") from error


def _switched_off() -> Refused:
    return Refused(
        "stripe_off",
        N_("Online payment is switched off here. Pay by bank transfer to the account shown."),
        status=404,
    )
