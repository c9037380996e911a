"""What filers are told."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.errors import N_
from marketplace.registration.models import Filing

OPENED: Final = "filing_opened"
DUE_SOON: Final = "filing_due_soon"
OVERDUE: Final = "filing_overdue"
ADVISED: Final = "filing_advised"
CORRECTION_SOON: Final = "filing_correction_soon"
CORRECTION_LATE: Final = "filing_correction_late"
RUN_FINISHED: Final = "filing_run_finished"
MANDATED: Final = "filing_mandate_given"
PACKAGE_READY: Final = "filing_package_ready"
WITHDRAWAL: Final = "filing_withdrawal_duty"
BARS: Final = "filing_bars_warning"
BAR_ARISEN: Final = "filing_bar_arisen"
ENDED: Final = "filing_agreement_ended"
AMENDED: Final = "filing_agreement_amended"
NEVER_EFFECTIVE: Final = "filing_never_effective"
HAND_OVER: Final = "filing_hand_over"
REGISTERED: Final = "filing_assignment_registered"
LICENSE_GOES_ON: Final = "filing_license_goes_on"


def link(filing: Filing) -> str:
    """The filing's page, as inbox rows and mails name it."""
    return f"/filings/{filing.public_id}"


register_message(
    OPENED,
    subject=N_("Filings have become due: %(title)s"),
    body=N_(
        "The license is in effect. The recordal at the patent office is due by %(day)s; the "
        "package with the copy sheet can be prepared now."
    ),
    action=N_("Prepare the package"),
)
register_message(
    DUE_SOON,
    subject=N_("%(days)s days left to file: %(title)s"),
    body=N_("A filing is due by %(day)s. Prepare the package, have it sealed, and submit it."),
    action=N_("Open the filing"),
)
register_message(
    OVERDUE,
    subject=N_("Filing overdue: %(title)s"),
    body=N_(
        "The day %(day)s has passed. Late filing is still possible, with an explanation sealed by "
        "both parties."
    ),
    action=N_("File now"),
)
register_message(
    ADVISED,
    subject=N_("Please remember to file: %(title)s"),
    body=N_(
        "Offices ask for this by about %(day)s. That day is a reminder and not confirmed as law; "
        "look at what the office says, then file."
    ),
    action=N_("Open the filing"),
)
register_message(
    CORRECTION_SOON,
    subject=N_("%(days)s days left to answer the authority: %(title)s"),
    body=N_(
        "The authority asked for a correction and gave until %(day)s. Correct the papers and submit "
        "them again."
    ),
    action=N_("Open the filing"),
)
register_message(
    CORRECTION_LATE,
    subject=N_("The authority's day for the correction has passed: %(title)s"),
    body=N_(
        "The authority gave until %(day)s. Submit the correction now and ask the authority whether "
        "the filing still stands; if not, prepare it anew."
    ),
    action=N_("Open the filing"),
)
register_message(
    RUN_FINISHED,
    subject=N_("Packages prepared: %(done)s of %(size)s"),
    body=N_("%(refused)s could not be prepared; the page names what each of them lacks."),
    action=N_("See the result"),
)
register_message(
    MANDATED,
    subject=N_("%(client)s has mandated you to file"),
    body=N_("Filings that it hands to you stand on your filing desk with their due days."),
    action=N_("Open the mandates"),
)
register_message(
    PACKAGE_READY,
    subject=N_("Filing package ready: %(title)s"),
    body=N_("The package is sealed and can be downloaded. You or your agency submit it."),
    action=N_("Download the package"),
)
register_message(
    WITHDRAWAL,
    subject=N_("Withdraw the declaration: %(title)s"),
    body=N_(
        "Since the announcement a bar has arisen or is no longer stated as clear: %(bars)s. The "
        "declaration is to be withdrawn without delay and licensees are to be told; or state the "
        "bar again if it does not exist."
    ),
    action=N_("Open the withdrawal"),
)
register_message(
    BARS,
    subject=N_("Please note before you rely on this license: %(title)s"),
    body=N_(
        "On the day of the notice this was found or not stated about the patent: %(bars)s. The "
        "notice stands; the patentee has been told to look into it."
    ),
)
register_message(
    BAR_ARISEN,
    subject=N_("A bar was found on the patent of your license: %(title)s"),
    body=N_(
        "Since the declaration was announced this was found about the patent: %(bars)s. The "
        "patentee has to withdraw the declaration without delay. A license in effect goes on as "
        "agreed; a notice that waits for payment makes a license only before the day on which the "
        "withdrawal is announced."
    ),
    action=N_("See the agreement"),
)
register_message(
    ENDED,
    subject=N_("License ended, recordal stands: %(title)s"),
    body=N_(
        "The license has ended. Have the recordal cancelled at the patent office; offices ask for "
        "it within 30 days (to be checked there)."
    ),
    action=N_("Open the filing"),
)
register_message(
    HAND_OVER,
    subject=N_("Assignment registered: change the holder of %(number)s"),
    body=N_(
        "The assignment of %(title)s (%(number)s) from %(seller)s to %(buyer)s was entered as "
        "registered, with its receipt. Compare the register copy, then record the new holder."
    ),
    action=N_("Check the proof"),
)
register_message(
    REGISTERED,
    subject=N_("Assignment registered: %(number)s"),
    body=N_(
        "The office registered the assignment of %(title)s (%(number)s) from %(seller)s to "
        "%(buyer)s. An administrator compares the receipt; then the patent moves to the buyer's "
        "inventory. Licenses granted before go on."
    ),
    action=N_("See the patent"),
)
register_message(
    LICENSE_GOES_ON,
    subject=N_("The patent of a license changes hands: %(title)s"),
    body=N_(
        "The office registered the assignment of %(number)s from %(seller)s to %(buyer)s. The "
        "license goes on as agreed, with the buyer in the place of the licensor; what accrued "
        "before stays owed to %(seller)s. Pay what accrues afterwards to an account that the buyer "
        "has confirmed, and not before the new holder stands in the record."
    ),
    action=N_("See the agreement"),
)
register_message(
    AMENDED,
    subject=N_("Change to be recorded: %(title)s"),
    body=N_(
        "The contract was amended on %(day)s. What was recorded or registered no longer says what "
        "holds: file the change with the amendment. What is not filed yet is prepared anew."
    ),
    action=N_("Open the filing"),
)
register_message(
    NEVER_EFFECTIVE,
    subject=N_("Take back what was filed: %(title)s"),
    body=N_(
        "It was decided that the license never took effect, but a filing about it lies with the "
        "authority or is done already. Take the application back, or have the entry cancelled, and "
        "enter the result on the page of the filing."
    ),
    action=N_("Open the filing"),
)
