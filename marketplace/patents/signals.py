"""What the room tells the rooms above, inside the transaction."""

from blinker import signal

patents_changed = signal("patents-changed")
"""Sent with the list of patents that were created or changed in the present transaction."""

patent_passed = signal("patent-passed")
"""The register names another holder: the sender is the patent, ``before`` and ``to`` the
organizations, ``on`` the Shanghai day of registration, ``by`` the administrator who saw the proof."""
