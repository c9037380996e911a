"""What the room tells the rooms above it, inside the transaction; the sender is the listing."""

from blinker import Namespace

_signals = Namespace()

listing_changed = _signals.signal("listing_changed")
standing_offer_signed = _signals.signal("standing_offer_signed")
