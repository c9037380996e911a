"""Reads over filings."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.declarations.models import Declaration
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.registration.models import CLOSED, Filing, FilingStatus
from marketplace.terms.routes import Duty


def by_public_id(public_id: str) -> Filing:
    """The filing behind an address; Missing if there is none."""
    filing = db.session.scalar(select(Filing).where(Filing.public_id == public_id))
    if filing is None:
        raise Missing()
    return filing


def of_agreement(agreement: Agreement) -> Sequence[Filing]:
    """The filings of an agreement in the order of its route."""
    return db.session.scalars(
        select(Filing).where(Filing.agreement_id == agreement.id).order_by(Filing.id)
    ).all()


def of_agreements(agreements: Sequence[Agreement]) -> dict[int, list[Filing]]:
    """The filings of many agreements at once, by the agreement's key: for lists with chains."""
    found: dict[int, list[Filing]] = {agreement.id: [] for agreement in agreements}
    rows = db.session.scalars(
        select(Filing).where(Filing.agreement_id.in_(found)).order_by(Filing.id)
    )
    for row in rows:
        found[row.agreement_id or 0].append(row)
    return found


def one(subject: Agreement | Declaration, kind: Duty) -> Filing | None:
    """The filing of one kind about an agreement or a declaration."""
    column = Filing.agreement_id if isinstance(subject, Agreement) else Filing.declaration_id
    return db.session.scalar(select(Filing).where(column == subject.id, Filing.kind == kind))


def desk(
    organization: Organization | None, *, closed: bool = False, kind: Duty | None = None
) -> Select[Filing]:
    """The filing desk: what an organization files (None: everybody), by due day, undated last."""
    statement = (
        select(Filing)
        .where(Filing.status.in_(CLOSED) if closed else Filing.status.not_in(CLOSED))
        .order_by(Filing.due_on.is_(None), Filing.due_on, Filing.id)
        .options(
            selectinload(Filing.filer),
            selectinload(Filing.agreement)
            .selectinload(Agreement.subjects)
            .selectinload(AgreementPatent.patent),
            selectinload(Filing.declaration),
        )
    )
    if organization is not None:
        statement = statement.where(Filing.filer_id == organization.id)
    return statement.where(Filing.kind == kind) if kind else statement


def open_count(organization: Organization) -> int:
    """How many filings stand on an organization's list."""
    return (
        db.session.scalar(
            select(db.func.count(Filing.id)).where(
                Filing.filer_id == organization.id, Filing.status.not_in(CLOSED)
            )
        )
        or 0
    )


def overdue(day: date) -> Sequence[Filing]:
    """Filings not yet at the office after their due day, for staff; oldest first."""
    return db.session.scalars(
        select(Filing)
        .where(Filing.due_on < day, Filing.status.not_in(CLOSED), Filing.submitted_on.is_(None))
        .order_by(Filing.due_on, Filing.id)
    ).all()


def to_remind(last_day: date) -> Sequence[tuple[int, date | None, int | None]]:
    """Key, due day and last reminder of filings due by ``last_day`` that have not gone to the
    office."""
    rows = db.session.execute(
        select(Filing.id, Filing.due_on, Filing.reminded_days).where(
            Filing.due_on <= last_day,
            Filing.submitted_on.is_(None),
            Filing.status.not_in(CLOSED),
        )
    )
    return [(row[0], row[1], row[2]) for row in rows]


def to_package() -> Sequence[int]:
    """Keys of prepared filings whose package file is not made yet."""
    return db.session.scalars(
        select(Filing.id).where(
            Filing.package_sha256.is_(None),
            Filing.packages.any(),
            Filing.status.not_in((FilingStatus.NOT_NEEDED, FilingStatus.DUE)),
        )
    ).all()
