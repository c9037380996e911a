"""What obligations tell the rooms above, inside the transaction of the change."""

from blinker import signal

obligations_changed = signal("obligations-changed")
"""Sender: the Agreement whose obligations were computed anew or paid."""
