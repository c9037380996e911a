"""Checkout Sessions and what follows from paying or declining.

https://docs.stripe.com/api/checkout/sessions/create · https://docs.stripe.com/payments/checkout
"""

import time
from collections.abc import Iterator
from typing import Any

from tests.stripe_fake.errors import FakeError, parameter_invalid, parameter_missing
from tests.stripe_fake.store import Store, new_id

METHODS = {"card", "alipay", "wechat_pay"}
LIFE = 24 * 3600
"""Seconds until an open session expires (https://docs.stripe.com/api/checkout/sessions/object)."""
Event = tuple[str, dict[str, Any]]


def open_session(
    store: Store, account: str | None, asked: dict[str, Any], base_url: str
) -> dict[str, Any]:
    """A session with ``price_data`` prices, paid on a hosted page."""
    if asked.get("mode") != "payment":
        raise parameter_invalid("mode", "This fake knows the mode payment only.")
    if not asked.get("success_url"):
        raise parameter_missing("success_url")
    _check_methods(asked)
    amount, currency = _total(asked.get("line_items"))
    key = new_id("cs_test")
    return store.add(
        account,
        {
            "id": key,
            "object": "checkout.session",
            "amount_subtotal": amount,
            "amount_total": amount,
            "cancel_url": asked.get("cancel_url"),
            "client_reference_id": asked.get("client_reference_id"),
            "created": int(time.time()),
            "currency": currency,
            "expires_at": int(time.time()) + LIFE,
            "livemode": False,
            "locale": asked.get("locale"),
            "metadata": asked.get("metadata", {}),
            "mode": "payment",
            "payment_intent": None,
            "payment_method_types": asked["payment_method_types"],
            "payment_status": "unpaid",
            "status": "open",
            "success_url": asked["success_url"],
            "url": f"{base_url}/pay/{key}",
            "_intent": asked.get("payment_intent_data", {}),
            "_name": asked["line_items"][0]["price_data"]["product_data"]["name"],
        },
    )


def _check_methods(asked: dict[str, Any]) -> None:
    """WeChat Pay needs ``client=web`` (https://docs.stripe.com/payments/wechat-pay)."""
    methods = asked.setdefault("payment_method_types", ["card"])
    unknown = [each for each in methods if each not in METHODS]
    if unknown:
        raise parameter_invalid("payment_method_types[0]", f"Unknown method: {unknown[0]}")
    options = asked.get("payment_method_options", {})
    if "wechat_pay" in methods and options.get("wechat_pay", {}).get("client") != "web":
        raise parameter_missing("payment_method_options[wechat_pay][client]")


def _total(items: Any) -> tuple[int, str]:
    """All items in one currency, whole minor units above zero."""
    if not items:
        raise parameter_missing("line_items")
    total, currencies = 0, set()
    for place, item in enumerate(items):
        price = item.get("price_data")
        path = f"line_items[{place}][price_data]"
        if not price or not price.get("product_data", {}).get("name"):
            raise parameter_missing(f"{path}[product_data][name]")
        unit, quantity = price.get("unit_amount", ""), item.get("quantity", "1")
        if not (unit.isdigit() and quantity.isdigit() and int(unit) * int(quantity) > 0):
            raise parameter_invalid(f"{path}[unit_amount]", f"Invalid positive integer: {unit}")
        total += int(unit) * int(quantity)
        currencies.add(price.get("currency", ""))
    if len(currencies) != 1 or len(next(iter(currencies))) != 3:
        raise parameter_invalid("line_items", "All prices need the same three-letter currency.")
    return total, currencies.pop().lower()


def pay(
    store: Store, account: str | None, session: dict[str, Any], method: str, amount: int
) -> Iterator[Event]:
    """The payer pays: intent and charge succeed, the session is complete
    (https://docs.stripe.com/checkout/fulfillment)."""
    with store.lock:
        require_open(session)
        if method not in session["payment_method_types"]:
            raise parameter_invalid("payment_method", f"Not offered: {method}")
        intent = _intent(store, account, session)
        charge = store.add(
            account,
            {
                "id": new_id("ch"),
                "object": "charge",
                "amount": amount,
                "amount_refunded": 0,
                "created": int(time.time()),
                "currency": session["currency"],
                "disputed": False,
                "paid": True,
                "payment_intent": intent["id"],
                "payment_method_details": {"type": method},
                "refunded": False,
                "status": "succeeded",
            },
        )
        intent |= {
            "amount_received": amount,
            "latest_charge": charge["id"],
            "status": "succeeded",
        }
        session |= {"payment_status": "paid", "status": "complete", "url": None}
    yield "payment_intent.succeeded", intent
    yield "charge.succeeded", charge
    yield "checkout.session.completed", session


def decline(
    store: Store, account: str | None, session: dict[str, Any], method: str
) -> Iterator[Event]:
    """The payer is declined: the intent asks for another method, the session stays open
    (https://docs.stripe.com/declines)."""
    with store.lock:
        require_open(session)
        intent = _intent(store, account, session)
        intent |= {
            "status": "requires_payment_method",
            "last_payment_error": {"type": "card_error", "code": "card_declined"},
        }
    yield "payment_intent.payment_failed", intent


def expire(store: Store, session: dict[str, Any]) -> Iterator[Event]:
    """An open session can be ended early; a finished one cannot
    (https://docs.stripe.com/api/checkout/sessions/expire)."""
    with store.lock:
        require_open(session)
        session |= {"status": "expired", "url": None}
    yield "checkout.session.expired", session


def require_open(session: dict[str, Any]) -> None:
    if session["status"] != "open":
        raise FakeError(
            400, f"This Checkout Session has a status of {session['status']}, not open.", kept=True
        )


def _intent(store: Store, account: str | None, session: dict[str, Any]) -> dict[str, Any]:
    """The session's PaymentIntent; it is made when the payer first confirms, with the metadata
    given in ``payment_intent_data`` (https://docs.stripe.com/api/payment_intents/object)."""
    if session["payment_intent"]:
        return store.get(account, "payment_intent", session["payment_intent"])
    intent = store.add(
        account,
        {
            "id": new_id("pi"),
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_received": 0,
            "created": int(time.time()),
            "currency": session["currency"],
            "description": session["_intent"].get("description"),
            "latest_charge": None,
            "livemode": False,
            "metadata": session["_intent"].get("metadata", {}),
            "status": "requires_payment_method",
        },
    )
    session["payment_intent"] = intent["id"]
    store.sessions[intent["id"]] = session["id"]
    return intent
