"""Events as lines of the trail in the reader's language, with every record they name."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from marketplace.accounts import masking
from marketplace.accounts.models import Organization, User
from marketplace.admin import subjects
from marketplace.admin.subjects import Key, Subject
from marketplace.audit.models import AuditEvent
from marketplace.desk.events import detail_of, words_of


@dataclass(frozen=True)
class Line:
    """One event; ``position`` is its number in the log, None while it waits for one.

    ``person`` and ``organization`` are who acted, None for the system.
    """

    event: AuditEvent
    position: int | None
    words: str
    detail: str
    subject: Subject
    related: Sequence[Subject]
    person: Subject | None
    organization: Subject | None

    @property
    def actor(self) -> str:
        """Who acted, for whom."""
        if self.person is None:
            return _("System")
        return " · ".join(each.title for each in (self.organization, self.person) if each)


def lines(events: Iterable[tuple[AuditEvent, int | None]], *, masked: bool) -> list[Line]:
    """The lines of these events; the records they name are loaded in one statement a table."""
    listed = list(events)
    keys = {key for event, _position in listed for key in _keys(event)}
    known = subjects.describe(keys, masked=masked)
    return [_line(event, position, known, masked) for event, position in listed]


def canonical_text(event: AuditEvent, *, masked: bool) -> str:
    """The canonical JSON of an event, indented for reading."""
    value: Any = json.loads(event.canonical)
    if masked:
        value = {**value, "data": masking.data(value["data"])}
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def _line(event: AuditEvent, position: int | None, known: dict[Key, Subject], masked: bool) -> Line:
    person, organization = _person(event), _organization(event)
    detail = detail_of(event)
    return Line(
        event=event,
        position=position,
        words=words_of(event.tag),
        detail=masking.text(detail) if masked else detail,
        subject=known[_subject(event)],
        related=[known[key] for key in _related(event)],
        person=known[person] if person else None,
        organization=known[organization] if organization else None,
    )


def _keys(event: AuditEvent) -> list[Key]:
    named = [_subject(event), *_related(event), _person(event), _organization(event)]
    return [key for key in named if key is not None]


def _subject(event: AuditEvent) -> Key:
    return event.subject_type, event.subject_id


def _related(event: AuditEvent) -> list[Key]:
    return [(kind, public_id) for kind, public_id in event.related]


def _person(event: AuditEvent) -> Key | None:
    return (User.__tablename__, event.actor_id) if event.actor_kind == "user" else None


def _organization(event: AuditEvent) -> Key | None:
    if event.actor_organization is None:
        return None
    return Organization.__tablename__, event.actor_organization
