"""Reads: what was noted on one agreement, what is promised, and a pair's whole relationship."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace import clock
from marketplace.accounts.models import Organization
from marketplace.aftercare.models import AftercareEntry, EntryKind
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import of_organization
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingStatus

_PIECES = re.compile(r"[;；\n]+")
_TITLE_LIMIT = 200
_ENDING_SOON_DAYS = 180
_MOST_FOLLOW_ONS = 10


def by_public_id(public_id: str) -> AftercareEntry | None:
    return db.session.scalar(select(AftercareEntry).where(AftercareEntry.public_id == public_id))


def entries_of(agreement: Agreement) -> Sequence[AftercareEntry]:
    """Everything noted on an agreement, oldest first."""
    return db.session.scalars(
        _loaded().where(AftercareEntry.agreement_id == agreement.id).order_by(AftercareEntry.id)
    ).all()


def items_of(agreement: Agreement) -> list[AftercareEntry]:
    """The handover list."""
    return [each for each in entries_of(agreement) if each.kind is EntryKind.ITEM]


def suggested_items(agreement: Agreement) -> list[tuple[str, date | None]]:
    """What the terms promise to hand over, and what the listing describes, each with its due day
    (the terms' days from effect; None without such)."""
    terms, listing = agreement.record, agreement.listing
    due = None
    if agreement.effective_on is not None and terms.handover_days is not None:
        due = agreement.effective_on + timedelta(days=terms.handover_days)
    texts = [terms.materials or (listing.materials if listing else "")]
    texts.append(listing.handover if listing else "")
    pieces = [piece.strip(" 。.") for text in texts for piece in _PIECES.split(text or "")]
    return [(each[:_TITLE_LIMIT], due) for each in dict.fromkeys(filter(None, pieces))]


@dataclass(frozen=True)
class Relationship:
    """All that two organizations have with each other. ``ending``: licenses that run out within
    half a year, to be renewed; ``more``: what else the licensors of the pair offer."""

    other: Organization
    agreements: Sequence[Agreement]
    steps: Sequence[AftercareEntry]
    contacts: Sequence[AftercareEntry]
    ending: Sequence[Agreement]
    more: Sequence[Listing]


def counterparties(organization: Organization) -> Sequence[tuple[Organization, int]]:
    """Those with whom the organization has agreements that it may know of, and how many; by name."""
    found: dict[int, tuple[Organization, int]] = {}
    for each in db.session.scalars(of_organization(organization)):
        other = each.licensee if each.licensor_id == organization.id else each.licensor
        found[other.id] = (other, found.get(other.id, (other, 0))[1] + 1)
    return sorted(found.values(), key=lambda pair: pair[0].name)


def relationship(own: Organization, other: Organization) -> Relationship:
    """What the organization has with another, on either side."""
    pair = or_(
        and_(Agreement.licensor_id == own.id, Agreement.licensee_id == other.id),
        and_(Agreement.licensor_id == other.id, Agreement.licensee_id == own.id),
    )
    agreements = db.session.scalars(of_organization(own).where(pair)).all()
    ids = [each.id for each in agreements]
    entries = db.session.scalars(
        _loaded()
        .where(
            AftercareEntry.agreement_id.in_(ids),
            AftercareEntry.kind.in_((EntryKind.NEXT_STEP, EntryKind.CONTACT, EntryKind.ITEM)),
        )
        .order_by(AftercareEntry.on.is_(None), AftercareEntry.on, AftercareEntry.id)
    ).all()
    horizon = clock.today() + timedelta(days=_ENDING_SOON_DAYS)
    return Relationship(
        other=other,
        agreements=agreements,
        steps=[each for each in entries if each.kind is not EntryKind.CONTACT and each.is_open],
        contacts=[each for each in entries if each.kind is EntryKind.CONTACT][::-1],
        ending=[
            each
            for each in agreements
            if each.is_in_force and each.last_day is not None and each.last_day <= horizon
        ],
        more=_follow_ons(other, agreements),
    )


def _follow_ons(other: Organization, agreements: Sequence[Agreement]) -> Sequence[Listing]:
    taken = [each.listing_id for each in agreements if each.listing_id is not None]
    return db.session.scalars(
        select(Listing)
        .where(
            Listing.organization_id == other.id,
            Listing.status == ListingStatus.PUBLISHED,
            Listing.paused_at.is_(None),
            Listing.id.not_in(taken),
        )
        .order_by(Listing.published_at.desc())
        .limit(_MOST_FOLLOW_ONS)
    ).all()


def _loaded() -> Select[AftercareEntry]:
    return select(AftercareEntry).options(
        selectinload(AftercareEntry.answers).joinedload(AftercareEntry.author),
        joinedload(AftercareEntry.author),
        joinedload(AftercareEntry.agreement),
    )
