"""What the room tells the rooms above it, inside the transaction."""

from blinker import Signal

money_returned = Signal()
"""Sender: the payment of which money went back, wholly or in part. Keyword ``refund``."""
