"""Acknowledging a record's history: this event and all earlier ones, and nothing that came since."""

from typing import Any

from sqlalchemy import func, select

from marketplace import clock
from marketplace.audit.actors import actor_of
from marketplace.audit.models import Acknowledgement, AuditEvent, AuditLink, LogLeaf
from marketplace.audit.services import record
from marketplace.database import lock
from marketplace.errors import N_, Missing, Refused
from marketplace.extensions import db


def acknowledge(kind: str, public_id: str, event_id: str, by: Any) -> int:
    """Acknowledge the history of a record up to the event (its public id); returns its number.

    What was acknowledged further stays so. Missing if the event is not about the record; refused
    while it waits for its number, for its place among the others is not settled before.
    """
    row = db.session.execute(
        lock(
            select(AuditEvent.id, LogLeaf.position)
            .outerjoin(LogLeaf, LogLeaf.event_id == AuditEvent.id)
            .where(AuditEvent.public_id == event_id),
            of=AuditEvent,
        )
    ).one_or_none()
    if row is None or not _is_about(row.id, kind, public_id):
        raise Missing()
    if row.position is None:
        raise Refused(
            "event_waits",
            N_("This event still waits for its number. Try again in a moment."),
        )
    position: int = row.position
    if acknowledged_up_to(kind, public_id) >= position:
        return position
    known = Acknowledgement(
        subject_type=kind,
        subject_id=public_id,
        position=position,
        actor_id=actor_of(by).id,
        at=clock.now(),
    )
    db.session.add(known)
    record("acknowledgement:make", known, by, record=[kind, public_id], up_to=event_id)
    return position


def acknowledged_up_to(kind: str, public_id: str) -> int:
    """The highest acknowledged number of a record's history; -1 while nothing is."""
    found = db.session.scalar(
        select(func.max(Acknowledgement.position)).where(
            Acknowledgement.subject_type == kind, Acknowledgement.subject_id == public_id
        )
    )
    return -1 if found is None else found


def _is_about(event_id: int, kind: str, public_id: str) -> bool:
    about = select(AuditEvent.id).where(
        AuditEvent.id == event_id,
        AuditEvent.subject_type == kind,
        AuditEvent.subject_id == public_id,
    )
    linked = select(AuditLink.id).where(
        AuditLink.event_id == event_id,
        AuditLink.subject_type == kind,
        AuditLink.subject_id == public_id,
    )
    return (db.session.scalar(about) or db.session.scalar(linked)) is not None
