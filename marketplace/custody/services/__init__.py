"""What the parties do with money that a bank holds; each inside the caller's ``transaction()``."""

from marketplace.custody.services.arranging import agree, confirm_received, drop, propose
from marketplace.custody.services.instructing import (
    confirm_carried_out,
    decide,
    instruct,
    withdraw,
)
from marketplace.custody.services.steps import locked

__all__ = [
    "agree",
    "confirm_carried_out",
    "confirm_received",
    "decide",
    "drop",
    "instruct",
    "locked",
    "propose",
    "withdraw",
]
