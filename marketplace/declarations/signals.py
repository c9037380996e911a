"""What the room tells the rooms above it, inside the transaction; the sender is the declaration."""

from blinker import Namespace

_signals = Namespace()

declaration_changed = _signals.signal("declaration_changed")
