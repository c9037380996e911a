"""Gives committed events gapless numbers and appends them to the Merkle log.

Business transactions lock nothing for the sake of order; one leased sequencer orders what has
committed. What it has numbered is final.
"""

from dataclasses import dataclass

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
    while batch := _prepared():
        if not _append(batch):
            continue
        total += len(batch.events)
        if len(batch.events) < BATCH:
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


@dataclass(frozen=True)
class _Batch:
    """What the next numbers are given to, computed before anything is locked."""

    start: int
    reached: int
    events: list[int]
    leaves: list[dict[str, object]]
    nodes: list[dict[str, object]]
    frontier: list[str]


def _prepared() -> _Batch | None:
    """The next batch by what is committed now, in the order in which it was said; None where nothing
    waits. A transaction writes its postings before the events that it holds until the commit."""
    frontier, start = log_state()
    found = db.session.execute(
        select(AuditEvent.id, AuditEvent.canonical, AuditEvent.at)
        .join(UnsequencedEvent, UnsequencedEvent.event_id == AuditEvent.id)
        .order_by(AuditEvent.id)
        .limit(BATCH)
    ).all()
    if not found:
        return None
    waiting = sorted(found, key=lambda row: row.at)
    hashes = [merkle.leaf_hash(row.canonical) for row in waiting]
    nodes = list(proofs.new_nodes(start, hashes))
    frontier, reached = merkle.extend(frontier, start, hashes)
    leaves = [
        {"position": start + place, "event_id": row.id, "leaf_hash": leaf.hex()}
        for place, (row, leaf) in enumerate(zip(waiting, hashes, strict=True))
    ]
    events = [row.id for row in waiting]
    return _Batch(start, reached, events, leaves, nodes, [node.hex() for node in frontier])


def _append(batch: _Batch) -> bool:
    """Write the batch, unless another has numbered meanwhile. The lock is held for the writing only:
    on SQLite everybody who signs waits for it."""
    values = {"size": batch.reached, "frontier": batch.frontier}
    with transaction() as session:
        size = session.scalar(lock(select(LogState.size).where(LogState.name == _NAME)))
        if (size or 0) != batch.start:
            return False
        session.execute(insert(LogLeaf.__table__), batch.leaves)
        if batch.nodes:
            session.execute(insert(LogNode.__table__), batch.nodes)
        if size is None:
            session.execute(insert(LogState).values(name=_NAME, **values))
        else:
            session.execute(update(LogState).where(LogState.name == _NAME).values(**values))
        numbered = UnsequencedEvent.event_id.in_(batch.events)
        session.execute(delete(UnsequencedEvent).where(numbered))
    return True


_COMMITTED = select(
    func.coalesce(select(LogState.size).where(LogState.name == _NAME).scalar_subquery(), 0)
    + select(func.count()).select_from(UnsequencedEvent).scalar_subquery()
)
