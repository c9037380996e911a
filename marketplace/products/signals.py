"""What products tell the rooms above, inside the transaction of the change."""

from blinker import signal

product_changed = signal("product-changed")
"""Sender: the Product that was entered, whose sales were stated, or that was filed or recognized."""
