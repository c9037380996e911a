"""What is told about contracts on paper."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_
from marketplace.on_paper.models import PaperContract

TO_CHECK: Final = "paper_contract_to_check"
RETURNED: Final = "paper_contract_returned"
OBJECTED: Final = "paper_contract_objected"
COUNTERPART: Final = "counterpart_to_check"
REJECTED: Final = "counterpart_rejected"


def link(paper: PaperContract) -> str:
    """The entry's page, as inbox rows and mails name it."""
    return f"/paper-contracts/{paper.public_id}"


register_message(
    TO_CHECK,
    subject=N_("Contract to be checked against its scan: %(number)s"),
    body=N_(
        "%(by)s has entered a contract that was signed elsewhere. Another person compares the entry "
        "with the scan; then it counts like every other agreement."
    ),
    action=N_("Compare and confirm"),
)
register_message(
    RETURNED,
    subject=N_("Entry sent back: contract %(number)s"),
    body=N_("The entry does not agree with the scan: %(reason)s"),
    action=N_("Read the reason"),
)
register_message(
    OBJECTED,
    subject=N_("The other side objects: contract %(number)s"),
    body=N_("%(other)s says that the entry is wrong: %(reason)s"),
    action=N_("Read the objection"),
)
register_message(
    COUNTERPART,
    subject=N_("Sealed counterpart to be checked: %(title)s"),
    body=N_("A scan of the paper that was signed and sealed waits for the look of another person."),
    action=N_("Compare and confirm"),
)
register_message(
    REJECTED,
    subject=N_("Sealed counterpart does not match: %(title)s"),
    body=N_("The scan was not accepted: %(reason)s"),
    action=N_("Read the reason"),
)
