"""The room's message texts; importing the module registers them."""

from marketplace.accounts.messages import register_message
from marketplace.errors import N_

register_message(
    "declaration:notice_needed",
    subject=N_("Open the in-house notice for %(number)s"),
    body=N_(
        "The declaration for %(title)s (%(number)s) is approved. A state institution now shows "
        "name and price inside the house, before it files."
    ),
    action=N_("Put up the notice"),
)
register_message(
    "declaration:returned",
    subject=N_("The declaration for %(number)s was returned"),
    body=N_("The papers for %(title)s (%(number)s) came back to preparation. The reason is there."),
    action=N_("Mend the papers"),
)
register_message(
    "declaration:ready",
    subject=N_("The declaration for %(number)s is ready to file"),
    body=N_(
        "File the papers for %(title)s (%(number)s) at the patent office yourself or through your "
        "agency, then enter the day here."
    ),
    action=N_("Open the papers"),
)
register_message(
    "declaration:correction",
    subject=N_("The office asks for a correction: %(number)s"),
    body=N_("The office wants the declaration for %(title)s (%(number)s) corrected."),
    action=N_("See what to correct"),
)
register_message(
    "declaration:correction_due",
    subject=N_("Correct the declaration for %(number)s by %(day)s"),
    body=N_(
        "The office wants the declaration for %(title)s (%(number)s) corrected. The last day on its "
        "notice is %(day)s. File the corrected papers, then enter the day here."
    ),
    action=N_("See what to correct"),
)
register_message(
    "declaration:check_asked",
    subject=N_("Check the announcement for %(number)s"),
    body=N_(
        "Number, day and evidence of the announcement for %(title)s (%(number)s) were entered. "
        "Another person compares them with the gazette; notices are possible from then on."
    ),
    action=N_("Compare and confirm"),
)
register_message(
    "declaration:entry_rejected",
    subject=N_("Enter the announcement for %(number)s again"),
    body=N_("The entry for %(title)s (%(number)s) differs from its evidence and was taken back."),
    action=N_("Enter it again"),
)
register_message(
    "declaration:announced",
    subject=N_("Announced: %(number)s takes notices"),
    body=N_("The declaration for %(title)s (%(number)s) is announced and was checked."),
)
register_message(
    "declaration:not_announced",
    subject=N_("The office does not announce the declaration for %(number)s"),
    body=N_("The declaration for %(title)s (%(number)s) was refused. You may declare it anew."),
    action=N_("See the reason"),
)
register_message(
    "declaration:withdrawal_requested",
    subject=N_("Withdrawal requested: %(number)s"),
    body=N_(
        "The withdrawal of the declaration for %(title)s (%(number)s) was requested. Until the "
        "office announces it, notice and payment still make licenses."
    ),
)
register_message(
    "declaration:withdrawn",
    subject=N_("Withdrawn: %(number)s"),
    body=N_(
        "The office announced the withdrawal of the declaration for %(title)s (%(number)s). "
        "Licenses obtained before that day stay as they are."
    ),
)
register_message(
    "declaration:withdrawal_refused",
    subject=N_("The withdrawal for %(number)s was refused"),
    body=N_("The declaration for %(title)s (%(number)s) goes on and takes notices."),
)
register_message(
    "declaration:ended",
    subject=N_("The office ended the declaration for %(number)s"),
    body=N_("The office ended the declaration for %(title)s (%(number)s)."),
    action=N_("See the declaration"),
)
register_message(
    "declaration:revoked",
    subject=N_("The office revoked the declaration for %(number)s"),
    body=N_("The office revoked the declaration for %(title)s (%(number)s) for false material."),
    action=N_("See the declaration"),
)
register_message(
    "declaration:expired",
    subject=N_("The patent %(number)s has reached its end"),
    body=N_("The life of %(title)s (%(number)s) is over, and its declaration with it."),
)
register_message(
    "declaration:statement_asked",
    subject=N_("%(organization)s asks for your statement as co-owner of %(number)s"),
    body=N_(
        "%(organization)s wants to put %(title)s (%(number)s) under open license, or to withdraw "
        "it, and needs the statement of every co-owner. The link shows the very terms; it works "
        "once and for thirty days."
    ),
    action=N_("Read the terms and state yes or no"),
)
register_message(
    "declaration:statement_made",
    subject=N_("A co-owner of %(number)s has answered"),
    body=N_("The statement about %(title)s (%(number)s) is with the papers."),
    action=N_("See the statement"),
)
register_message(
    "declaration:batch",
    subject=N_("%(count)s declarations have moved on"),
    body=N_("%(count)s declarations were put forward or checked in one sitting."),
    action=N_("Open the declarations desk"),
)
register_message(
    "declaration:batch_ready",
    subject=N_("%(count)s declarations are ready for the office"),
    body=N_(
        "The house has decided on %(count)s declarations. Sign the commitments, download the copy "
        "sheets and enter the day of filing, each for all at once."
    ),
    action=N_("Open the declarations desk"),
)
register_message(
    "declaration:batch_notice",
    subject=N_("%(count)s declarations need an in-house notice"),
    body=N_(
        "The papers of %(count)s declarations are approved. Before they are filed, show them in "
        "your house; one notice takes all of them."
    ),
    action=N_("Open the in-house notice"),
)
register_message(
    "declaration:batch_returned",
    subject=N_("%(count)s declarations were returned"),
    body=N_("The papers of %(count)s declarations came back. The reason stands on each of them."),
    action=N_("Mend the papers"),
)
register_message(
    "declaration:batch_check",
    subject=N_("Check %(count)s announcements"),
    body=N_(
        "The announcements of %(count)s declarations were entered. Another person compares them "
        "with the gazette, all in one sitting; notices are possible from then on."
    ),
    action=N_("Compare and confirm"),
)
