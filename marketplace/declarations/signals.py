"""What the room tells the rooms above it, inside the transaction; the sender is the declaration,
the keyword `action` what happened to it (a verb of the life cycle or another change)."""

from blinker import Namespace

_signals = Namespace()

declaration_changed = _signals.signal("declaration_changed")
