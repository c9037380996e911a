"""Followers of the sequence: each has its own position, gets every event at least once, in order."""

import logging

from sqlalchemy import insert, select, update
from sqlalchemy.orm import selectinload

from marketplace.audit import sequencer
from marketplace.audit.models import AuditEvent, FollowerPosition, LogLeaf
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.followers import Handler, lease, workforce

log = logging.getLogger(__name__)
BATCH = 500


def position(name: str) -> int:
    """Up to which number the follower has worked (exclusive)."""
    found = db.session.scalar(
        select(FollowerPosition.position).where(FollowerPosition.name == name)
    )
    return found or 0


def lag(name: str) -> int:
    """How many numbered events the follower has not seen."""
    return sequencer.size() - position(name)


def follow(name: str, handle: Handler) -> int:
    """Hand the follower everything new, batch by batch; returns how many events it worked on.

    The position moves after the handler has returned: a crash in between repeats the batch, so
    handlers are idempotent. A handler that raises keeps its position and is tried again later.
    """
    done = 0
    while True:
        start = position(name)
        events = db.session.scalars(
            select(AuditEvent)
            .join(LogLeaf, LogLeaf.event_id == AuditEvent.id)
            .where(LogLeaf.position >= start)
            .order_by(LogLeaf.position)
            .limit(BATCH)
            .options(selectinload(AuditEvent.links))
        ).all()
        if not events:
            return done
        try:
            handle(events)
        except Exception as error:
            db.session.rollback()
            log.exception("follower %s at %d", name, start)
            _note(name, start, error)
            return done
        _move(name, start + len(events))
        done += len(events)


def follow_all() -> int:
    """Let every registered follower that is behind, and that no other worker serves, catch up."""
    done = 0
    for name, handle in workforce().followers.items():
        if lag(name) == 0:
            continue
        with lease(f"follower:{name}") as taken:
            if taken:
                done += follow(name, handle)
    return done


def _move(name: str, to: int) -> None:
    with transaction() as session:
        _ensure(name)
        session.execute(
            update(FollowerPosition)
            .where(FollowerPosition.name == name)
            .values(position=to, failures=0, last_error=None)
        )


def _note(name: str, start: int, error: Exception) -> None:
    with transaction() as session:
        _ensure(name)
        session.execute(
            update(FollowerPosition)
            .where(FollowerPosition.name == name)
            .values(
                position=start,
                failures=FollowerPosition.failures + 1,
                last_error=f"{type(error).__name__}: {error}"[:2000],
            )
        )


def _ensure(name: str) -> None:
    session = db.session()
    if session.scalar(select(FollowerPosition.id).where(FollowerPosition.name == name)) is None:
        session.execute(insert(FollowerPosition).values(name=name, position=0, failures=0))
