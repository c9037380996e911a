"""What the fake remembers: objects per connected account, and the events about them."""

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.stripe_fake.errors import missing

API_VERSION = "2026-10-28.endive"


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


@dataclass
class Store:
    """Objects by account and id. An account sees only its own
    (https://docs.stripe.com/connect/authentication: the Stripe-Account header)."""

    objects: dict[tuple[str | None, str], dict[str, Any]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    owners: dict[str, str | None] = field(default_factory=dict)
    back: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    told: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def add(self, account: str | None, thing: dict[str, Any]) -> dict[str, Any]:
        """Keep a new object; indexed so that a store of many histories answers as fast."""
        with self.lock:
            self.objects[account, thing["id"]] = thing
            self.owners[thing["id"]] = account
            if "charge" in thing:
                self.back.setdefault((thing["object"], thing["charge"]), []).append(thing)
            if thing["object"] == "payment_intent":
                self.references[thing["id"]] = thing["metadata"].get("payment", "")
        return thing

    def get(self, account: str | None, kind: str, key: str) -> dict[str, Any]:
        with self.lock:
            thing = self.objects.get((account, key))
        if thing is None or thing["object"] != kind:
            raise missing(kind, key)
        return thing

    def session(self, key: str) -> tuple[str | None, dict[str, Any]]:
        """A session and its account by id alone: the hosted page has no key."""
        with self.lock:
            account = self.owners.get(key)
            return account, self.get(account, "checkout.session", key)

    def owner(self, key: str) -> str | None:
        """The account that holds an object."""
        return self.owners[key]

    def reference(self, thing: dict[str, Any]) -> str:
        """The payment of ours that an object is about, by what we named it to Stripe."""
        intent = thing.get("payment_intent") or thing["id"]
        return thing.get("client_reference_id") or self.references.get(intent, "")

    def event(self, account: str | None, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
        """A snapshot event; about a connected account it carries ``account``
        (https://docs.stripe.com/connect/webhooks, https://docs.stripe.com/api/events/object)."""
        event = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": int(time.time()),
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
            "data": {"object": dict(thing)},
        }
        if account:
            event["account"] = account
        with self.lock:
            self.events.append(event)
            self.told.setdefault(self.reference(thing), []).append(event)
        return event
