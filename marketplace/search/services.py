"""Keeping the index in step: the follower of the sequence is the only one that writes it.

What an event says is not used, only whom it concerns: the present rows are read and replace what
the index holds, so that an event seen twice, late, or together with later ones does no harm.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select

from marketplace.accounts.models import Organization
from marketplace.audit import sequencer
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import position_of
from marketplace.declarations.models import Declaration
from marketplace.extensions import db
from marketplace.listings.models import Listing, ListingItem
from marketplace.patents.models import Patent
from marketplace.search import documents
from marketplace.search.backend import Kind, SearchBackend

RENAMING = "organization:edit"
"""The one act on an organization that changes what its patents and listings are found by."""

_MOST_KEYS = 500
_Key = TypeVar("_Key", int, str)


class Follower:
    """Handles events of the sequence. An index that is missing or was made by another tokeniser
    is built anew; what was numbered before that is in it already and is passed over."""

    def __init__(self, backend: SearchBackend) -> None:
        self._backend = backend
        self._built_at = 0

    def __call__(self, events: Sequence[AuditEvent]) -> None:
        if self._backend.problem():
            self._built_at = sequencer.size()
            rebuild(self._backend)
        if self._built_at > sequencer.size():  # another database: a backup was restored
            self._built_at = 0
        last = position_of(events[-1])
        if last is None or last >= self._built_at:
            self._built_at = 0
            update(self._backend, events)


def update(backend: SearchBackend, events: Sequence[AuditEvent]) -> None:
    """Bring the index up to what these events left behind, in one commit for each kind."""
    patents, listings = concerned(events)
    backend.upsert(Kind.PATENTS, documents.patent_documents(patents))
    found = list(documents.listing_documents(listings))
    backend.upsert(Kind.LISTINGS, found)
    backend.delete(Kind.LISTINGS, set(listings.values()) - {each.key for each in found})


def rebuild(backend: SearchBackend) -> Mapping[Kind, int]:
    """Build the whole index anew from the database; returns documents by kind."""
    return backend.rebuild(documents.everything())


def concerned(events: Sequence[AuditEvent]) -> tuple[set[int], dict[int, str]]:
    """Ids of the patents, ids and public ids of the listings, whose documents may have changed."""
    named: dict[str, set[str]] = {}
    for event in events:
        for table, key in [(event.subject_type, event.subject_id), *event.related]:
            if table != Organization.__tablename__:
                named.setdefault(table, set()).add(key)
        if event.tag == RENAMING:
            named.setdefault(Organization.__tablename__, set()).add(event.subject_id)
    organizations = _ids(Organization, named)
    patents = _ids(Patent, named)
    renamed = Patent.claimant_id.in_(organizations)
    if organizations:
        patents |= set(db.session.scalars(select(Patent.id).where(renamed)))
    return patents, _listings(
        _ids(Listing, named), patents, _ids(Declaration, named), organizations
    )


def _listings(
    listings: set[int], patents: set[int], declarations: set[int], organizations: set[int]
) -> dict[int, str]:
    """Listings named themselves, by a patent, by a declaration or by their organization."""
    found: dict[int, str] = {}
    item = ListingItem.__table__.c
    statement = select(Listing.id, Listing.public_id).outerjoin(ListingItem).distinct()
    for column, ids in (
        (Listing.id, listings),
        (item.patent_id, patents),
        (item.declaration_id, declarations),
        (Listing.organization_id, organizations),
    ):
        for chunk in _chunks(ids):
            rows = db.session.execute(statement.where(column.in_(chunk)))
            found.update({row.id: row.public_id for row in rows})
    return found


def _ids(
    model: type[Organization] | type[Patent] | type[Listing] | type[Declaration],
    named: Mapping[str, set[str]],
) -> set[int]:
    found: set[int] = set()
    for chunk in _chunks(named.get(model.__tablename__, set())):
        found |= set(db.session.scalars(select(model.id).where(model.public_id.in_(chunk))))
    return found


def _chunks(keys: Iterable[_Key]) -> Iterable[list[_Key]]:
    ordered = sorted(keys)
    return (ordered[at : at + _MOST_KEYS] for at in range(0, len(ordered), _MOST_KEYS))
