"""Words for money that a bank holds."""

from flask_babel import lazy_gettext as _l

from marketplace.custody.models import (
    ConfirmationKind,
    CustodyStatus,
    InstructionKind,
    InstructionStatus,
    ReleaseRule,
)

STATUS = {
    CustodyStatus.PROPOSED: _l("Proposed"),
    CustodyStatus.ARRANGED: _l("Arranged, not paid in yet"),
    CustodyStatus.HELD: _l("Held by the bank"),
    CustodyStatus.ENDED: _l("Nothing held any more"),
    CustodyStatus.DROPPED: _l("Dropped"),
}
RULE = {
    ReleaseRule.DECISION: _l("Only when a person of each party decides"),
    ReleaseRule.EFFECT: _l("When the license is effective"),
    ReleaseRule.MILESTONE: _l("When a milestone is accepted"),
    ReleaseRule.DAY: _l("From a day on"),
}
KIND = {
    InstructionKind.RELEASE: _l("Release to the licensor"),
    InstructionKind.RETURN: _l("Return to the licensee"),
}
INSTRUCTION = {
    InstructionStatus.PROPOSED: _l("Waits for the other party"),
    InstructionStatus.ISSUED: _l("Stands, for the bank to do"),
    InstructionStatus.CARRIED_OUT: _l("Done by the bank"),
    InstructionStatus.WITHDRAWN: _l("Withdrawn"),
}
CONFIRMATION = {
    ConfirmationKind.RECEIVED: _l("Received by the bank"),
    ConfirmationKind.RELEASED: _l("Released to the licensor"),
    ConfirmationKind.RETURNED: _l("Returned to the licensee"),
}
ALL = (STATUS, RULE, KIND, INSTRUCTION, CONFIRMATION)
