"""The room's message texts; importing the module registers them."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

INVITED: Final = "pool:invited"
JOINED: Final = "pool:joined"
DECLINED: Final = "pool:declined"
LEAVING: Final = "pool:leaving"
MEMBER_CHANGED: Final = "pool:member_changed"
SHARES_PROPOSED: Final = "pool:shares_proposed"
SHARES_ADOPTED: Final = "pool:shares_adopted"

register_message(
    INVITED,
    subject=N_("Invitation to the patent pool %(pool)s"),
    body=N_(
        "%(operator)s invites your organization to the patent pool %(pool)s. A signatory reads the "
        "pool agreement, chooses the patents, and signs; or you decline."
    ),
    action=N_("Read the pool agreement"),
)
register_message(
    JOINED,
    subject=N_("%(member)s joined the patent pool %(pool)s"),
    body=N_("%(member)s has signed the pool agreement and its mandate."),
    action=N_("Look at the pool"),
)
register_message(
    DECLINED,
    subject=N_("%(member)s declined to join %(pool)s"),
    body=N_("%(member)s declined the invitation to the patent pool %(pool)s."),
)
register_message(
    LEAVING,
    subject=N_("%(member)s leaves the patent pool %(pool)s"),
    body=N_(
        "The last day of %(member)s is %(day)s. Licenses given before stand. Listings with its "
        "patents take no new license after that day: publish new ones without them."
    ),
    action=N_("Look at the pool"),
)
register_message(
    MEMBER_CHANGED,
    subject=N_("The parts in the patent pool %(pool)s change on %(day)s"),
    body=N_("%(member)s joins or leaves; from %(day)s on every member's part is another one."),
)
register_message(
    SHARES_PROPOSED,
    subject=N_("New shares proposed in the patent pool %(pool)s"),
    body=N_(
        "The operator proposes new units of share from %(day)s on. They count once a signatory of "
        "every member has agreed before that day."
    ),
    action=N_("Look at the proposal"),
)
register_message(
    SHARES_ADOPTED,
    subject=N_("New shares adopted in the patent pool %(pool)s"),
    body=N_("All members have agreed. The new units of share count from %(day)s on."),
)
