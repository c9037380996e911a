"""What the ledger tells the rooms above, inside the transaction."""

from blinker import Signal

entry_reversed = Signal()
"""Sender: the entry that was taken back. Keywords ``reversal``, ``by``."""
