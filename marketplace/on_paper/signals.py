"""What this room tells the rooms above, inside the transaction of the change."""

from blinker import signal

settled_before = signal("paper-contract-settled-before")
"""The sender is an agreement; ``through`` the Shanghai day by which all that was due had been paid
before the contract was entered, ``by`` whoever entered it."""
