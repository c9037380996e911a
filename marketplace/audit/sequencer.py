"""Gives committed events gapless numbers and appends them to the Merkle log.

Business transactions lock nothing for the sake of order; one leased sequencer orders what has
committed. What it has numbered is final.
"""

from sqlalchemy import delete, func, insert, select, update

from marketplace.audit import merkle, proofs
from marketplace.audit.models import AuditEvent, LogLeaf, LogNode, LogState, UnsequencedEvent
from marketplace.database import lock, transaction
from marketplace.extensions import db

BATCH = 1000
_NAME = "log"


def sequence() -> int:
    """Number everything that has committed; returns how many events were numbered.

    Safe to run twice at once: the state row is locked, and positions are unique.
    """
    total = 0
    if not is_behind():
        return 0
    while numbered := _sequence_batch():
        total += numbered
        if numbered < BATCH:
            break
    return total


def is_behind() -> bool:
    """Whether anything waits for a number. A look at it takes no write lock, which on SQLite would
    hold up whoever signs."""
    return db.session.scalar(select(UnsequencedEvent.id).limit(1)) is not None


def backlog() -> int:
    """How many committed events wait for a number."""
    return db.session.scalar(select(db.func.count(UnsequencedEvent.id))) or 0


def size() -> int:
    """How many events have a number."""
    return db.session.scalar(select(LogState.size).where(LogState.name == _NAME)) or 0


def log_state() -> tuple[list[bytes], int]:
    """The frontier and the size of the log."""
    row = db.session.execute(
        select(LogState.frontier, LogState.size).where(LogState.name == _NAME)
    ).one_or_none()
    return ([bytes.fromhex(node) for node in row.frontier], row.size) if row else ([], 0)


def committed() -> int:
    """How many events have been committed: one number for the state of the whole site.

    Numbered ones and those that still wait, in one statement and so in one state; whatever the
    order in which transactions commit, each of them makes it larger.
    """
    return db.session.execute(_COMMITTED).scalar_one()


def _sequence_batch() -> int:
    with transaction() as session:
        known = session.execute(
            lock(select(LogState.frontier, LogState.size).where(LogState.name == _NAME))
        ).one_or_none()
        waiting = session.execute(
            select(AuditEvent.id, AuditEvent.canonical)
            .join(UnsequencedEvent, UnsequencedEvent.event_id == AuditEvent.id)
            .order_by(AuditEvent.id)
            .limit(BATCH)
        ).all()
        if not waiting:
            return 0
        start = known.size if known else 0
        leaves = [merkle.leaf_hash(row.canonical) for row in waiting]
        session.execute(
            insert(LogLeaf),
            [
                {"position": start + place, "event_id": row.id, "leaf_hash": leaf.hex()}
                for place, (row, leaf) in enumerate(zip(waiting, leaves, strict=True))
            ],
        )
        if nodes := list(proofs.new_nodes(start, leaves)):
            session.execute(insert(LogNode), nodes)
        frontier = [bytes.fromhex(node) for node in known.frontier] if known else []
        frontier, reached = merkle.extend(frontier, start, leaves)
        values = {"size": reached, "frontier": [node.hex() for node in frontier]}
        if known:
            session.execute(update(LogState).where(LogState.name == _NAME).values(**values))
        else:
            session.execute(insert(LogState).values(name=_NAME, **values))
        ids = [row.id for row in waiting]
        session.execute(delete(UnsequencedEvent).where(UnsequencedEvent.event_id.in_(ids)))
        return len(waiting)


_COMMITTED = select(
    func.coalesce(select(LogState.size).where(LogState.name == _NAME).scalar_subquery(), 0)
    + select(func.count()).select_from(UnsequencedEvent).scalar_subquery()
)
