"""Words for kinds, grounds, states and events."""

from flask_babel import lazy_gettext as _l

from marketplace.deeds.models import DeedKind, Ground
from marketplace.deeds.models import DeedStatus as S
from marketplace.terms.differences import Change

KIND = {
    DeedKind.AMENDMENT: _l("Amendment"),
    DeedKind.TERMINATION_AGREEMENT: _l("Agreement to end the contract"),
    DeedKind.TERMINATION_NOTICE: _l("Notice of termination"),
}
GROUND = {
    Ground.AGREEMENT: _l("Both sides agree"),
    Ground.UNPAID_AFTER_DEMAND: _l("The fee stayed unpaid after a demand"),
    Ground.BREACH: _l("Another breach defeats the purpose of the contract"),
    Ground.FORCE_MAJEURE: _l("Force majeure defeats the purpose of the contract"),
    Ground.RIGHT_LOST: _l("The patent has ended or was declared invalid"),
}
STATUS = {
    S.PROPOSED: _l("Drawn up, not signed"),
    S.SIGNED_BY_ONE: _l("Signed by one side"),
    S.IN_FORCE: _l("In force"),
    S.REFUSED: _l("Declined"),
    S.WITHDRAWN: _l("Taken back"),
    S.EXPIRED: _l("Not signed in time"),
}
CHANGE = {
    Change.ADDED: _l("Added"),
    Change.REMOVED: _l("Removed"),
    Change.CHANGED: _l("Changed"),
}
EVENTS = {
    "deed:propose": _l("Paper on the contract drawn up"),
    "deed:sign": _l("Paper on the contract signed"),
    "deed:invite": _l("Other side invited to sign the paper"),
    "deed:remind": _l("Reminded to sign the paper"),
    "deed:refuse": _l("Signature of the paper declined"),
    "deed:withdraw": _l("Paper taken back"),
    "deed:expire": _l("Paper not signed in time"),
    "deed:take_effect": _l("Paper in force"),
    "agreement:amend": _l("Contract amended"),
}
