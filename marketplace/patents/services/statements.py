"""What members state about their patents; each statement has a source, a day, an event."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.patents import bars
from marketplace.patents.enums import (
    Bar,
    BarState,
    Implementation,
    LegalStatus,
    PatentKind,
    ReportConclusion,
    StatusSource,
    Willingness,
)
from marketplace.patents.models import Patent, PatentBar
from marketplace.patents.services.shared import changed, refuse_future

STATABLE_SOURCES = frozenset(StatusSource) - {StatusSource.IMPORTED_LIST}
"""A list is a source only for what stands in it; nobody looks a status up there."""


def state_bars(
    patent: Patent,
    states: Mapping[Bar, BarState],
    source: StatusSource,
    by: Any,
    *,
    on: date | None = None,
    note: str | None = None,
) -> list[PatentBar]:
    """State one or more bars as of a Shanghai day (today if none is given).

    Refused for bars that follow from the record (``bar_derived``) and for a day to come.
    ``by`` is the user or membership that states.
    """
    on = on or clock.today()
    refuse_future(on, "on")
    _refuse_derived(states)
    user = getattr(by, "user", by)
    statements = [
        PatentBar(
            patent=patent,
            bar=bar,
            state=state,
            source=source,
            on=on,
            note=note,
            stated_by_id=getattr(user, "id", None),
        )
        for bar, state in states.items()
    ]
    db.session.add_all(statements)
    changed(
        "patent:state_bars",
        patent,
        by,
        bars={bar.value: state.value for bar, state in states.items()},
        source=source.value,
        on=on.isoformat(),
    )
    return statements


def _refuse_derived(states: Iterable[Bar]) -> None:
    derived = next((bar for bar in states if bar in bars.DERIVED), None)
    if derived:
        raise Refused(
            "bar_derived",
            N_(
                "This bar follows from legal status, term and evaluation report and cannot be "
                "stated. Record those instead."
            ),
            bar=derived,
        )


def set_legal_status(
    patent: Patent, status: LegalStatus, source: StatusSource, on: date, by: Any
) -> None:
    """Record the legal status as looked up at ``source`` on the Shanghai day ``on``."""
    refuse_future(on, "on")
    if source not in STATABLE_SOURCES:
        raise Refused(
            "status_source",
            N_("Name where the status was looked up: register copy, query at the office, gazette."),
            status=422,
            field="source",
        )
    patent.legal_status = status
    patent.legal_status_source = source
    patent.legal_status_on = on
    changed(
        "patent:set_legal_status",
        patent,
        by,
        status=status.value,
        source=source.value,
        on=on.isoformat(),
    )


def set_evaluation_report(
    patent: Patent,
    conclusion: ReportConclusion,
    by: Any,
    *,
    number: str | None = None,
    on: date | None = None,
) -> None:
    """Record what the 专利权评价报告 concludes, or that none was made.

    Reports are made for utility models and designs only (专利法 66); a report needs number and
    day, ``NONE`` has neither.
    """
    if patent.kind is PatentKind.INVENTION:
        raise Refused(
            "report_for_invention",
            N_("Evaluation reports are made for utility models and designs only."),
            field="conclusion",
        )
    exists = conclusion is not ReportConclusion.NONE
    if exists and not (number and on):
        raise Refused(
            "report_incomplete",
            N_("Enter the number and the day of the evaluation report."),
            status=422,
            field="report_on" if number else "report_number",
        )
    if on:
        refuse_future(on, "report_on")
    patent.evaluation_report_conclusion = conclusion
    patent.evaluation_report_number = number if exists else None
    patent.evaluation_report_on = on if exists else None
    patent.evaluation_report_stated_on = clock.today()
    changed(
        "patent:set_evaluation_report",
        patent,
        by,
        conclusion=conclusion.value,
        number=patent.evaluation_report_number,
    )


def set_plans(
    patent: Patent,
    by: Any,
    *,
    willingness: Iterable[Willingness],
    implementation: Implementation,
    asking_fee: int | None = None,
    price_intention: str | None = None,
) -> None:
    """State what the organization wants to do with the patent; private (PRODUCT §5.9).

    ``asking_fee`` in fen. 暂无意愿 stands alone, so together with another way it is refused.
    """
    ways = sorted({Willingness(way).value for way in willingness})
    if Willingness.NONE.value in ways and len(ways) > 1:
        raise Refused(
            "willingness_contradicts",
            N_("“No intention for now” cannot stand beside another way. Choose one or the other."),
            status=422,
            field="willingness",
        )
    if asking_fee is not None and asking_fee < 0:
        raise Refused(
            "fee_negative_typed",
            N_("A fee is zero or more. Leave it empty if it is negotiable."),
            status=422,
            field="asking_fee",
        )
    patent.willingness = ways
    patent.implementation = implementation
    patent.asking_fee = asking_fee
    patent.price_intention = price_intention or None
    changed("patent:set_plans", patent, by, willingness=ways, implementation=implementation.value)


def set_funding(patent: Patent, funded: bool | None, project: str | None, by: Any) -> None:
    """State whether the patent came out of a state-funded project (财政资助声明); private."""
    if project and not funded:
        raise Refused(
            "funding_contradicts",
            N_("A project is named, so the patent was funded. Say yes, or remove the project."),
            status=422,
            field="funded",
        )
    patent.funded = funded
    patent.funding_project = project or None
    changed("patent:set_funding", patent, by, funded=funded)
