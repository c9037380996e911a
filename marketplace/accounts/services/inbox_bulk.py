"""Telling many organizations at once, as ``notify`` tells one: the same rows in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import contains_eager

from marketplace import clock
from marketplace.accounts import messages
from marketplace.accounts.models import InboxMessage, Membership, Role, User
from marketplace.accounts.services.inbox import body_of
from marketplace.config import current_settings
from marketplace.database import in_transaction
from marketplace.extensions import db
from marketplace.ids import new_public_id
from marketplace.mail import OutgoingMail

People = Mapping[int, Sequence[User]]


@dataclass(frozen=True, slots=True)
class Note:
    """What ``notify`` is given, with the database keys of organization and event."""

    organization_id: int
    code: str
    event_id: int
    link: str
    due_on: date | None
    params: dict[str, Any]


def people_of(organizations: Collection[int], roles: Sequence[Role]) -> People:
    """The members with one of the roles, by the organization's database key."""
    found: dict[int, list[User]] = defaultdict(list)
    for membership in db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.organization_id.in_(organizations), Membership.left_at.is_(None))
        .options(contains_eager(Membership.user))
        .order_by(Membership.id)
    ):
        if membership.has(*roles):
            found[membership.organization_id].append(membership.user)
    return found


def notify_many(notes: Sequence[Note], people: People) -> int:
    """Put every note into its organization's inbox and mail those who want it; returns how many
    mails were written. Their commit is the delivery. RuntimeError outside of a transaction."""
    if not in_transaction():
        raise RuntimeError("a message is written in the transaction of its event")
    if not notes:
        return 0
    now = clock.now()
    rows = [
        {
            "public_id": new_public_id(),
            "organization_id": note.organization_id,
            "event_id": note.event_id,
            "code": note.code,
            "params": note.params,
            "link": note.link,
            "due_on": note.due_on,
            "created_at": now,
        }
        for note in notes
    ]
    db.session.execute(insert(InboxMessage.__table__), rows)
    mails = _mails(notes, people)
    if mails:
        db.session.execute(insert(OutgoingMail.__table__), mails)
    return len(mails)


def _mails(notes: Sequence[Note], people: People) -> list[dict[str, Any]]:
    base, now = current_settings().base_url.rstrip("/"), clock.now()
    texts: dict[tuple[str, str], messages.Message] = {}
    made = []
    for note in notes:
        needs_action = messages.message_for(note.code).action is not None
        for user in people.get(note.organization_id, ()):
            if not user.wants_mail(needs_action):
                continue
            key = (note.code, user.locale)
            if key not in texts:
                texts[key] = messages.translated(*key)
            rendered = messages.fill(texts[key], note.params, user.locale)
            made.append(
                {
                    "public_id": new_public_id(),
                    "event_id": note.event_id,
                    "to": user.email,
                    "subject": rendered.subject,
                    "body": body_of(rendered, base + note.link),
                    "locale": user.locale,
                    "written_at": now,
                }
            )
    return made
