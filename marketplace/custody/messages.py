"""What a party is told when the other one, or the bank, has done something with money held."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

PROPOSED: Final = "custody_proposed"
ARRANGED: Final = "custody_arranged"
DROPPED: Final = "custody_dropped"
HELD: Final = "custody_held"
TO_DECIDE: Final = "custody_to_decide"
ISSUED: Final = "custody_issued"
WITHDRAWN: Final = "custody_withdrawn"
CARRIED_OUT: Final = "custody_carried_out"

_TEXTS = {
    PROPOSED: (
        N_("Custody by a bank proposed: %(title)s"),
        N_("The other party proposes that a bank holds %(amount_fen)s. See what is arranged."),
        N_("Agree or drop"),
    ),
    ARRANGED: (
        N_("Custody by a bank arranged: %(title)s"),
        N_("Both parties agree. Enter the bank's confirmation once it holds the money."),
        N_("See the custody"),
    ),
    DROPPED: (
        N_("Custody by a bank dropped: %(title)s"),
        N_("The other party has dropped it. The bank holds no money by this arrangement."),
        N_("See the custody"),
    ),
    HELD: (
        N_("The bank holds the money: %(title)s"),
        N_("The bank's confirmation was entered. It releases or returns by rule or decision."),
        N_("See the custody"),
    ),
    TO_DECIDE: (
        N_("Decide on money that the bank holds: %(title)s"),
        N_("The other party proposes an instruction to the bank; it needs a person of yours."),
        N_("Decide"),
    ),
    ISSUED: (
        N_("Instruction to the bank stands: %(title)s"),
        N_("The bank can be told. Enter its confirmation once it has done so."),
        N_("See the custody"),
    ),
    WITHDRAWN: (
        N_("Instruction to the bank withdrawn: %(title)s"),
        N_("What was proposed does not stand; nothing was told to the bank."),
        N_("See the custody"),
    ),
    CARRIED_OUT: (
        N_("The bank has done as told: %(title)s"),
        N_("The bank's confirmation was entered. What was released counts as payment."),
        N_("See the custody"),
    ),
}
for _code, (_subject, _body, _action) in _TEXTS.items():
    register_message(_code, subject=_subject, body=_body, action=_action)
