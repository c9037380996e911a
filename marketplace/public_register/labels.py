"""The words of the public register."""

from flask_babel import lazy_gettext as _l

from marketplace.public_register.entries import State
from marketplace.public_register.models import Shown

SHOWN = {
    Shown.NOTHING: _l("Not shown"),
    Shown.REGION_AND_KIND: _l("Province and kind of organization only"),
    Shown.NAME: _l("By name"),
}
STATE = {State.IN_FORCE: _l("In force"), State.ENDED: _l("Ended")}
EVENTS = {"register_choice:choose": _l("Choice for the public register made")}
