"""The nine bars of the law as one table (细则 86, 审查指南 5-11-3.1; LAW 1.10).

The one source of what a bar is, where it stands, what shows it, what removes it and what a
refusal says; pages, refusals, help and the JSON interface read it here (gettext messages).
"""

from typing import NamedTuple

from marketplace.errors import N_
from marketplace.patents.enums import Bar


class BarLaw(NamedTuple):
    """One bar: its article, name, what shows that it does not stand, what removes it, and how a
    refusal names patent and way out (``%(number)s``).

    ``derived``: it follows from what is recorded about the patent and is never stated.
    ``ageless``: a clearance never grows stale, for a report once made says the same.
    """

    article: str
    title: str
    evidence: str
    unblock: str
    refusal: str
    derived: bool = False
    ageless: bool = False


_RULE = "细则86"
_GUIDELINE = "审查指南5-11-3.1"
BARS: dict[Bar, BarLaw] = {
    Bar.EXCLUSIVE_LICENSE: BarLaw(
        f"{_RULE}(1)",
        N_("Under a valid exclusive or sole license"),
        N_(
            "Your own contracts and the office's record of license contracts: no exclusive or sole "
            "license whose term is still running."
        ),
        N_("Wait until the exclusive or sole license ends, or end it with the licensee."),
        N_(
            "%(number)s is under an exclusive or sole license. It can be licensed here once that "
            "license has ended and you state so."
        ),
    ),
    Bar.PROCEEDINGS_STAYED: BarLaw(
        f"{_RULE}(2)",
        N_("Proceedings stayed because of an ownership dispute or court preservation"),
        N_("The register or the office's query: no stay of proceedings (Rules 103 and 104)."),
        N_("Wait until the office resumes the proceedings and record the new legal status."),
        N_(
            "Proceedings on %(number)s are stayed (ownership dispute or court preservation). Go on "
            "once the office has resumed them."
        ),
    ),
    Bar.ANNUITY_UNPAID: BarLaw(
        f"{_RULE}(3)",
        N_("Annuity not paid as required"),
        N_("The office's fee query or receipt: the annuity of the current year is paid."),
        N_("Pay the annuity and the late fee, then state this bar again."),
        N_("An annuity of %(number)s is not paid. Pay it with the late fee, then state the day."),
    ),
    Bar.PLEDGED: BarLaw(
        f"{_RULE}(4)",
        N_("Pledged without the consent of the pledgee"),
        N_("The register of pledges; where there is a pledge, the pledgee's written consent."),
        N_("Get the pledgee's written consent or cancel the pledge, then state this bar again."),
        N_(
            "%(number)s is pledged and the pledgee has not agreed. Obtain the pledgee's written "
            "consent or release the pledge."
        ),
    ),
    Bar.TERMINATED: BarLaw(
        _GUIDELINE,
        N_("Patent right terminated"),
        N_("The legal status as looked up at the office, with the day; the term of the patent."),
        N_("Look the status up at the office and record it; an ended right cannot be licensed."),
        N_(
            "The patent right of %(number)s has terminated; there is nothing left to license. Take "
            "it out of the list."
        ),
        derived=True,
    ),
    Bar.WHOLLY_INVALID: BarLaw(
        _GUIDELINE,
        N_("Declared wholly invalid"),
        N_("The legal status as looked up at the office, with the day."),
        N_("Look the status up at the office and record it; an invalid right cannot be licensed."),
        N_(
            "%(number)s was declared wholly invalid; there is nothing left to license. Take it out "
            "of the list."
        ),
        derived=True,
    ),
    Bar.NO_EVALUATION_REPORT: BarLaw(
        _GUIDELINE,
        N_("Utility model or design without evaluation report"),
        N_("Number and day of the evaluation report; an invention needs none."),
        N_("Request the evaluation report from the office and record its number and day."),
        N_(
            "%(number)s is a utility model or design without evaluation report (专利权评价报告). "
            "Request one from the office and enter its number."
        ),
        derived=True,
        ageless=True,
    ),
    Bar.NEGATIVE_REPORT: BarLaw(
        _GUIDELINE,
        N_("Evaluation report concludes that the conditions of grant are not met"),
        N_("The conclusion of the evaluation report."),
        N_(
            "Record what the evaluation report concludes; with this conclusion choose another patent."
        ),
        N_(
            "The evaluation report on %(number)s finds that the conditions of grant are not met. An "
            "open license is not possible."
        ),
        derived=True,
        ageless=True,
    ),
    Bar.OTHER: BarLaw(
        f"{_RULE}(5)",
        N_("Other circumstances that block effective exploitation"),
        N_(
            "Your own knowledge: nothing else keeps a licensee from working the patent; its grant "
            "is announced."
        ),
        N_("Remove the circumstance, then state this bar again."),
        N_(
            "Another circumstance blocks effective exploitation of %(number)s. State when it has "
            "been removed."
        ),
    ),
}
