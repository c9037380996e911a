"""Every duty of a deal as one table: what gives rise to it, when it is due and how sure that is,
after or beside what, who files, and where it stands. Opening, reminders and ``/help/filings`` read
it here; what differs by route stands in ``terms.routes``. The site files nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from marketplace.errors import N_
from marketplace.terms.enums import Route
from marketplace.terms.routes import ROUTES, Duty, FilingDuty


class Force(StrEnum):
    """What stands behind the day by which something is done."""

    LAW = "law"
    REMINDER = "reminder"
    NONE = "none"


@dataclass(frozen=True)
class DutyRule:
    """One duty. Texts are gettext messages.

    ``event`` gives rise to it, ``due`` says by when, ``filer`` and ``authority`` who and where.
    ``force``: a reminder rests on a rule that is not confirmed against its text; it is shown as a
    reminder, makes nothing overdue and refuses nothing. ``advised_months`` (negative: before the
    day of the event) and ``advised_days`` give the day of such a reminder. ``unchecked``: the form
    has fields that are not compared with the present one. ``beside``: a duty done at the same time.
    """

    duty: Duty
    event: str
    due: str
    filer: str
    authority: str
    article: str
    force: Force = Force.NONE
    advised_months: int = 0
    advised_days: int = 0
    not_needed: str = ""
    beside: Duty | None = None
    unchecked: bool = False
    is_filing: bool = True


_OFFICE: Final = N_("Patent office")
_EITHER: Final = N_("Licensor or licensee, or a licensed agency")
_LICENSOR: Final = N_("Licensor, or a licensed agency")
_PATENTEE: Final = N_("Patentee, or a licensed agency")
_RECORDER: Final = N_("Whoever filed the recordal")

_ALL: Final = (
    DutyRule(
        Duty.IN_HOUSE_NOTICE,
        N_("A state institution negotiates a price"),
        N_("Passed before the declaration is filed or the contract is signed"),
        N_("The institution itself"),
        N_("The institution"),
        "促进科技成果转化法 18",
        not_needed=N_("Not needed for anybody but state institutions."),
        is_filing=False,
    ),
    DutyRule(
        Duty.DECLARATION,
        N_("The patentee has decided on an open license"),
        N_("No day in law; the license is possible from the announcement on"),
        _PATENTEE,
        _OFFICE,
        "专利法 50；实施细则 85",
    ),
    DutyRule(
        Duty.WITHDRAWAL,
        N_("A bar has arisen, or the patentee has another proper reason"),
        N_("At once where a bar stands"),
        _PATENTEE,
        _OFFICE,
        "专利法 50(2)；实施细则 86；审查指南 5-11-2(2)、4",
        force=Force.LAW,
    ),
    DutyRule(
        Duty.RECORDAL,
        N_("A license takes effect"),
        N_("Three months from effect; later only with an explanation sealed by both parties"),
        _EITHER,
        _OFFICE,
        "实施细则 15(2)、87；局令62号 5、8、9",
        force=Force.LAW,
        unchecked=True,
    ),
    DutyRule(
        Duty.RECORDAL_CHANGE,
        N_("A recorded contract is amended"),
        N_("With the change; an extension two months before the old period ends (to be checked)"),
        _RECORDER,
        _OFFICE,
        "局令62号",
        force=Force.REMINDER,
        advised_months=-2,
        unchecked=True,
    ),
    DutyRule(
        Duty.RECORDAL_CANCELLATION,
        N_("A recorded license ends"),
        N_("Within 30 days of the end (to be checked)"),
        _RECORDER,
        _OFFICE,
        "局令62号",
        force=Force.REMINDER,
        advised_days=30,
        unchecked=True,
    ),
    DutyRule(
        Duty.CONTRACT_REGISTRATION,
        N_("A license or an assignment takes effect"),
        N_("No day in law; once only, by the licensor at its own place"),
        _LICENSOR,
        N_("Technology contract registry"),
        "技术合同认定登记管理办法；民法典 862、863",
        not_needed=N_("Free contracts have no contract amount and need none."),
        beside=Duty.RECORDAL,
        unchecked=True,
    ),
    DutyRule(
        Duty.FEEDBACK,
        N_("A deal takes effect"),
        N_("No day in law"),
        _LICENSOR,
        N_("National patent navigation platform"),
        "国知发运字〔2024〕5号",
        unchecked=True,
    ),
    DutyRule(
        Duty.ASSIGNMENT_REGISTRATION,
        N_("A contract of assignment takes effect"),
        N_("No day in law; the right passes with registration"),
        _EITHER,
        _OFFICE,
        "专利法 10",
        unchecked=True,
    ),
    DutyRule(
        Duty.EXPORT_REGISTRATION,
        N_("A party is abroad, or in Hong Kong, Macao or Taiwan"),
        N_(
            "Checked before the notice is served; free technology is registered, restricted licensed"
        ),
        _LICENSOR,
        N_("Commerce authority"),
        "技术进出口管理条例 36–38",
        unchecked=True,
    ),
    DutyRule(
        Duty.PRODUCT_FILING,
        N_("A product is made or sold under the patent"),
        N_("No day in law; recognition as patent-intensive is a second, later step"),
        N_("Whoever makes or sells the product"),
        N_("National platform for patent products"),
        "",
        not_needed=N_("Not before there is a product."),
        unchecked=True,
    ),
    DutyRule(
        Duty.INVENTORY_UPLOAD,
        N_("An institution has taken stock of its patents for a year"),
        N_("No day in law; as the notice of the authority says"),
        N_("The institution itself"),
        N_("National patent navigation platform"),
        "国知发运字〔2024〕5号",
        unchecked=True,
    ),
    DutyRule(
        Duty.CONVERSION_REPORT,
        N_("A year of a state institution has ended"),
        N_("Once a year; the day is set by the supervising department"),
        N_("The institution itself"),
        N_("Supervising department"),
        "促进科技成果转化法 21",
        unchecked=True,
    ),
)

DUTIES: Final[dict[Duty, DutyRule]] = {rule.duty: rule for rule in _ALL}

YEARLY: Final = (Duty.INVENTORY_UPLOAD, Duty.CONVERSION_REPORT)
"""What an institution files about its own year."""


def by_route(duty: Duty) -> Iterator[tuple[Route, FilingDuty]]:
    """The routes on which effect opens this filing, with filers, months and order of each."""
    for route, rules in ROUTES.items():
        for each in rules.duties:
            if each.duty is duty:
                yield route, each
