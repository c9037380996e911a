"""Reading declarations: those of an organization, those of a patent, those in force on a day."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.models import Organization
from marketplace.declarations.models import CLOSED, IN_FORCE, Declaration, DeclarationStatus
from marketplace.extensions import db
from marketplace.patents.models import Patent


def of_organization(
    organization: Organization, *, status: DeclarationStatus | None = None
) -> Select[Declaration]:
    """Select an organization's declarations, newest first, with their patents."""
    statement = (
        select(Declaration)
        .where(Declaration.organization_id == organization.id)
        .options(joinedload(Declaration.patent))
        .order_by(Declaration.id.desc())
    )
    return statement.where(Declaration.status == status) if status else statement


def counts(organization: Organization) -> dict[DeclarationStatus, int]:
    """How many declarations of the organization stand in each state that occurs."""
    rows = db.session.execute(
        select(Declaration.status, func.count())
        .where(Declaration.organization_id == organization.id)
        .group_by(Declaration.status)
    )
    return {row[0]: row[1] for row in rows}


def open_of(patent: Patent) -> Declaration | None:
    """The patent's declaration that has not come to an end, or None: there is at most one."""
    return db.session.scalar(
        select(Declaration).where(
            Declaration.patent_id == patent.id, Declaration.status.not_in(CLOSED)
        )
    )


def in_force_of(patent: Patent, day: date) -> Declaration | None:
    """The patent's declaration that takes notices on `day` (Asia/Shanghai), or None."""
    rows = db.session.scalars(
        select(Declaration).where(
            Declaration.patent_id == patent.id, Declaration.checked_at.is_not(None)
        )
    )
    return next((row for row in rows if row.takes_notices_on(day)), None)


def to_check() -> Select[Declaration]:
    """Announcements entered and not yet checked, oldest first; the queue of second persons."""
    return (
        select(Declaration)
        .where(
            Declaration.status == DeclarationStatus.SUBMITTED,
            Declaration.entered_at.is_not(None),
        )
        .options(joinedload(Declaration.patent), joinedload(Declaration.organization))
        .order_by(Declaration.entered_at, Declaration.id)
    )


def in_force(organization: Organization | None = None) -> Select[Declaration]:
    """Select declarations in force, of one organization or of all."""
    statement = select(Declaration).where(Declaration.status.in_(IN_FORCE))
    return (
        statement.where(Declaration.organization_id == organization.id)
        if organization
        else statement
    )
