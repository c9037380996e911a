"""Reads over reports, targets and cases."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.documents.models import Document, DocumentKind
from marketplace.documents.queries import current
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.reports.models import DealCase, Measure, Report, Standing, Target


def by_public_id(public_id: str) -> Report:
    """The report behind an address; Missing if there is none."""
    report = db.session.scalar(select(Report).where(Report.public_id == public_id))
    if report is None:
        raise Missing()
    return report


def reports() -> Sequence[Report]:
    """All reports, the newest first."""
    return db.session.scalars(select(Report).order_by(Report.id.desc())).all()


def document_of(report: Report) -> Document | None:
    """The sealed paper of a report."""
    return current(report, DocumentKind.REPORT)


def targets(year: int) -> dict[Measure, int]:
    """What was set last for each measure of a year."""
    rows = db.session.scalars(select(Target).where(Target.year == year).order_by(Target.id))
    return {each.measure: each.value for each in rows}


def institutions() -> Sequence[tuple[Organization, Standing | None]]:
    """State institutions and whoever has a standing, by name."""
    rows = db.session.execute(
        select(Organization, Standing)
        .outerjoin(Standing, Standing.organization_id == Organization.id)
        .where(or_(Organization.is_state_institution, Standing.id.is_not(None)))
        .order_by(Organization.name)
    )
    return [(row[0], row[1]) for row in rows]


def case_by_id(public_id: str) -> DealCase:
    """The case behind an address; Missing if there is none."""
    case = db.session.scalar(select(DealCase).where(DealCase.public_id == public_id))
    if case is None:
        raise Missing()
    return case


def case_of(agreement: Agreement) -> DealCase | None:
    return db.session.scalar(select(DealCase).where(DealCase.agreement_id == agreement.id))


def shown_cases() -> list[DealCase]:
    """The cases to which both parties agree as they read today, the newest first."""
    rows = db.session.scalars(select(DealCase).order_by(DealCase.id.desc()))
    return [case for case in rows if case.is_shown]
