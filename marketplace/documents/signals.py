"""What rooms above listen to; sent inside the transaction of the change."""

from blinker import Signal

document_sealed = Signal()
"""Sender: the Document whose sealed file is now held."""
