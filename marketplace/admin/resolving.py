"""From what an auditor has in hand (a number, a name, an address of a page) to records."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Organization, User
from marketplace.admin.subjects import Key
from marketplace.audit.models import AuditEvent, AuditLink
from marketplace.declarations.models import Declaration
from marketplace.documents.models import Document
from marketplace.extensions import db
from marketplace.ids import ALPHABET, LENGTH
from marketplace.patents import queries as patents
from marketplace.registration.models import Filing

MOST = 20
"""A name that fits more records than this is too short to search by."""

_ID = re.compile(f"(?:^|[^{ALPHABET}])([{ALPHABET}]{{{LENGTH}}})(?:$|[^{ALPHABET}])")


def records(text: str) -> list[Key]:
    """The records that the text means: public id or an address with one in it, patent number in
    any writing, declaration, document or filing number, code or name of an organization."""
    text = text.strip()
    if not text:
        return []
    keys = [*_by_id(text), *_by_number(text)]
    return list(dict.fromkeys(keys or _by_name(text)))[:MOST]


def organizations(text: str) -> Sequence[Organization]:
    """Organizations by code, public id or part of the name, at most MOST."""
    text = text.strip()
    exact = accounts.organization_by(text)
    if exact is not None:
        return [exact]
    named = select(Organization).where(Organization.name.contains(text, autoescape=True))
    return db.session.scalars(named.order_by(Organization.name).limit(MOST)).all()


def person(text: str) -> User | None:
    """A person by email address or public id."""
    text = text.strip()
    return db.session.scalar(
        select(User).where(or_(User.email == text.lower(), User.public_id == text))
    )


def _by_id(text: str) -> Iterator[Key]:
    """Whatever an event names by an id in the text; the tables are the trail's own."""
    for public_id in _ID.findall(text):
        kinds = (
            select(AuditEvent.subject_type)
            .where(AuditEvent.subject_id == public_id)
            .union(select(AuditLink.subject_type).where(AuditLink.subject_id == public_id))
        )
        for kind in db.session.scalars(kinds):
            yield kind, public_id


def _by_number(text: str) -> Iterator[Key]:
    patent = patents.by_number(text)
    if patent is not None:
        yield patent.__tablename__, patent.public_id
    for model in (Declaration, Document, Filing):
        number: Any = model.number
        for public_id in db.session.scalars(
            select(model.public_id).where(number == text).limit(MOST)
        ):
            yield model.__tablename__, public_id


def _by_name(text: str) -> list[Key]:
    return [(Organization.__tablename__, each.public_id) for each in organizations(text)]
