"""What the parties are told of further papers."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.deeds.models import Deed, DeedKind
from marketplace.errors import N_

INVITED: Final = "deed_invited"
REMINDER: Final = "deed_reminder"
REFUSED: Final = "deed_refused"
IN_FORCE: Final = {
    DeedKind.AMENDMENT: "deed_amended",
    DeedKind.TERMINATION_AGREEMENT: "deed_ended_by_agreement",
    DeedKind.TERMINATION_NOTICE: "deed_ended_by_notice",
}


def link(deed: Deed) -> str:
    """The paper's page, as inbox rows and mails name it."""
    return f"/deeds/{deed.public_id}"


register_message(
    INVITED,
    subject=N_("Paper on a contract to sign: %(title)s"),
    body=N_(
        "%(other)s has drawn up and signed a paper that changes or ends this contract. Read it with "
        "its changes marked, then sign, or decline with a reason. Until you sign, nothing changes."
    ),
    action=N_("Read and sign"),
)
register_message(
    REMINDER,
    subject=N_("To be signed by %(day)s: %(title)s"),
    body=N_("A paper on this contract waits for your signature through %(day)s; then it lapses."),
    action=N_("Read and sign"),
)
register_message(
    REFUSED,
    subject=N_("Signature declined: %(title)s"),
    body=N_("%(other)s has declined to sign the paper. The contract stays as it is."),
    action=N_("Read the reason"),
)
register_message(
    IN_FORCE[DeedKind.AMENDMENT],
    subject=N_("Contract amended: %(title)s"),
    body=N_(
        "The amendment is in force since %(day)s. Amounts that were not due yet follow the new "
        "terms; see whether the change is to be recorded."
    ),
    action=N_("Open the contract"),
)
register_message(
    IN_FORCE[DeedKind.TERMINATION_AGREEMENT],
    subject=N_("Contract ended by agreement: %(title)s"),
    body=N_("Both sides have signed; the contract ended on %(day)s."),
    action=N_("Open the contract"),
)
register_message(
    IN_FORCE[DeedKind.TERMINATION_NOTICE],
    subject=N_("Notice of termination: %(title)s"),
    body=N_(
        "A notice of termination was served on %(day)s. Who objects may ask a court or the agreed "
        "arbitral body to decide."
    ),
    action=N_("Open the contract"),
)
