"""The room's message texts; importing the module registers them."""

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

register_message(
    "approval:asked",
    subject=N_("Waits for approval: %(name)s"),
    body=N_(
        "%(name)s was put before your organization's approval. Whoever the step names decides, "
        "but never the person who asked. %(step)s"
    ),
    action=N_("Approve or return"),
)
register_message(
    "approval:asked_many",
    subject=N_("%(count)s subjects wait for approval"),
    body=N_(
        "%(count)s subjects were put before your organization's approval in one sitting. Whoever "
        "the step names decides on all of them at once, but never the person who asked. %(step)s"
    ),
    action=N_("Approve or return"),
)
register_message(
    "in_house_notice:opened",
    subject=N_("In-house notice opened: %(title)s"),
    body=N_(
        "The notice “%(title)s” runs through %(day)s. Record every objection, keep a screenshot, "
        "and close the notice afterwards."
    ),
    action=N_("Open the notice"),
)
register_message(
    "in_house_notice:objected",
    subject=N_("Objection to the in-house notice: %(title)s"),
    body=N_(
        "An objection to the notice “%(title)s” was recorded. Enter how it was handled and its "
        "result; until then the notice does not pass."
    ),
    action=N_("Handle the objection"),
)
