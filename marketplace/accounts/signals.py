"""What rooms above listen to; sent inside the transaction of the change."""

from blinker import Signal

organization_changed = Signal()
"""Sender: the Organization. Keyword ``action``: verify, return, resubmit, suspend, resume."""

payee_account_verified = Signal()
"""Sender: the PayeeAccount that payments go to from now on."""
