"""Stripe's notices to us: the signature over the raw body first, then the event in it.

Follows https://docs.stripe.com/webhooks#verify-manually with Stripe's own tolerance. The real time
counts here, not the set clock: the sender does not share it.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marketplace.errors import N_, Refused

SCHEME = "v1"
TOLERANCE = 300
"""Seconds for which a signed notice may be on its way."""


@dataclass(frozen=True)
class StripeEvent:
    """One notice. ``account`` is the connected account it is about, ``object`` its subject."""

    id: str
    type: str
    account: str | None
    created: datetime | None
    livemode: bool
    object: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What makes it one notice: its id, and the state that it tells of its subject."""
        told = self.object.get("payment_status") or self.object.get("status") or ""
        return f"{self.id}:{told}"[:120]


class BadSignature(Refused):
    """The notice does not come from Stripe, or not now."""

    def __init__(self, message: str) -> None:
        super().__init__("webhook_signature", message, status=400)


class BadEvent(Refused):
    """The notice is signed, but is no event that we can read."""

    def __init__(self, message: str) -> None:
        super().__init__("webhook_event", message, status=400)


def read_event(
    body: bytes, header: str | None, secret: str, tolerance: int | None = TOLERANCE
) -> StripeEvent:
    """Verify the raw body, then read the event; BadSignature or BadEvent, both 400."""
    verify(body, header, secret, tolerance)
    return _event(body)


def verify(body: bytes, header: str | None, secret: str, tolerance: int | None = TOLERANCE) -> None:
    """Refuse a body that no signature of the header fits, or whose time is too long past."""
    if not secret.strip():
        raise BadSignature(N_("No webhook secret is set. Set MARKETPLACE_STRIPE_WEBHOOK_SECRET."))
    instant, signatures = _parse(header or "")
    if not signatures:
        raise BadSignature(N_("The signature header holds no signature of scheme v1."))
    expected = sign(body, secret, instant)
    if not any(hmac.compare_digest(expected.encode(), each.encode()) for each in signatures):
        raise BadSignature(N_("No signature of the header fits the body."))
    if tolerance is not None and instant < time.time() - tolerance:
        raise BadSignature(N_("The notice is too old. Send it again."))


def sign(body: bytes, secret: str, instant: int) -> str:
    """HMAC-SHA256 over ``<seconds since 1970>.<body>``, in lower-case hex."""
    return hmac.new(secret.encode(), b"%d." % instant + body, hashlib.sha256).hexdigest()


def _parse(header: str) -> tuple[int, list[str]]:
    pairs = [item.split("=", 1) for item in header.split(",")]
    try:
        instant = int(next(pair[1] for pair in pairs if pair[0] == "t"))
    except (StopIteration, IndexError, ValueError):
        raise BadSignature(N_("The signature header cannot be read.")) from None
    return instant, [pair[1] for pair in pairs if pair[0] == SCHEME and len(pair) == 2]


def _event(body: bytes) -> StripeEvent:
    try:
        data = json.loads(body)
    except ValueError:
        raise BadEvent(N_("The notice is not JSON.")) from None
    if not isinstance(data, dict) or data.get("object") != "event":
        raise BadEvent(N_("The notice is not a snapshot event. Choose snapshot payloads."))
    return event_of(data)


def event_of(data: Mapping[str, Any]) -> StripeEvent:
    """The event in a parsed snapshot; BadEvent where it lacks an id or its object."""
    subject = data.get("data", {})
    subject = subject.get("object") if isinstance(subject, dict) else None
    created = data.get("created")
    if not isinstance(subject, dict) or not isinstance(data.get("id"), str):
        raise BadEvent(N_("The event has no id or no object."))
    return StripeEvent(
        id=data["id"],
        type=str(data.get("type", "")),
        account=data.get("account"),
        created=datetime.fromtimestamp(created, UTC) if isinstance(created, int) else None,
        livemode=data.get("livemode") is True,
        object=subject,
    )
