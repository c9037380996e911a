"""Reads over contracts on paper."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.declarations.models import Declaration
from marketplace.errors import N_, Missing, Refused
from marketplace.extensions import db
from marketplace.on_paper.models import Counterpart, PaperContract
from marketplace.on_paper.models import PaperStatus as P
from marketplace.patents.models import Patent
from marketplace.patents.queries import by_number


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


def page_of(
    organization: Organization, limit: int, after: PaperContract | None = None
) -> Sequence[PaperContract]:
    """What an organization has entered, newest first: ``limit`` of them, older than ``after``."""
    statement = (
        select(PaperContract)
        .where(PaperContract.organization_id == organization.id)
        .order_by(PaperContract.id.desc())
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(PaperContract.id < after.id)
    return db.session.scalars(statement).all()


def patents_of(numbers: Iterable[str]) -> list[Patent]:
    """The patents of these numbers in any writing, each once; Refused at the field ``patents`` for
    one that is in no inventory here."""
    found = []
    for number in numbers:
        patent = by_number(number)
        if patent is None:
            raise Refused(
                "unknown_patent",
                N_(
                    "%(number)s is not in any inventory here. Import it first, then enter the contract."
                ),
                field="patents",
                number=number,
            )
        found.append(patent)
    return list(dict.fromkeys(found))


def announced_for(patents: Sequence[Patent], day: date | None) -> Declaration:
    """The declaration on which an open license from ``day`` rests; Refused without one."""
    declaration = announced_on(patents[0], day) if len(patents) == 1 and day else None
    if declaration is None:
        raise Refused(
            "declaration_not_announced",
            N_(
                "No declaration for that patent was in force here on the day of effect. Enter its "
                "declaration with number and announcement day first; one patent at a time."
            ),
            field="patents",
        )
    return declaration


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
