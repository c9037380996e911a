"""Making reports, setting targets, entering subordination, telling cases."""

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.accounts.policies import is_administrator, may_manage
from marketplace.agreements.models import Agreement, Side
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.documents.models import DocumentKind
from marketplace.documents.services import request_document
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.reports import queries
from marketplace.reports.figures import figures, totals
from marketplace.reports.models import (
    CaseConsent,
    DealCase,
    Measure,
    Report,
    Standing,
    Subordination,
    Target,
)
from marketplace.reports.sheets import SCHEMA, TEXT_VERSION, printed
from marketplace.types import canonical_json


def make_report(first: date, last: date, by: User) -> Report:
    """Count and fix a report over Shanghai days, and ask for its sealed file; made again over the
    same days it is the next version."""
    _require_staff(by)
    if first > last or last > clock.today():
        raise Refused(
            "days_unfit",
            N_("The first day must not lie after the last, and the last not after today."),
            status=422,
            field="last_on",
        )
    ordinal = 1 + (
        db.session.scalar(
            select(func.max(Report.ordinal)).where(Report.first_on == first, Report.last_on == last)
        )
        or 0
    )
    data = _data(first, last, ordinal)
    report = Report(
        first_on=first,
        last_on=last,
        ordinal=ordinal,
        data=data,
        record_sha256=hashlib.sha256(canonical_json(data)).hexdigest(),
        made_by_id=by.id,
    )
    db.session.add(report)
    db.session.flush()
    request_document(
        DocumentKind.REPORT,
        report,
        printed(data, report.record_sha256),
        template="report",
        text_version=TEXT_VERSION,
        by=by,
    )
    record("report:make", report, by, record_sha256=report.record_sha256, ordinal=ordinal)
    return report


def set_target(year: int, measure: Measure, value: int, by: User) -> Target:
    """What a department set for a year; amounts in fen."""
    _require_staff(by)
    target = Target(year=year, measure=measure, value=value, set_by_id=by.id)
    db.session.add(target)
    db.session.flush()
    record("report:set_target", by, by, year=year, measure=measure.value, value=value)
    return target


def enter_standing(organization: Organization, subordination: Subordination, by: User) -> None:
    """To whom an institution is subordinate."""
    _require_staff(by)
    standing = db.session.scalar(
        select(Standing).where(Standing.organization_id == organization.id)
    )
    if standing is None:
        standing = Standing(organization=organization, entered_by_id=by.id)
        db.session.add(standing)
    standing.subordination, standing.entered_by_id = subordination, by.id
    standing.entered_at = clock.now()
    record("report:enter_standing", organization, by, subordination=subordination.value)


def write_case(agreement: Agreement, title: str, text: str, by: User) -> DealCase:
    """Tell a deal as an example; a changed text needs both consents anew."""
    sides = (agreement.licensor, agreement.licensee)
    if not is_administrator(by) and not any(may_manage(by, side) for side in sides):
        raise NotAllowed()
    if agreement.effective_on is None:
        raise Refused("no_license_yet", N_("This begins once the license has taken effect."))
    case = db.session.scalar(select(DealCase).where(DealCase.agreement_id == agreement.id))
    if case is None:
        case = DealCase(agreement=agreement)
        db.session.add(case)
    case.title, case.text, case.written_by_id = title, text, by.id
    case.text_sha256 = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    case.written_at = clock.now()
    db.session.flush()
    record("case:write", case, by, related=[agreement], text_sha256=case.text_sha256)
    return case


def consent(case: DealCase, side: Side, given: bool, by: User, text_sha256: str) -> None:
    """A party agrees to the text that it has read, or takes its consent back. Refused when the text
    was changed after it was read."""
    case = db.session.scalars(
        lock(select(DealCase).where(DealCase.id == case.id)).execution_options(
            populate_existing=True
        )
    ).one()
    if not may_manage(by, case.agreement.party(side)):
        raise NotAllowed()
    if given and text_sha256 != case.text_sha256:
        raise Refused("case_changed", N_("The text was changed meanwhile. Read it again."))
    db.session.add(
        CaseConsent(case=case, side=side, given=given, text_sha256=case.text_sha256, by_id=by.id)
    )
    record(
        "case:consent" if given else "case:take_back",
        case,
        by,
        related=[case.agreement],
        side=side.value,
        text_sha256=case.text_sha256,
    )


def _data(first: date, last: date, ordinal: int) -> dict[str, Any]:
    found = figures(first, last)
    targets = queries.targets(last.year)
    return {
        "schema": SCHEMA,
        "first_on": first.isoformat(),
        "last_on": last.isoformat(),
        "version": ordinal,
        "made_at": clock.now().replace(microsecond=0).isoformat(),
        "groups": {
            group.value: {measure.value: value for measure, value in measures.items()}
            for group, measures in found.items()
        },
        "totals": {measure.value: value for measure, value in totals(found).items()},
        "targets": {measure.value: value for measure, value in targets.items()},
        "target_year": last.year,
    }


def _require_staff(by: User) -> None:
    if not is_administrator(by):
        raise NotAllowed()
