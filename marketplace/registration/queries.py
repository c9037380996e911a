"""Reads over filings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from marketplace.accounts.models import Organization, User
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.declarations.models import Declaration
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.registration import policies
from marketplace.registration.desk_models import FilingMandate, FilingRun
from marketplace.registration.models import CLOSED, Filing, FilingStatus, Note
from marketplace.terms.routes import Duty

AWAITED = case(
    (
        Filing.status == FilingStatus.CORRECTION,
        func.coalesce(Filing.correction_due_on, Filing.due_on),
    ),
    else_=func.coalesce(Filing.due_on, Filing.advised_on),
)
"""``Filing.awaited_on`` in the database."""
_RECEIVED = (FilingStatus.DONE, FilingStatus.CHANGED)


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


def one(
    subject: Agreement | Declaration | Organization, kind: Duty, occasion: str = ""
) -> Filing | None:
    """The filing of one kind about an agreement, a declaration or an organization's year."""
    statement = select(Filing).where(_COLUMNS[type(subject)] == subject.id, Filing.kind == kind)
    if isinstance(subject, Organization):
        statement = statement.where(Filing.occasion == occasion)
    return db.session.scalar(statement)


def kinds_of(agreement: Agreement) -> set[Duty]:
    """Which filings of an agreement are opened already."""
    return set(db.session.scalars(select(Filing.kind).where(Filing.agreement_id == agreement.id)))


_COLUMNS: dict[type, Any] = {
    Agreement: Filing.agreement_id,
    Declaration: Filing.declaration_id,
    Organization: Filing.organization_id,
}


def mandate_for(filing: Filing) -> FilingMandate | None:
    """The mandate in force by which the filer files this for a party; None without one."""
    clients = [party.id for party in policies.parties_for(filing)]
    rows = db.session.scalars(
        select(FilingMandate).where(
            FilingMandate.agency_id == filing.filer_id,
            FilingMandate.client_id.in_(clients),
            FilingMandate.ended_on.is_(None),
        )
    )
    return next((each for each in rows if each.covers(Duty(filing.kind))), None)


def mandates_of(organization: Organization) -> Sequence[FilingMandate]:
    """The mandates that an organization has given or holds, the newest first."""
    return db.session.scalars(
        select(FilingMandate)
        .where(
            or_(
                FilingMandate.client_id == organization.id,
                FilingMandate.agency_id == organization.id,
            )
        )
        .order_by(FilingMandate.id.desc())
    ).all()


def recorded_twins(filing: Filing, agreement: Agreement) -> list[Filing]:
    """Filings of the kind that have a receipt and are about the same contract: the same parties,
    route and patents over days that overlap."""
    patents = {patent.id for patent in agreement.patents}
    rows = db.session.scalars(
        select(Filing)
        .join(Filing.agreement)
        .where(
            Filing.kind == filing.kind,
            Filing.id != filing.id,
            Filing.status.in_(_RECEIVED),
            Agreement.licensor_id == agreement.licensor_id,
            Agreement.licensee_id == agreement.licensee_id,
            Agreement.route.in_([agreement.route]),
            Agreement.effective_on <= (agreement.last_day or date.max),
            or_(Agreement.last_day.is_(None), Agreement.last_day >= agreement.effective_on),
            or_(Agreement.ended_on.is_(None), Agreement.ended_on > agreement.effective_on),
        )
    )
    return [
        each
        for each in rows
        if each.agreement is not None and {one.id for one in each.agreement.patents} == patents
    ]


def number_taken(kind: Duty, number: str, *, but: Filing) -> bool:
    """Whether another filing of the kind has this number of the authority already (R-84)."""
    statement = select(Filing.id).where(
        Filing.kind == kind, Filing.number == number, Filing.id != but.id
    )
    return db.session.scalar(statement) is not None


def desk(
    organization: Organization | None,
    *,
    closed: bool = False,
    kind: Duty | None = None,
    responsible: User | None = None,
) -> Select[Filing]:
    """The filing desk: what an organization files (None: everybody), by due day, undated last."""
    statement = (
        select(Filing)
        .where(Filing.status.in_(CLOSED) if closed else Filing.status.not_in(CLOSED))
        .order_by(AWAITED.is_(None), AWAITED, Filing.id)
        .options(
            selectinload(Filing.filer),
            selectinload(Filing.responsible),
            selectinload(Filing.organization),
            selectinload(Filing.agreement)
            .selectinload(Agreement.subjects)
            .selectinload(AgreementPatent.patent),
            selectinload(Filing.declaration),
            selectinload(Filing.after),
        )
    )
    if organization is not None:
        statement = statement.where(Filing.filer_id == organization.id)
    if responsible is not None:
        statement = statement.where(Filing.responsible_id == responsible.id)
    return statement.where(Filing.kind == kind) if kind else statement


def open_runs(organization: Organization) -> Sequence[FilingRun]:
    """Runs of an organization that are being worked on."""
    return db.session.scalars(
        select(FilingRun)
        .where(FilingRun.organization_id == organization.id, FilingRun.finished_at.is_(None))
        .order_by(FilingRun.id.desc())
    ).all()


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
    """Key, awaited day and last reminder of filings that wait for their filer by ``last_day``."""
    rows = db.session.execute(
        select(Filing.id, AWAITED, Filing.reminded_days).where(
            last_day >= AWAITED,
            or_(Filing.submitted_on.is_(None), Filing.status == FilingStatus.CORRECTION),
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


def preparable(organization: Organization, ids: Sequence[str] | None = None) -> Sequence[Filing]:
    """Filings of a filer that are still to be prepared, by due day. What waits for another's
    receipt, or for a product, is not among all of them; of ``ids`` those that are prepared already
    are found too, for they may have been overtaken."""
    order = (AWAITED.is_(None), AWAITED, Filing.id)
    if ids is not None:
        named = _to_prepare(organization, FilingStatus.PREPARED).where(Filing.public_id.in_(ids))
        return db.session.scalars(named.order_by(*order)).all()
    statement = _not_waiting(_to_prepare(organization)).order_by(*order)
    return db.session.scalars(statement.limit(RUN_LIMIT)).all()


def preparable_count(organization: Organization) -> int:
    """How many ``preparable`` would give, without loading them."""
    statement = _not_waiting(_to_prepare(organization)).with_only_columns(func.count(Filing.id))
    return min(db.session.scalar(statement) or 0, RUN_LIMIT)


def _to_prepare(organization: Organization, *more: FilingStatus) -> Select[Filing]:
    return select(Filing).where(
        Filing.filer_id == organization.id,
        Filing.status.in_((FilingStatus.DUE, FilingStatus.REFUSED, *more)),
    )


def _not_waiting(statement: Select[Filing]) -> Select[Filing]:
    """``Filing.waits_for`` in the database, and no product that is still to come."""
    after = aliased(Filing)
    return statement.outerjoin(after, after.id == Filing.after_id).where(
        or_(Filing.note.is_(None), Filing.note != Note.NO_PRODUCT_YET),
        or_(Filing.after_id.is_(None), after.status.in_(CLOSED)),
    )


RUN_LIMIT = 1_000
"""Filings that are taken up at once; the rest by a second run."""
