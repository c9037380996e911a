"""Reads over contracts on paper."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.declarations.models import Declaration
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.on_paper.models import Counterpart, PaperContract
from marketplace.on_paper.models import PaperStatus as P
from marketplace.patents.models import Patent


def paper_by_id(public_id: str) -> PaperContract:
    """The entry behind an address; Missing if there is none."""
    found = db.session.scalar(select(PaperContract).filter_by(public_id=public_id))
    if found is None:
        raise Missing()
    return found


def counterpart_by_id(public_id: str) -> Counterpart:
    """The counterpart behind an address; Missing if there is none."""
    found = db.session.scalar(select(Counterpart).filter_by(public_id=public_id))
    if found is None:
        raise Missing()
    return found


def paper_of(agreement: Agreement) -> PaperContract | None:
    """The entry from which an agreement was made."""
    if not agreement.elsewhere:
        return None
    return db.session.scalar(select(PaperContract).filter_by(agreement_id=agreement.id))


def papers_of(organization: Organization) -> Sequence[PaperContract]:
    """What an organization has entered, newest first."""
    return db.session.scalars(
        select(PaperContract)
        .where(PaperContract.organization_id == organization.id)
        .order_by(PaperContract.id.desc())
    ).all()


def waiting() -> Sequence[PaperContract]:
    """Entries that nobody has checked yet, oldest first, for staff."""
    return db.session.scalars(
        select(PaperContract).where(PaperContract.status == P.ENTERED).order_by(PaperContract.id)
    ).all()


def announced_on(patent: Patent, day: date) -> Declaration | None:
    """The declaration of a patent that was in force on a Shanghai day, whatever became of it."""
    found = db.session.scalars(select(Declaration).where(Declaration.patent_id == patent.id)).all()
    return next((each for each in found if each.takes_notices_on(day)), None)


def counterparts_of(agreement: Agreement) -> Sequence[Counterpart]:
    """The sealed counterparts of an agreement, newest first."""
    return db.session.scalars(
        select(Counterpart)
        .where(Counterpart.agreement_id == agreement.id)
        .order_by(Counterpart.id.desc())
    ).all()
