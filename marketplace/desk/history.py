"""The history of a deal as its page shows it: what, when, by whom, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.accounts.models import Organization, User
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history
from marketplace.desk import events
from marketplace.extensions import db
from marketplace.registration.models import Filing
from marketplace.web import label


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    text: str
    actor: str
    note: str
    tone: str | None
    url: str | None = None


def entries_of(subject: Any, *, masked: bool = False) -> list[Entry]:
    """The events about ``subject``, newest first; ``masked`` hides the names of persons."""
    found = [event for event in history(subject) if events.is_for_parties(event)]
    people, houses = _names(found)
    kinds = _filing_kinds(found)
    return [
        Entry(
            at=event.at,
            text=_text(event, kinds),
            actor=_actor(event, people, houses, masked=masked),
            note=events.detail_of(event),
            tone=events.tone_of(event),
        )
        for event in reversed(found)
    ]


def _text(event: AuditEvent, kinds: dict[str, Any]) -> str:
    words = events.words_of(event.tag)
    kind = kinds.get(event.subject_id)
    return f"{label(kind)}{_(': ')}{words}" if kind else words


def _actor(
    event: AuditEvent, people: dict[str, str], houses: dict[str, str], *, masked: bool
) -> str:
    if event.actor_kind == "system":
        return _("System")
    name = people.get(event.actor_id, "")
    shown = f"{name[:1]}**" if masked and name else name
    house = houses.get(event.actor_organization or "", "")
    return " · ".join(each for each in (house, shown) if each)


def _names(found: Sequence[AuditEvent]) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the persons and organizations that acted, by public id; two statements."""
    people = {event.actor_id for event in found}
    houses = {event.actor_organization for event in found if event.actor_organization}
    return (
        dict(
            db.session.execute(
                select(User.public_id, User.name).where(User.public_id.in_(people))
            ).all()
        ),
        dict(
            db.session.execute(
                select(Organization.public_id, Organization.name).where(
                    Organization.public_id.in_(houses)
                )
            ).all()
        ),
    )


def _filing_kinds(found: Sequence[AuditEvent]) -> dict[str, Any]:
    keys = {event.subject_id for event in found if event.subject_type == Filing.__tablename__}
    rows = db.session.execute(
        select(Filing.public_id, Filing.kind).where(Filing.public_id.in_(keys))
    )
    return dict(rows.all())
