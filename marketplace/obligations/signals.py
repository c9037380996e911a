"""What obligations tell the rooms above, inside the transaction of the change."""

from blinker import signal

obligations_changed = signal("obligations-changed")
"""Sender: the Agreement whose obligations were computed anew or paid."""

obligations_fell_due = signal("obligations-fell-due")
"""No sender; ``agreements``: database keys of those whose amounts fell due by the clock."""
