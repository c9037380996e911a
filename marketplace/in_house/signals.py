"""What the room tells the rooms above it, inside the transaction.

Each is sent once for all that a person decided together: senders are a list of approval requests
or of notice rows (both carry `subject_type` and `subject_id`); the keyword `by` is the person.
"""

from blinker import Namespace

_signals = Namespace()

approval_checking = _signals.signal("approval_checking")
"""Before the last approval of a round: whoever owns a subject refuses here if a bar stands."""
approval_granted = _signals.signal("approval_granted")
approval_returned = _signals.signal("approval_returned")
"""Keyword `reason`; sent when a person returned the papers or took them back."""
notice_opened = _signals.signal("notice_opened")
notice_passed = _signals.signal("notice_passed")
subject_taken_out = _signals.signal("subject_taken_out")
"""Keyword `reason`."""
