"""The fake behind the present request, and how it behaves just now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from tests.stripe_fake.server import FakeStripe


@dataclass
class Behavior:
    """Bad days. ``slow_seconds`` delays every answer of the API; ``fail_next`` answers so many
    requests with 500 before any work, ``break_next`` so many after it
    (https://docs.stripe.com/error-low-level#server-errors: the outcome is unknown);
    ``refund_status`` is what new refunds begin as (https://docs.stripe.com/refunds: ``pending``
    until the payer's method has them); ``charge_amount`` is charged instead of what was asked.
    Notices: ``copies`` of each (https://docs.stripe.com/webhooks#handle-duplicate-events), in any
    order where ``shuffle`` (https://docs.stripe.com/webhooks#even-ordering), none where ``silent``.
    """

    slow_seconds: float = 0.0
    fail_next: int = 0
    break_next: int = 0
    refund_status: str = "succeeded"
    charge_amount: int = 0
    copies: int = 1
    shuffle: bool = False
    silent: bool = False


def fake() -> "FakeStripe":
    return current_app.extensions["fake"]
