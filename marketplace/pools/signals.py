"""Sent inside the transaction in which a pool, its members or its shares change."""

from blinker import Signal

pool_changed = Signal()
"""Sender: the pool."""
