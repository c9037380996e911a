"""Refunds and disputes.

https://docs.stripe.com/api/refunds · https://docs.stripe.com/disputes/how-disputes-work
"""

import time
from collections.abc import Iterator
from typing import Any

from tests.stripe_fake.checkout import Event
from tests.stripe_fake.errors import FakeError, missing, parameter_invalid, parameter_missing
from tests.stripe_fake.store import Store, new_id

UNDER_WAY = {"pending", "succeeded"}


def refund(
    store: Store, account: str | None, asked: dict[str, Any], status: str = "succeeded"
) -> dict[str, Any]:
    """A refund of a charge, wholly or in part; never more than what is left of it
    (https://docs.stripe.com/api/refunds/create)."""
    charge = _charge_asked_for(store, account, asked)
    with store.lock:
        if any(each["status"] != "won" for each in store.back.get(("dispute", charge["id"]), ())):
            raise FakeError(  # https://docs.stripe.com/error-codes#charge-disputed
                400, "The charge has been charged back.", code="charge_disputed", kept=True
            )
        left = charge["amount"] - charge["amount_refunded"]
        text = asked.get("amount", str(left))
        if not text.isdigit() or int(text) <= 0:
            raise parameter_invalid("amount", f"Invalid positive integer: {text}")
        if int(text) > left:
            raise FakeError(
                400,
                f"Refund amount ({text}) is greater than unrefunded amount on charge ({left})",
                code="charge_already_refunded" if left == 0 else None,
                param="amount",
                kept=True,
            )
        made = store.add(
            account,
            {
                "id": new_id("re"),
                "object": "refund",
                "amount": int(text),
                "charge": charge["id"],
                "created": int(time.time()),
                "currency": charge["currency"],
                "metadata": asked.get("metadata", {}),
                "payment_intent": charge["payment_intent"],
                "status": status,
            },
        )
        _count(store, account, charge)
    return made


def told_of(store: Store, account: str | None, made: dict[str, Any]) -> Iterator[Event]:
    """Both the charge and the refund tell of it
    (https://docs.stripe.com/api/events/types#event_types-refund.created)."""
    yield "refund.created", made
    yield "charge.refunded", store.get(account, "charge", made["charge"])


def decide_refund(store: Store, account: str | None, key: str, status: str) -> Iterator[Event]:
    """A refund under way succeeds, or fails even after it had succeeded; what failed is no longer
    taken off the charge (https://docs.stripe.com/refunds#failed-refunds)."""
    with store.lock:
        made = store.get(account, "refund", key)
        made["status"] = status
        _count(store, account, store.get(account, "charge", made["charge"]))
    yield "refund.updated", made
    if status == "failed":
        yield "refund.failed", made


def dispute(
    store: Store, account: str | None, intent: str, status: str = "needs_response"
) -> Iterator[Event]:
    """The payer's bank disputes a charge: the money is taken at once, but for an inquiry
    (https://docs.stripe.com/disputes/how-disputes-work)."""
    with store.lock:
        charge = _charge_of(store, account, intent)
        charge["disputed"] = True
        made = store.add(
            account,
            {
                "id": new_id("dp"),
                "object": "dispute",
                "amount": charge["amount"] - charge["amount_refunded"],
                "charge": charge["id"],
                "created": int(time.time()),
                "currency": charge["currency"],
                "payment_intent": intent,
                "status": status,
            },
        )
    yield "charge.dispute.created", made
    if not status.startswith("warning"):
        yield "charge.dispute.funds_withdrawn", made


def decide_dispute(store: Store, account: str | None, key: str, status: str) -> Iterator[Event]:
    """Won, lost, or an inquiry that is closed; a won one gives the money back
    (https://docs.stripe.com/api/events/types#event_types-charge.dispute.closed)."""
    with store.lock:
        made = store.get(account, "dispute", key)
        made["status"] = status
    yield "charge.dispute.closed", made
    if status == "won":
        yield "charge.dispute.funds_reinstated", made


def of_charge(store: Store, account: str | None, kind: str, charge: str) -> list[dict[str, Any]]:
    """The refunds or disputes of a charge, newest first."""
    if store.owners.get(charge) != account:
        return []
    return store.back.get((kind, charge), [])[::-1]


def _charge_asked_for(store: Store, account: str | None, asked: dict[str, Any]) -> dict[str, Any]:
    if asked.get("charge"):
        return store.get(account, "charge", asked["charge"])
    if not asked.get("payment_intent"):
        raise parameter_missing("payment_intent")
    return _charge_of(store, account, asked["payment_intent"])


def _charge_of(store: Store, account: str | None, intent: str) -> dict[str, Any]:
    charge = store.get(account, "payment_intent", intent)["latest_charge"]
    if charge is None:
        raise missing("charge", intent)
    return store.get(account, "charge", charge)


def _count(store: Store, account: str | None, charge: dict[str, Any]) -> None:
    back = sum(
        each["amount"]
        for each in of_charge(store, account, "refund", charge["id"])
        if each["status"] in UNDER_WAY
    )
    charge |= {"amount_refunded": back, "refunded": back == charge["amount"]}
