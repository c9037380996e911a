"""The 20 cases of stripe-python's tests/test_webhook.py, told in our own words (R-30).

They come in three rounds: through ``Webhook.construct_event`` (6), through
``WebhookSignature.verify_header`` (7), through ``StripeClient.construct_event`` (7). A case is the
body, the header, the tolerance, and whether it must be taken.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from marketplace.payments.webhook import TOLERANCE, sign

SECRET = "whsec_test_secret"
BODY = b"""{
  "id": "evt_test_webhook",
  "object": "event",
  "data": { "object": { "id": "rdr_123", "object": "terminal.reader" } }
}"""
V2_BODY = b"""{
  "id": "evt_234",
  "object": "v2.core.event",
  "type": "v1.billing.meter.error_report_triggered",
  "livemode": true,
  "created": "2022-02-15T00:27:45.330Z"
}"""


def header(body: bytes = BODY, *, age: int = 0, scheme: str = "v1", signature: str = "") -> str:
    instant = int(time.time()) - age
    return f"t={instant},{scheme}={signature or sign(body, SECRET, instant)}"


@dataclass(frozen=True)
class Case:
    name: str
    taken: bool
    body: bytes | bytearray = BODY
    header: Callable[[], str] = header
    tolerance: int | None = TOLERANCE


NOT_JSON = b"this is not valid JSON"

CONSTRUCTED = [
    Case("good", True),
    Case("not_json", False, NOT_JSON, lambda: header(NOT_JSON)),
    Case("bad_header", False, BODY, lambda: "bad_header"),
    Case("bytearray", True, bytearray(BODY)),
    Case("bytes", True, bytes(BODY)),
    Case("v2_payload", False, V2_BODY, lambda: header(V2_BODY)),
]
VERIFIED = [
    Case("malformed_header", False, BODY, lambda: "i'm not even a real signature header"),
    Case("other_scheme", False, BODY, lambda: header(scheme="v0")),
    Case("no_valid_signature", False, BODY, lambda: header(signature="bad_signature")),
    Case("too_old", False, BODY, lambda: header(age=15), 10),
    Case("good_header", True, BODY, header, 10),
    Case("one_good_signature_of_two", True, BODY, lambda: header() + ",v1=bad_signature", 10),
    Case("old_without_tolerance", True, BODY, lambda: header(age=int(time.time()) - 12345), None),
]
