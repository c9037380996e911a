"""What the room tells the rooms above, inside the transaction."""

from blinker import signal

patents_changed = signal("patents-changed")
"""Sent with the list of patents that were created or changed in the present transaction."""
