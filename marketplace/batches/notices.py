"""The room's message texts; importing the module registers them."""

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

register_message(
    "batch:to_review",
    subject=N_("To review: %(count)s listings of %(organization)s"),
    body=N_(
        "%(organization)s submitted %(count)s listings at once (%(name)s). Publish or return "
        "them together or one by one."
    ),
    action=N_("Review the batch"),
)
register_message(
    "batch:returned",
    subject=N_("Returned: %(returned)s listings of %(name)s"),
    body=N_(
        "Of %(name)s %(published)s listings are published and %(returned)s came back. Each says "
        "what is to be mended."
    ),
    action=N_("Mend them"),
)
register_message(
    "batch:finished",
    subject=N_("Published: %(published)s listings of %(name)s"),
    body=N_("All submitted listings of %(name)s are now shown to everybody."),
)
