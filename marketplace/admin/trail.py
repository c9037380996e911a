"""Searching the audit trail: events by record, person, organization, tag and day, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, tuple_, union_all

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.admin.subjects import Key
from marketplace.audit.models import AuditEvent, AuditLink, Checkpoint, LogLeaf
from marketplace.extensions import db

PER_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What narrows the trail; ``None`` does not, an empty list of records finds nothing.

    Days are Shanghai days, both included; ``tag`` is a whole tag.
    """

    records: Sequence[Key] | None = None
    person: User | None = None
    organizations: Sequence[Organization] | None = None
    tag: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Slice:
    """One page of events with their numbers in the log; ids of events for the pages beside it."""

    events: Sequence[tuple[AuditEvent, int | None]] = field(default_factory=list)
    newer: str | None = None
    older: str | None = None


def search(wanted: Wanted, *, before: str = "", after: str = "") -> Slice:
    """A page of the matching events, newest first.

    ``before`` and ``after`` are public ids of events: the page older than the one, or the page
    next newer than the other.
    """
    statement = _matching(wanted)
    if after:
        statement = statement.where(AuditEvent.id > _place(after)).order_by(AuditEvent.id)
    else:
        statement = statement.order_by(AuditEvent.id.desc())
        if before:
            statement = statement.where(AuditEvent.id < _place(before))
    rows = db.session.execute(statement.limit(PER_PAGE + 1)).all()
    more, rows = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if after:
        rows = rows[::-1]
    return _slice(rows, has_newer=more if after else bool(before), has_older=bool(after) or more)


def event_by_public_id(public_id: str) -> tuple[AuditEvent, int | None] | None:
    """One event with its number in the log (None while it waits for one), or None."""
    row = db.session.execute(_numbered().where(AuditEvent.public_id == public_id)).one_or_none()
    return (row[0], row[1]) if row else None


def covering(position: int | None) -> Checkpoint | None:
    """The first signed checkpoint that covers a position, or None while there is none."""
    if position is None:
        return None
    return db.session.scalar(
        select(Checkpoint).where(Checkpoint.size > position).order_by(Checkpoint.size).limit(1)
    )


def checkpoints(limit: int = 10) -> Sequence[Checkpoint]:
    """The last signed checkpoints, newest first."""
    return db.session.scalars(
        select(Checkpoint).order_by(Checkpoint.size.desc()).limit(limit)
    ).all()


def _numbered() -> Any:
    return select(AuditEvent, LogLeaf.position).outerjoin(
        LogLeaf, LogLeaf.event_id == AuditEvent.id
    )


def _matching(wanted: Wanted) -> Any:
    statement = _numbered()
    if wanted.records is not None:
        statement = statement.where(_about(wanted.records))
    if wanted.person is not None:
        key = (User.__tablename__, wanted.person.public_id)
        by = AuditEvent.actor_id == wanted.person.public_id
        statement = statement.where(or_(by, _about([key])))
    if wanted.organizations is not None:
        ids = [each.public_id for each in wanted.organizations]
        keys = [(Organization.__tablename__, each) for each in ids]
        by = AuditEvent.actor_organization.in_(ids)
        statement = statement.where(or_(by, _about(keys)))
    if wanted.tag:
        statement = statement.where(AuditEvent.tag == wanted.tag)
    if wanted.since:
        statement = statement.where(AuditEvent.at >= clock.start_of_day(wanted.since))
    if wanted.until:
        after = clock.start_of_day(wanted.until + timedelta(days=1))
        statement = statement.where(AuditEvent.at < after)
    return statement


def _about(keys: Sequence[Key]) -> ColumnElement[bool]:
    """Events whose subject, or one of whose related records, is among the keys."""
    subjects = select(AuditEvent.id).where(
        tuple_(AuditEvent.subject_type, AuditEvent.subject_id).in_(keys)
    )
    links = select(AuditLink.event_id).where(
        tuple_(AuditLink.subject_type, AuditLink.subject_id).in_(keys)
    )
    return AuditEvent.id.in_(union_all(subjects, links))


def _place(public_id: str) -> Any:
    return select(AuditEvent.id).where(AuditEvent.public_id == public_id).scalar_subquery()


def _slice(rows: Sequence[Any], *, has_newer: bool, has_older: bool) -> Slice:
    events = [(row[0], row[1]) for row in rows]
    if not events:
        return Slice()
    return Slice(
        events,
        newer=events[0][0].public_id if has_newer else None,
        older=events[-1][0].public_id if has_older else None,
    )
