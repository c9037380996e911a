"""What agreements tell the rooms above, inside the transaction of the change."""

from blinker import signal

agreement_changed = signal("agreement-changed")
"""Any step of an agreement's life."""

agreement_delivered = signal("agreement-delivered")
"""A notice arrived, or a contract was concluded: what is asked for at effect is known."""

agreement_effective = signal("agreement-effective")
"""The license exists from ``agreement.effective_on``."""

agreement_ended = signal("agreement-ended")
"""The license or the attempt at one ended on ``agreement.ended_on``."""
