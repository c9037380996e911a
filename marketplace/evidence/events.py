"""Events as packages hold them, with their way to the newest checkpoint."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from marketplace.audit import checkpoints, proofs
from marketplace.audit.checkpoints import SignedCheckpoint
from marketplace.audit.models import AuditEvent, Checkpoint, LogLeaf
from marketplace.audit.services import as_data, instant_text
from marketplace.extensions import db
from marketplace.witnesses.queries import receipts_for


def entry(event: AuditEvent, position: int | None, **more: Any) -> dict[str, Any]:
    """One line of ``events.jsonl``: the columns, and the canonical text that was hashed."""
    return {
        "position": position,
        "event": as_data(event),
        "canonical": event.canonical.decode(),
        "sha256": event.sha256,
        **more,
    }


def covered(events: Iterable[AuditEvent], size: int) -> list[tuple[int, AuditEvent]]:
    """Those of the events that a log of ``size`` holds, by number."""
    known = {event.id: event for event in events}
    rows = db.session.execute(
        select(LogLeaf.position, LogLeaf.event_id)
        .where(LogLeaf.event_id.in_(known), LogLeaf.position < size)
        .order_by(LogLeaf.position)
    )
    return [(row.position, known[row.event_id]) for row in rows]


def proven(found: Iterable[tuple[int, AuditEvent]], size: int) -> Iterator[dict[str, Any]]:
    """The lines of events with their inclusion paths in the log of ``size``."""
    for position, event in found:
        yield entry(event, position, proof=proofs.inclusion(position, size))


def growth(positions: Iterable[int], newest: SignedCheckpoint) -> Iterator[dict[str, Any]]:
    """The first checkpoint that covered each position, with its path to the newest: when an event
    stood in the log at the latest."""
    sizes = db.session.scalars(
        select(Checkpoint.size).where(Checkpoint.size <= newest.size).order_by(Checkpoint.size)
    ).all()
    wanted = {next(size for size in sizes if size > position) for position in positions}
    rows = db.session.scalars(
        select(Checkpoint).where(Checkpoint.size.in_(wanted)).order_by(Checkpoint.size)
    )
    for row in rows:
        path = [] if row.size == newest.size else proofs.consistency(row.size, newest.size)
        yield {"checkpoint": asdict(checkpoints.signed_of(row)), "proof": path}


def witnessed(first: int, newest: SignedCheckpoint | None) -> Iterator[dict[str, Any]]:
    """What witnesses confirmed of a log of ``first`` entries or more: since when somebody outside
    can say what stood there. Each with its path to ``newest``, which it does not go beyond; without
    one everything, for packages that hold the leaves of the log itself."""
    for receipt in receipts_for(first, newest.size if newest else None):
        signed, witness = checkpoints.signed_of(receipt.checkpoint), receipt.witness
        is_path = newest is not None and signed.size < newest.size
        yield {
            "witness": {"id": witness.public_id, "name": witness.name, "key": witness.public_key},
            "checkpoint": asdict(signed),
            "signature": receipt.signature,
            "received_at": instant_text(receipt.received_at),
            "proof": proofs.consistency(signed.size, newest.size) if newest and is_path else [],
        }
