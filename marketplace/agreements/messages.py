"""What the parties are told in the course of an agreement."""

from typing import Final

from marketplace.accounts.messages import register_message
from marketplace.agreements.models import Agreement
from marketplace.errors import N_

NOTICE_DELIVERED: Final = "agreement_notice_delivered"
EFFECTIVE: Final = "agreement_effective"
CONCLUDED: Final = "agreement_concluded"
INVITED: Final = "agreement_invited"
CONVERSION: Final = "agreement_conversion"
REMINDER: Final = "agreement_reminder"
REFUSED: Final = "agreement_refused"
ENTERED: Final = "agreement_entered"
PROPOSED: Final = "agreement_proposed"
DEMAND: Final = "agreement_demand"
USE_STOPPED: Final = "agreement_use_stopped"
DECLARATION_CLOSED: Final = "agreement_declaration_closed"
PLACE_RELEASED: Final = "agreement_place_released"
DECLARATION_WITHDRAWING: Final = "agreement_declaration_withdrawing"
EFFECT_ASKED: Final = "agreement_effect_asked"
EFFECT_ASKED_LICENSEE: Final = "agreement_effect_asked_licensee"
EFFECT_FOUND: Final = "agreement_effect_found"
EFFECT_SENT_BACK: Final = "agreement_effect_sent_back"
EFFECT_STATED: Final = "agreement_effect_stated"
EFFECT_NEVER: Final = "agreement_effect_never"
EFFECT_STANDS: Final = "agreement_effect_stands"


def link(agreement: Agreement) -> str:
    """The agreement's page, as inbox rows and mails name it."""
    return f"/agreements/{agreement.public_id}"


def question_link(agreement: Agreement) -> str:
    """The page on which it is decided whether the license took effect."""
    return f"{link(agreement)}/effect"


register_message(
    NOTICE_DELIVERED,
    subject=N_("Written notice received: %(title)s"),
    body=N_(
        "%(licensee)s gave written notice that it will exploit this patent under the announced "
        "declaration. Nothing needs to be accepted: the license arises with payment as announced."
    ),
    action=N_("Read the notice"),
)
register_message(
    EFFECTIVE,
    subject=N_("License in effect: %(title)s"),
    body=N_(
        "The license is in effect since %(day)s. The sealed document follows; the filings that "
        "are due from this day stand on the page of the agreement."
    ),
    action=N_("See what is due"),
)
register_message(
    CONCLUDED,
    subject=N_("Contract concluded: %(title)s"),
    body=N_("%(licensee)s accepted your signed offer. The contract is concluded."),
    action=N_("Open the contract"),
)
register_message(
    INVITED,
    subject=N_("Contract to sign: %(title)s"),
    body=N_("%(other)s has signed. Read the text and sign, or decline with a reason."),
    action=N_("Read and sign"),
)
register_message(
    CONVERSION,
    subject=N_("Conversion of the trial: %(title)s"),
    body=N_(
        "%(licensee)s converts the trial and draws up the contract that the trial promises. Both "
        "sides sign it; until then the trial goes on."
    ),
    action=N_("Open the contract"),
)
register_message(
    REMINDER,
    subject=N_("To be signed by %(day)s: %(title)s"),
    body=N_("This contract waits for your signature through %(day)s; then the invitation ends."),
    action=N_("Read and sign"),
)
register_message(
    REFUSED,
    subject=N_("Signature declined: %(title)s"),
    body=N_("%(other)s has declined to sign this contract. Reason: %(reason)s"),
    action=N_("Read the reason"),
)
register_message(
    ENTERED,
    subject=N_("Contract entered that was signed elsewhere: %(title)s"),
    body=N_(
        "A contract that was signed on paper outside this site was entered with its scan and checked "
        "by another person; it is in effect since %(day)s. If something is wrong, object on its page."
    ),
    action=N_("Open the contract"),
)
register_message(
    PROPOSED,
    subject=N_("Other terms proposed: %(title)s"),
    body=N_(
        "%(other)s proposes other terms. Every change stands beside the earlier wording; sign this "
        "version, propose another, or decline."
    ),
    action=N_("See what changes"),
)
register_message(
    DEMAND,
    subject=N_("Demand for payment: %(title)s"),
    body=N_(
        "The licensor demands what is overdue by %(deadline)s. If it is not paid by then, use of "
        "the patent must stop until it is paid."
    ),
    action=N_("See what is overdue"),
)
register_message(
    USE_STOPPED,
    subject=N_("Use stopped: %(title)s"),
    body=N_(
        "The deadline of the demand has passed unpaid; use of the patent must stop. It may resume "
        "once what was demanded is paid."
    ),
    action=N_("Open the agreement"),
)
register_message(
    DECLARATION_WITHDRAWING,
    subject=N_("Withdrawal of the declaration requested: %(title)s"),
    body=N_(
        "The patentee has asked the office to withdraw the open license declaration. A license "
        "that has taken effect continues as agreed. Where notice or payment is still open, both "
        "have to arrive before the day on which the office announces the withdrawal."
    ),
    action=N_("Open the agreement"),
)
register_message(
    DECLARATION_CLOSED,
    subject=N_("Declaration withdrawn or ended: %(title)s"),
    body=N_(
        "The office announced that the open license declaration is no longer in force since "
        "%(day)s. A license that took effect before continues as agreed."
    ),
)
register_message(
    PLACE_RELEASED,
    subject=N_("Your kept place was given back: %(title)s"),
    body=N_(
        "The draft was not signed within seven days, so its place among the first licensees is free "
        "again. You can begin anew; the page shows how many places are left."
    ),
    action=N_("Look at the listing"),
)
register_message(
    EFFECT_ASKED,
    subject=N_("Decide whether the license took effect: %(title)s"),
    body=N_(
        "The office announced that the open license declaration is over since %(day)s, but the "
        "license began on %(began)s. From the day of the announcement on no license arises. One "
        "person of the licensor enters a finding with its reason, a second person decides. Unpaid "
        "amounts are on hold until then."
    ),
    action=N_("See the facts and decide"),
)
register_message(
    EFFECT_ASKED_LICENSEE,
    subject=N_("It is asked whether your license took effect: %(title)s"),
    body=N_(
        "The office announced that the open license declaration is over since %(day)s, but your "
        "license began on %(began)s. From the day of the announcement on no license arises. Two "
        "persons of the licensor decide. If your notice and your payment arrived before that day, "
        "say so and upload the proof. Unpaid amounts are on hold until it is decided."
    ),
    action=N_("State your view"),
)
register_message(
    EFFECT_FOUND,
    subject=N_("A finding waits for its second person: %(title)s"),
    body=N_(
        "A first person has entered a finding on whether the license took effect. Reason: %(reason)s "
        "A second person of the licensor confirms it or sends it back; the licensee can state its "
        "view until then."
    ),
    action=N_("Read the finding"),
)
register_message(
    EFFECT_SENT_BACK,
    subject=N_("The finding was sent back: %(title)s"),
    body=N_(
        "The finding on whether the license took effect was sent back. Reason: %(reason)s It is still "
        "to be decided."
    ),
    action=N_("See the facts and decide"),
)
register_message(
    EFFECT_STATED,
    subject=N_("The licensee states its view: %(title)s"),
    body=N_("The licensee says how it sees whether the license took effect. Read it and decide."),
    action=N_("Read the statement"),
)
register_message(
    EFFECT_NEVER,
    subject=N_("Found that the license never took effect: %(title)s"),
    body=N_(
        "Two persons have decided that no license ever arose. Reason: %(reason)s Nothing is owed "
        "under it; what was paid is no longer counted, and the parties settle its return. The patent "
        "may not be used on the ground of this license. Both sides keep their remedies at law."
    ),
    action=N_("Open the agreement"),
)
register_message(
    EFFECT_STANDS,
    subject=N_("The license stands: %(title)s"),
    body=N_(
        "Two persons have decided that the license took effect and stands. Reason: %(reason)s What "
        "was on hold for this is owed again."
    ),
    action=N_("Open the agreement"),
)
