"""What members state about their patents, and the proof of who owns them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.patents import bars
from marketplace.patents.enums import (
    Bar,
    BarState,
    Claim,
    Implementation,
    LegalStatus,
    PatentKind,
    ReportConclusion,
    StatusSource,
    Willingness,
)
from marketplace.patents.models import Patent, PatentBar, PatentClaim
from marketplace.patents.numbers import parse
from marketplace.patents.signals import patents_changed

STATABLE_SOURCES = frozenset(StatusSource) - {StatusSource.IMPORTED_LIST}


def new_patent(number: str, organization: Organization, **values: Any) -> Patent:
    """A record that is not in the session yet; ``number`` is the stored writing."""
    parsed = parse(number)
    patent = Patent(
        number=parsed.text, kind=parsed.kind, claimant=organization, claim=Claim.CLAIMED, **values
    )
    patent.settle_life()
    return patent


def add(number: str, title: str, organization: Organization, by: Any, **values: Any) -> Patent:
    """Enter one patent; ``values`` are further attributes of the record.

    Refused with ``number_held`` if the patent is listed already, by whomever.
    """
    parsed = parse(number)
    if db.session.scalar(select(Patent.id).where(Patent.number == parsed.text)) is not None:
        raise Refused(
            "number_listed",
            N_(
                "%(number)s is listed already. Find it in your inventory; if another organization "
                "listed it, send proof of ownership to the administrators."
            ),
            field="number",
            number=parsed.text,
        )
    patent = new_patent(parsed.text, organization, title=title, **values)
    db.session.add(patent)
    db.session.flush()
    db.session.add(PatentClaim(patent=patent, organization=organization))
    record("patent:create", patent, by, related=[organization], number=patent.number)
    patents_changed.send([patent])
    return patent


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
    _refuse_future(on, "on")
    derived = [bar for bar in states if bar in bars.DERIVED]
    if derived:
        raise Refused(
            "bar_derived",
            N_(
                "This bar follows from legal status, term and evaluation report and cannot be "
                "stated. Record those instead."
            ),
            bar=derived[0],
        )
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
    _changed(
        "patent:state_bars",
        patent,
        by,
        bars={bar.value: state.value for bar, state in states.items()},
        source=source.value,
        on=on.isoformat(),
    )
    return statements


def set_legal_status(
    patent: Patent, status: LegalStatus, source: StatusSource, on: date, by: Any
) -> None:
    """Record the legal status as looked up at ``source`` on the Shanghai day ``on``."""
    _refuse_future(on, "on")
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
    _changed(
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
        _refuse_future(on, "report_on")
    patent.evaluation_report_conclusion = conclusion
    patent.evaluation_report_number = number if exists else None
    patent.evaluation_report_on = on if exists else None
    patent.evaluation_report_stated_on = clock.today()
    _changed(
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
    _changed("patent:set_plans", patent, by, willingness=ways, implementation=implementation.value)


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
    _changed("patent:set_funding", patent, by, funded=funded)


def set_days(patent: Patent, by: Any, *, filing_on: date | None, granted_on: date | None) -> None:
    """Enter filing and grant day; the term follows from the filing day (专利法 42)."""
    for day, field in ((filing_on, "filing_on"), (granted_on, "granted_on")):
        if day:
            _refuse_future(day, field)
    if filing_on and filing_on.year > parse(patent.number).filing_year:
        raise Refused(
            "filing_day_conflict",
            N_("The filing day %(value)s is later than the year in the number. Correct it."),
            status=422,
            field="filing_on",
            value=filing_on.isoformat(),
        )
    if filing_on and granted_on and granted_on <= filing_on:
        raise Refused(
            "grant_before_filing",
            N_("The grant is announced after the filing. Correct one of the days."),
            status=422,
            field="granted_on",
        )
    patent.filing_on = filing_on
    patent.granted_on = granted_on
    patent.settle_life()
    _changed(
        "patent:set_days",
        patent,
        by,
        filing_on=filing_on.isoformat() if filing_on else None,
        granted_on=granted_on.isoformat() if granted_on else None,
        expires_on=patent.expires_on.isoformat(),
    )


def set_text_private(patent: Patent, private: bool, by: Any) -> None:
    """Keep the product text of an imported list from the public, or show it (PRODUCT §5.9)."""
    patent.text_private = private
    _changed("patent:set_text_private", patent, by, private=private)


def prove_claim(patent: Patent, organization: Organization, evidence_sha256: str, by: Any) -> None:
    """An administrator accepts proof (a 专利登记簿副本) that the patent is this organization's.

    It becomes the claimant if it was not; whoever claimed before keeps a row in the claims.
    """
    before = patent.claimant
    claimants = {each.organization_id for each in patent.claims}
    if organization.id not in claimants:
        db.session.add(PatentClaim(patent=patent, organization=organization))
    patent.claimant = organization
    patent.claim = Claim.PROVEN
    patent.claim_proven_at = clock.now()
    patent.claim_evidence_sha256 = evidence_sha256
    _changed(
        "patent:prove_claim",
        patent,
        by,
        related=[organization, before] if before is not organization else [organization],
        evidence_sha256=evidence_sha256,
    )


def _changed(tag: str, patent: Patent, by: Any, *, related: Iterable[Any] = (), **data: Any) -> None:
    record(tag, patent, by, related=related or [patent.claimant], **data)
    patents_changed.send([patent])


def _refuse_future(day: date, field: str) -> None:
    if day > clock.today():
        raise Refused(
            "day_to_come",
            N_("%(value)s is still to come. Enter the day as of which this holds."),
            status=422,
            field=field,
            value=day.isoformat(),
        )
