"""Sending events, signed, again and again until they are taken.

Delivery is at least once, without promised order, tried again with growing pauses until a 2xx
comes back; each try is signed anew (https://docs.stripe.com/webhooks#retries,
https://docs.stripe.com/webhooks#verify-manually).
"""

import hashlib
import hmac
import json
import queue
import threading
import time
import urllib.error
import urllib.request
from typing import Any

PAUSES = (0.2, 0.5, 1, 2, 5, 10)


class Webhooks:
    """One endpoint. ``tries`` lists (event id, status or 0) of every try, for tests to look at."""

    def __init__(self, url: str, secret: str, pauses: tuple[float, ...] = PAUSES) -> None:
        self.url = url
        self.secret = secret
        self.pauses = pauses
        self.tries: list[tuple[str, int]] = []
        self._events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def send(self, event: dict[str, Any]) -> None:
        """Queue an event; nothing happens where no endpoint is configured."""
        if self.url:
            self._events.put(event)

    def wait(self) -> None:
        """Return when every queued event was taken or given up."""
        self._events.join()

    def close(self) -> None:
        self._stopped.set()
        self._events.put(None)
        self._thread.join(timeout=5)

    def deliver(self, event: dict[str, Any]) -> int:
        """One try; the status of the answer, 0 if there was none."""
        body = json.dumps(event, indent=2).encode()
        request = urllib.request.Request(
            self.url,
            body,
            {"Content-Type": "application/json", "Stripe-Signature": header(body, self.secret)},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            with error:
                status = error.code
        except OSError:
            status = 0
        self.tries.append((event["id"], status))
        return status

    def _work(self) -> None:
        while (event := self._events.get()) is not None:
            try:
                self._persist(event)
            finally:
                self._events.task_done()

    def _persist(self, event: dict[str, Any]) -> None:
        for pause in (*self.pauses, None):
            if 200 <= self.deliver(event) < 300:
                event["pending_webhooks"] = 0
                return
            if pause is None or self._stopped.wait(pause):
                return


def header(body: bytes, secret: str, instant: int | None = None) -> str:
    """The Stripe-Signature header of a body."""
    instant = int(time.time()) if instant is None else instant
    mac = hmac.new(secret.encode(), f"{instant}.".encode() + body, hashlib.sha256)
    return f"t={instant},v1={mac.hexdigest()}"
