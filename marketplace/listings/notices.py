"""The room's message texts; importing the module registers them."""

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

register_message(
    "listing:to_review",
    subject=N_("To review: %(title)s"),
    body=N_("%(organization)s submitted the listing %(title)s. Publish it or return it."),
    action=N_("Review the listing"),
)
register_message(
    "listing:returned",
    subject=N_("Returned: %(title)s"),
    body=N_("The listing %(title)s came back. What is to be mended: %(reason)s"),
    action=N_("Mend the listing"),
)
register_message(
    "listing:published",
    subject=N_("Published: %(title)s"),
    body=N_("The listing %(title)s is now shown to everybody. Its terms do not change any more."),
)
register_message(
    "listing:pool_paused",
    subject=N_("Paused, a member has left the pool: %(title)s"),
    body=N_(
        "The pool may no longer license every patent of the listing %(title)s, so it takes no new "
        "license and is not shown. Licenses given before stand. Make a new listing from the pool "
        "page with the patents of the present members, then take this one off."
    ),
    action=N_("Open the paused listing"),
)
register_message(
    "listing:unpublished",
    subject=N_("Taken off: %(title)s"),
    body=N_(
        "The listing %(title)s is no longer shown. Declarations at the office and licenses "
        "already obtained are not touched by this."
    ),
)
