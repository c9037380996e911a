"""Reads over agreements."""

from collections.abc import Sequence

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.models import Organization
from marketplace.agreements.lifecycles import BEFORE_EFFECT, IN_FORCE, NOTICED, AgreementStatus
from marketplace.agreements.models import Agreement, AgreementPatent
from marketplace.agreements.proposals import AgreementProposal
from marketplace.agreements.questions import UNDECIDED, EffectEntry, EffectQuestion
from marketplace.agreements.references import AgreementReference
from marketplace.declarations.models import Declaration
from marketplace.documents.models import Document
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.listings.models import Listing
from marketplace.patents.models import Patent
from marketplace.patents.numbers import find


def proposals_of(agreement: Agreement) -> Sequence[AgreementProposal]:
    """Every version of the terms that was proposed, in order; the last one is the present."""
    return db.session.scalars(
        select(AgreementProposal)
        .where(AgreementProposal.agreement_id == agreement.id)
        .order_by(AgreementProposal.ordinal)
    ).all()


def by_public_id(public_id: str) -> Agreement:
    """The agreement behind an address; Missing if there is none."""
    agreement = db.session.scalar(select(Agreement).where(Agreement.public_id == public_id))
    if agreement is None:
        raise Missing()
    return agreement


def of_organization(organization: Organization) -> Select[Agreement]:
    """Agreements of one party, newest first; the other side's drafts are not its business."""
    own = Agreement.licensee_id == organization.id
    theirs = or_(
        Agreement.licensor_id == organization.id, Agreement.successor_id == organization.id
    ) & (Agreement.status != AgreementStatus.DRAFT)
    return _newest_first().where(or_(own, theirs))


def narrowed(statement: Select[Agreement], words: str) -> Select[Agreement]:
    """Those that a search in the list means: by a party's own contract or seal approval number, the
    site's numbers, patent number or title, or the name of a party."""
    words = words.strip()
    if not words:
        return statement
    references = select(AgreementReference.agreement_id).where(
        or_(
            AgreementReference.contract_number.icontains(words, autoescape=True),
            AgreementReference.seal_number.icontains(words, autoescape=True),
        )
    )
    number = find(words)
    patents = (
        select(AgreementPatent.agreement_id)
        .join(Patent)
        .where(
            or_(
                Patent.number == (number.text if number else words),
                Patent.title.icontains(words, autoescape=True),
            )
        )
    )
    parties = select(Organization.id).where(Organization.name.icontains(words, autoescape=True))
    papers = select(Document.belongs_to).where(Document.number == words)
    return statement.where(
        or_(
            Agreement.public_id == words,
            Agreement.public_id.in_(papers),
            Agreement.id.in_(references),
            Agreement.id.in_(patents),
            Agreement.licensor_id.in_(parties),
            Agreement.licensee_id.in_(parties),
        )
    )


def drafts_of(licensee: Organization) -> Sequence[Agreement]:
    """What a licensee has begun and nobody has signed, oldest first."""
    return db.session.scalars(
        select(Agreement)
        .where(Agreement.licensee_id == licensee.id, Agreement.status == AgreementStatus.DRAFT)
        .order_by(Agreement.id)
    ).all()


def everything() -> Select[Agreement]:
    """All agreements, newest first, for staff and auditors."""
    return _newest_first()


def under(declaration: Declaration) -> Sequence[Agreement]:
    """Agreements that rest on a declaration and are not over."""
    return db.session.scalars(
        select(Agreement).where(
            Agreement.declaration_id == declaration.id,
            Agreement.status.in_(BEFORE_EFFECT | IN_FORCE),
        )
    ).all()


def on_patent(patent: Patent) -> Sequence[Agreement]:
    """Agreements in force about a patent."""
    return db.session.scalars(
        select(Agreement)
        .join(AgreementPatent)
        .where(AgreementPatent.patent_id == patent.id, Agreement.status.in_(IN_FORCE))
    ).all()


def noticed_on(patent: Patent) -> Sequence[Agreement]:
    """Notices about a patent that have not made a license yet."""
    return db.session.scalars(
        select(Agreement)
        .join(AgreementPatent)
        .where(AgreementPatent.patent_id == patent.id, Agreement.status.in_(NOTICED))
    ).all()


def questions_of(agreement: Agreement) -> Sequence[EffectQuestion]:
    """Every time it was asked whether the license took effect, newest first."""
    return db.session.scalars(
        questioned(agreement)
        .options(selectinload(EffectQuestion.entries).joinedload(EffectEntry.by))
        .order_by(EffectQuestion.id.desc())
    ).all()


def questioned(agreement: Agreement) -> Select[EffectQuestion]:
    """The same, to be asked for within another question."""
    return select(EffectQuestion).where(EffectQuestion.agreement_id == agreement.id)


def open_question(agreement: Agreement) -> EffectQuestion | None:
    """The question whether the license took effect, while it is not decided."""
    return db.session.scalar(
        select(EffectQuestion).where(
            EffectQuestion.agreement_id == agreement.id, EffectQuestion.status.in_(UNDECIDED)
        )
    )


def undecided_questions() -> Select[EffectQuestion]:
    """Licenses of which it is asked whether they took effect, oldest first."""
    return (
        select(EffectQuestion)
        .where(EffectQuestion.status.in_(UNDECIDED))
        .options(
            joinedload(EffectQuestion.agreement).options(
                joinedload(Agreement.licensee),
                joinedload(Agreement.licensor),
                selectinload(Agreement.subjects).joinedload(AgreementPatent.patent),
            )
        )
        .order_by(EffectQuestion.asked_at, EffectQuestion.id)
    )


def licensee_count(listing: Listing) -> int:
    """How many licensees hold a license through a listing: a number, no names."""
    return db.session.execute(_LICENSEES, {"listing": listing.id}).scalar_one()


def held_for(licensee: Organization) -> Sequence[Agreement]:
    """Notices that wait for this licensee's verification."""
    return db.session.scalars(
        select(Agreement).where(
            Agreement.licensee_id == licensee.id,
            Agreement.status == AgreementStatus.HELD,
            Agreement.held_reason == "verification",
        )
    ).all()


def _newest_first() -> Select[Agreement]:
    return (
        select(Agreement)
        .order_by(Agreement.id.desc())
        .options(
            selectinload(Agreement.subjects).selectinload(AgreementPatent.patent),
            selectinload(Agreement.licensor),
            selectinload(Agreement.licensee),
        )
    )


_LICENSEES = select(db.func.count(db.distinct(Agreement.licensee_id))).where(
    Agreement.listing_id == bindparam("listing"), Agreement.status.in_(IN_FORCE)
)
