"""Stripe behind one small class: a checkout on the licensor's own connected account.

The site never holds money: each session is a direct charge on the licensor's account
(https://docs.stripe.com/connect/direct-charges). No call is made inside ``transaction()``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

import stripe

from marketplace.config import Settings
from marketplace.errors import N_, Refused
from marketplace.payments.stripe_facts import (
    CheckoutRequest,
    CheckoutSession,
    MoneyBack,
    RefundRequest,
    charge_of,
    checkout_parameters,
    read_refund,
    session_from,
)
from marketplace.payments.webhook import StripeEvent, event_of, read_event

__all__ = [
    "CheckoutRequest",
    "CheckoutSession",
    "Gateway",
    "GatewayRefused",
    "GatewayUnavailable",
    "MoneyBack",
    "NullGateway",
    "RefundRequest",
    "StripeGateway",
    "gateway_from",
]

_RETRIES = 2
_SECONDS = 20
_EXPANDED = "payment_intent.latest_charge.refunds"
"""With ``data.`` before it as deep as Stripe goes: four levels
(https://docs.stripe.com/api/expanding_objects)."""


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

    def find_session(self, payment_intent: str, account: str) -> CheckoutSession | None: ...

    def refund(self, request: RefundRequest) -> MoneyBack: ...

    def events(self, account: str, since: datetime) -> Iterator[StripeEvent]: ...

    def read_event(self, body: bytes, header: str | None) -> StripeEvent: ...


class NullGateway:
    """Online payment is switched off: every question is refused, nothing is sent anywhere."""

    enabled = False

    def open_checkout(self, request: CheckoutRequest) -> CheckoutSession:
        raise _switched_off()

    def read_session(self, session: str, account: str) -> CheckoutSession:
        raise _switched_off()

    def find_session(self, payment_intent: str, account: str) -> CheckoutSession | None:
        raise _switched_off()

    def refund(self, request: RefundRequest) -> MoneyBack:
        raise _switched_off()

    def events(self, account: str, since: datetime) -> Iterator[StripeEvent]:
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
                params=checkout_parameters(request),
                options={
                    "stripe_account": request.account,
                    "idempotency_key": request.idempotency_key,
                },
            )
        return session_from(session)

    def read_session(self, session: str, account: str) -> CheckoutSession:
        """A session with its charge and what went back of it, as Stripe has it now."""
        options: Any = {"stripe_account": account}
        with _translated():
            found = self._client.v1.checkout.sessions.retrieve(
                session, params={"expand": [_EXPANDED]}, options=options
            )
            return self._with_returns(found, options)

    def find_session(self, payment_intent: str, account: str) -> CheckoutSession | None:
        """The same of the session behind a payment intent; None where the payment came another way."""
        options: Any = {"stripe_account": account}
        expanded = [f"data.{_EXPANDED}"]
        with _translated():
            found = self._client.v1.checkout.sessions.list(
                params={"payment_intent": payment_intent, "limit": 1, "expand": expanded},
                options=options,
            )
            return self._with_returns(found.data[0], options) if found.data else None

    def refund(self, request: RefundRequest) -> MoneyBack:
        """Give money back from the licensor's own account. Asked again with the same request the
        same refund comes back (https://docs.stripe.com/api/refunds/create)."""
        with _translated():
            refund = self._client.v1.refunds.create(
                params={
                    "payment_intent": request.payment_intent,
                    "amount": request.amount,
                    "metadata": {"refund": request.refund},
                },
                options={
                    "stripe_account": request.account,
                    "idempotency_key": f"refund-{request.refund}",
                },
            )
        return read_refund(refund.to_dict())

    def events(self, account: str, since: datetime) -> Iterator[StripeEvent]:
        """What happened on an account since, newest first; Stripe keeps 30 days
        (https://docs.stripe.com/api/events/list)."""
        with _translated():
            listed = self._client.v1.events.list(
                params={"created": {"gte": int(since.timestamp())}, "limit": 100},
                options={"stripe_account": account},
            )
            for event in listed.auto_paging_iter():
                yield event_of(event.to_dict())

    def _with_returns(self, session: Any, options: Any) -> CheckoutSession:
        charge = charge_of(session)
        return session_from(
            session, self._refunds(charge, options), self._disputes(charge, options)
        )

    def _refunds(self, charge: Any, options: Any) -> list[Any]:
        """All refunds of a charge, failed ones too: the first ten come with it."""
        known = charge.get("refunds") or {}
        if not known.get("has_more"):
            return list(known.get("data", ()))
        return self._all(self._client.v1.refunds, charge, options)

    def _disputes(self, charge: Any, options: Any) -> list[Any]:
        if not charge.get("disputed"):
            return []
        return self._all(self._client.v1.disputes, charge, options)

    @staticmethod
    def _all(service: Any, charge: Any, options: Any) -> list[Any]:
        found = service.list(params={"charge": charge["id"], "limit": 100}, options=options)
        return [each.to_dict() for each in found.auto_paging_iter()]

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
