"""What filings tell the rooms above, inside the transaction of the change."""

from blinker import signal

filing_changed = signal("filing-changed")
"""Sender: the Filing. Keyword ``action``: ``open`` or the step that it took."""
