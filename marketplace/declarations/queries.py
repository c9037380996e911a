"""Reading declarations: those of an organization, those of a patent, those in force on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from marketplace.accounts.models import Organization
from marketplace.declarations.material_models import AgencyMandate, CoOwner
from marketplace.declarations.models import CLOSED, IN_FORCE, Declaration, DeclarationStatus
from marketplace.extensions import db
from marketplace.patents.models import Patent

SORTS = ("newest", "number", "title", "announced")
"""The orders of a list of declarations, as addresses name them."""

_COLUMNS: dict[str, tuple[Any, ...]] = {
    "number": (Patent.number,),
    "title": (Patent.title,),
    "announced": (Declaration.announced_on.desc(),),
}


def of_organization(
    organization: Organization, *, status: DeclarationStatus | None = None, sort: str = ""
) -> Select[Declaration]:
    """Select an organization's declarations with their patents, newest first or by a key of
    `SORTS`."""
    statement = (
        select(Declaration)
        .where(Declaration.organization_id == organization.id)
        .options(joinedload(Declaration.patent))
    )
    columns = _COLUMNS.get(sort)
    if columns is None:
        statement = statement.order_by(Declaration.id.desc())
    else:
        statement = statement.join(Patent, Patent.id == Declaration.patent_id)
        statement = statement.order_by(*columns, Declaration.id)
    return statement.where(Declaration.status == status) if status else statement


def chosen(
    organization: Organization, public_ids: Sequence[str], *, limit: int
) -> Sequence[Declaration]:
    """The declarations of the organization among these public ids, by patent number."""
    statement = of_organization(organization, sort="number").where(
        Declaration.public_id.in_(public_ids)
    )
    return db.session.scalars(statement.options(*whole()).limit(limit)).all()


def whole() -> tuple[ExecutableOption, ...]:
    """Load with a few statements all that the papers of many declarations need."""
    owners = selectinload(Declaration.all_co_owners)
    return (
        selectinload(Declaration.files),
        selectinload(Declaration.commitments),
        joinedload(Declaration.mandate),
        owners.selectinload(CoOwner.requests),
        owners.selectinload(CoOwner.statements),
        joinedload(Declaration.patent).selectinload(Patent.statements),
        joinedload(Declaration.organization),
    )


def mandates(organization: Organization, *, ended: bool = False) -> Sequence[AgencyMandate]:
    """The mandates that an organization gave; the ended ones only when asked for."""
    statement = select(AgencyMandate).filter_by(organization_id=organization.id)
    if not ended:
        statement = statement.where(AgencyMandate.ended_on.is_(None))
    return db.session.scalars(statement.order_by(AgencyMandate.id)).all()


def digests(declaration: Declaration) -> set[str | None]:
    """SHA-256 of every file that belongs to a declaration; who may see it may have these."""
    papers = [each.paper_sha256 for owner in declaration.all_co_owners for each in owner.statements]
    mandate = declaration.mandate
    agency = [mandate.evidence_sha256, mandate.consent_sha256] if mandate else []
    office = [declaration.evidence_sha256, declaration.withdrawal_evidence_sha256]
    return {*office, *agency, *papers, *(each.sha256 for each in declaration.files)} - {None}


def count_to_check(organization: Organization) -> int:
    """How many entries of an organization wait for their second person."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Declaration)
            .where(
                Declaration.organization_id == organization.id,
                Declaration.status == DeclarationStatus.SUBMITTED,
                Declaration.entered_at.is_not(None),
            )
        )
        or 0
    )


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


def to_check(organization: Organization | None = None) -> Select[Declaration]:
    """Announcements entered and not yet checked, oldest first; the queue of second persons."""
    statement = (
        select(Declaration)
        .where(
            Declaration.status == DeclarationStatus.SUBMITTED,
            Declaration.entered_at.is_not(None),
        )
        .options(joinedload(Declaration.patent), joinedload(Declaration.organization))
        .order_by(Declaration.entered_at, Declaration.id)
    )
    return (
        statement.where(Declaration.organization_id == organization.id)
        if organization
        else statement
    )


def in_force(organization: Organization | None = None) -> Select[Declaration]:
    """Select declarations in force, of one organization or of all."""
    statement = select(Declaration).where(Declaration.status.in_(IN_FORCE))
    return (
        statement.where(Declaration.organization_id == organization.id)
        if organization
        else statement
    )
