"""Checking the trail: every column against its canonical bytes, every number, every checkpoint."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import inspect, select, text

from marketplace.audit import checkpoints, keys, merkle, proofs
from marketplace.audit.models import (
    AuditEvent,
    AuditLink,
    Checkpoint,
    LogLeaf,
    LogNode,
    UnsequencedEvent,
)
from marketplace.audit.services import canonical_bytes
from marketplace.database import APPEND_ONLY
from marketplace.extensions import db

_CHUNK = 2000

Copy = tuple[str, checkpoints.SignedCheckpoint]
"""A checkpoint, and where it was found."""


@dataclass
class Report:
    """What a verification found. ``faults`` break the trail, ``warnings`` weaken it."""

    events: int = 0
    leaves: int = 0
    checkpoints: int = 0
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(copies: Iterable[Copy] = ()) -> Report:
    """Read the whole trail and compare it with itself, with the kept checkpoint files, and with
    the ``copies`` of checkpoints that witnesses bring: they alone find a log that was cut or
    replaced together with database and files."""
    report = Report()
    waiting = set(db.session.scalars(select(UnsequencedEvent.event_id)))
    _check_events(report, waiting)
    leaves = _check_leaves(report)
    _check_nodes(report, leaves)
    _check_checkpoints(report, leaves, copies)
    _check_triggers(report)
    return report


def _check_events(report: Report, waiting: set[int]) -> None:
    numbered = select(LogLeaf.event_id)
    for event in _stream(select(AuditEvent).order_by(AuditEvent.id)):
        report.events += 1
        expected = canonical_bytes(event)
        if expected != event.canonical:
            report.faults.append(f"event {event.public_id} ({event.tag}): columns were edited")
        digest = hashlib.sha256(event.canonical).hexdigest()
        if digest != event.sha256:
            report.faults.append(f"event {event.public_id} ({event.tag}): hash does not fit")
    missing = db.session.execute(
        select(AuditEvent.id, AuditEvent.public_id, AuditEvent.tag).where(
            AuditEvent.id.not_in(numbered)
        )
    )
    for row in missing:
        if row.id not in waiting:
            report.faults.append(f"event {row.public_id} ({row.tag}): inserted without a number")
    _check_links(report)


def _check_links(report: Report) -> None:
    links: dict[int, set[tuple[str, str]]] = {}
    for row in db.session.execute(
        select(AuditLink.event_id, AuditLink.subject_type, AuditLink.subject_id)
    ):
        links.setdefault(row.event_id, set()).add((row.subject_type, row.subject_id))
    for row in db.session.execute(select(AuditEvent.id, AuditEvent.public_id, AuditEvent.related)):
        if {tuple(key) for key in row.related} != links.get(row.id, set()):
            report.faults.append(f"event {row.public_id}: its links were changed")


def _check_leaves(report: Report) -> list[bytes]:
    leaves: list[bytes] = []
    rows = db.session.execute(
        select(LogLeaf.position, LogLeaf.leaf_hash, AuditEvent.canonical, AuditEvent.public_id)
        .outerjoin(AuditEvent, AuditEvent.id == LogLeaf.event_id)
        .order_by(LogLeaf.position)
    )
    for expected, row in enumerate(rows):
        report.leaves += 1
        if row.position != expected:
            report.faults.append(f"log position {expected}: missing (found {row.position})")
            return leaves
        if row.canonical is None:
            report.faults.append(f"log position {expected}: its event was deleted")
        elif merkle.leaf_hash(row.canonical).hex() != row.leaf_hash:
            report.faults.append(f"log position {expected}: event {row.public_id} was replaced")
        leaves.append(bytes.fromhex(row.leaf_hash))
    return leaves


def _check_nodes(report: Report, leaves: list[bytes]) -> None:
    """The kept subtree roots are those of the leaves: a wrong one would make proofs that fail."""
    below, level = leaves, proofs.STEP
    while below:
        below = [
            merkle.root_of(merkle.extend([], 0, below[at : at + proofs.WIDTH])[0])
            for at in range(0, len(below) - proofs.WIDTH + 1, proofs.WIDTH)
        ]
        kept = db.session.scalars(
            select(LogNode.hash).where(LogNode.level == level).order_by(LogNode.place)
        ).all()
        if list(kept) != [node.hex() for node in below]:
            report.faults.append(f"kept nodes of level {level}: they are not those of the log")
        level += proofs.STEP


def _check_checkpoints(report: Report, leaves: list[bytes], copies: Iterable[Copy]) -> None:
    try:
        known = [*_known_checkpoints(), *copies]
    except ValueError as error:
        report.faults.append(str(error))
        return
    report.checkpoints = len(known)
    roots = merkle.roots_at(leaves, {signed.size for _, signed in known})
    public = keys.signing_key().public_key()
    for place, signed in known:
        name = f"checkpoint of size {signed.size} ({place})"
        body = f"{signed.origin}\n{signed.size}\n{signed.root}\n{signed.at}\n"
        if body != signed.body:
            report.faults.append(f"{name}: its columns were edited")
        elif signed.key_id != keys.key_id(public):
            report.faults.append(f"{name}: signed by another key")
        elif not keys.is_signed(public, body.encode(), base64.b64decode(signed.signature)):
            report.faults.append(f"{name}: signature does not verify")
        elif signed.size not in roots:
            report.faults.append(f"{name}: the log was cut to {len(leaves)} entries")
        elif roots[signed.size].hex() != signed.root:
            report.faults.append(f"{name}: the log below it was replaced")


def _known_checkpoints() -> Iterator[Copy]:
    for row in db.session.scalars(select(Checkpoint).order_by(Checkpoint.size)):
        yield "database", checkpoints.signed_of(row)
    for path, signed in checkpoints.files():
        yield path.name, signed


def _check_triggers(report: Report) -> None:
    """Missing triggers are a warning: they do not change what the trail says."""
    engine = db.engine
    if engine.dialect.name == "sqlite":
        found = set(
            db.session.scalars(text("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"))
        )
    else:
        found = set(
            db.session.scalars(
                text(
                    "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                    "WHERE NOT t.tgisinternal"
                )
            )
        )
    present = set(inspect(engine).get_table_names())
    for name in sorted((APPEND_ONLY & present) - found):
        report.warnings.append(f"table {name} has lost its append-only triggers")


def _stream(statement):  # type: ignore[no-untyped-def]
    return db.session.scalars(statement.execution_options(yield_per=_CHUNK))
