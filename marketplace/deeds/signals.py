"""What this room tells the rooms above, inside the transaction of the change."""

from blinker import signal

contract_amended = signal("contract-amended")
"""An amendment is in force from ``deed.effective_on``; the sender is the deed."""
