"""Why authorities refuse or return papers, as one table (局令62号 12, LAW 3.11; usual returns).

The pre-check, the refusal of a package and ``/help/filings`` read it here (gettext messages).
"""

from enum import StrEnum
from typing import Final, NamedTuple

from marketplace.errors import N_


class Ground(StrEnum):
    RIGHT_ENDED = "right_ended"
    NOT_THE_OWNER = "not_the_owner"
    CONTENT_MISSING = "content_missing"
    PERIOD_BEYOND_LIFE = "period_beyond_life"
    CO_OWNER = "co_owner"
    ARREARS = "arrears"
    STAYED = "stayed"
    DUPLICATE = "duplicate"
    PLEDGED = "pledged"
    CONFLICT = "conflict"
    DATES_MISSING = "dates_missing"
    FEE_NOT_STATED = "fee_not_stated"
    PAYMENT_MISSING = "payment_missing"
    PAYMENT_OUTSTANDING = "payment_outstanding"
    SIGNATURE_DIFFERS = "signature_differs"
    NOT_ORIGINAL = "not_original"
    PROXY_MISSING = "proxy_missing"
    DIFFERS_FROM_ANNOUNCEMENT = "differs_from_announcement"
    NOT_ANNOUNCED = "not_announced"
    RECORDAL_FIRST = "recordal_first"
    LATE = "late"


class GroundLaw(NamedTuple):
    """A ground: its name, what the refusal says (with ``%(number)s``, ``%(detail)s``), its article.

    ``blocks``: the package is refused; otherwise the filer is warned and decides.
    """

    title: str
    refusal: str
    article: str = "局令62号 12"
    blocks: bool = True


_RETURN: Final = ""

GROUNDS: Final[dict[Ground, GroundLaw]] = {
    Ground.RIGHT_ENDED: GroundLaw(
        N_("The patent has ended or is invalid"),
        N_("%(number)s has ended or was declared invalid. Nothing can be recorded about it."),
    ),
    Ground.NOT_THE_OWNER: GroundLaw(
        N_("The licensor is not the registered owner"),
        N_(
            "%(number)s is registered for %(detail)s, which is not the licensor. Have the change of "
            "name or holder registered first, or correct the patentees in the record."
        ),
    ),
    Ground.CONTENT_MISSING: GroundLaw(
        N_("Content that a contract must have is missing"),
        N_("Missing for the form: %(detail)s. Add it on the page of the patent or of the party."),
        "局令62号 9、12",
    ),
    Ground.PERIOD_BEYOND_LIFE: GroundLaw(
        N_("The period goes beyond the life of the patent"),
        N_(
            "The license runs to %(detail)s, longer than %(number)s lives. Agree on a shorter period "
            "by an amendment, then file."
        ),
        "局令62号 12；民法典 865",
    ),
    Ground.CO_OWNER: GroundLaw(
        N_("Co-owners did not agree"),
        N_(
            "%(number)s is co-owned (%(detail)s). Where the owners agreed on the exercise of the "
            "right, attach the consent of the others."
        ),
        "局令62号 3、12；专利法 14",
        blocks=False,
    ),
    Ground.ARREARS: GroundLaw(
        N_("The annuity is in its late period"),
        N_(
            "An annuity of %(number)s is not paid. Pay it with the late fee and state it anew on the "
            "page of the patent, then file."
        ),
    ),
    Ground.STAYED: GroundLaw(
        N_("Proceedings are stayed"),
        N_("Proceedings on %(number)s are stayed. File once the office has resumed them."),
    ),
    Ground.DUPLICATE: GroundLaw(
        N_("The contract is recorded or registered already"),
        N_(
            "This contract already has the number %(detail)s. One contract is recorded and "
            "registered once; file a change instead."
        ),
    ),
    Ground.PLEDGED: GroundLaw(
        N_("Pledged without the consent of the pledgee"),
        N_("%(number)s is pledged. Attach the pledgee's written consent and state it, then file."),
    ),
    Ground.CONFLICT: GroundLaw(
        N_("It conflicts with a recorded contract"),
        N_("An exclusive or sole license of %(number)s is in force. It has to end first."),
    ),
    Ground.DATES_MISSING: GroundLaw(
        N_("A date is missing"),
        N_("The contract states no day for: %(detail)s."),
        _RETURN,
    ),
    Ground.FEE_NOT_STATED: GroundLaw(
        N_("Type of license or fee is not stated"),
        N_("The terms do not state: %(detail)s. The form cannot be filled in."),
        _RETURN,
    ),
    Ground.PAYMENT_MISSING: GroundLaw(
        N_("A payment that was due is missing"),
        N_(
            "A payment was due and no voucher is held (%(detail)s). Upload the voucher on the page of the "
            "agreement, or have the licensor confirm the receipt."
        ),
        "审查指南 5-11-7",
    ),
    Ground.PAYMENT_OUTSTANDING: GroundLaw(
        N_("A payment under the contract is outstanding"),
        N_(
            "The payment due on %(detail)s is not proven. The recordal of a contract does not wait for "
            "it; where the counter asks, pay it and upload the voucher on the page of the agreement."
        ),
        _RETURN,
        blocks=False,
    ),
    Ground.SIGNATURE_DIFFERS: GroundLaw(
        N_("The signature differs from the register"),
        N_(
            "%(detail)s signed under another name than it is registered with today. Correct the name "
            "or attach the proof of the change of name."
        ),
        _RETURN,
    ),
    Ground.NOT_ORIGINAL: GroundLaw(
        N_("Not an original"),
        N_(
            "The contract was signed on the platform. Where the counter wants wet seals, print the "
            "sealed document and have both parties stamp it."
        ),
        _RETURN,
        blocks=False,
    ),
    Ground.PROXY_MISSING: GroundLaw(
        N_("The power of attorney is missing"),
        N_(
            "%(detail)s files for a party, and no mandate in force covers this filing. The party "
            "records the mandate with the scanned power of attorney."
        ),
        "审查指南 5-11-7",
    ),
    Ground.DIFFERS_FROM_ANNOUNCEMENT: GroundLaw(
        N_("The figures differ from the announcement"),
        N_("Of %(number)s this differs from the announced declaration: %(detail)s."),
        "审查指南 5-11-6、7",
    ),
    Ground.NOT_ANNOUNCED: GroundLaw(
        N_("The declaration is not announced"),
        N_("The declaration of %(number)s has no announcement with number and day."),
        "审查指南 5-11-3.5、7",
    ),
    Ground.RECORDAL_FIRST: GroundLaw(
        N_("The recordal comes first"),
        N_("An open license is registered after its recordal, which has no receipt yet."),
        _RETURN,
        blocks=False,
    ),
    Ground.LATE: GroundLaw(
        N_("It is late and not explained"),
        N_(
            "The day has passed: type the reason of the delay (%(detail)s). The explanation in the "
            "package is sealed by both parties."
        ),
        "实施细则 15(2)",
    ),
}
