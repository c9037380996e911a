"""Signed checkpoints: in the database, and each also a file in ``DATA_DIR/checkpoints``.

The files (and the copies that witnesses keep) are what finds a log whose tail was cut or that
was replaced as a whole: the database alone cannot show what is no longer in it.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select

from marketplace import clock
from marketplace.audit import keys, merkle, sequencer
from marketplace.audit.models import Checkpoint
from marketplace.audit.services import instant_text
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.extensions import db

ORIGIN = "patent-open-license-marketplace/log/1"


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint as it stands in a file: hex root and key id, base64 signature over ``body``."""

    size: int
    root: str
    at: str
    origin: str
    key_id: str
    body: str
    signature: str


def signed_of(row: Checkpoint) -> SignedCheckpoint:
    """A stored checkpoint as it stands in files, feeds and packages."""
    return SignedCheckpoint(
        row.size, row.root, instant_text(row.at), row.origin, row.key_id, row.body, row.signature
    )


def newest() -> SignedCheckpoint | None:
    """The newest checkpoint, or None while none was made."""
    row = db.session.scalar(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1))
    return signed_of(row) if row else None


def make_checkpoint() -> SignedCheckpoint | None:
    """Sign the log as it stands; None when the newest checkpoint covers it already."""
    frontier, size = sequencer.log_state()
    if size == 0 or db.session.scalar(select(Checkpoint.id).where(Checkpoint.size == size)):
        return None
    key = keys.signing_key()
    at = clock.now()
    root = merkle.root_of(frontier).hex()
    body = f"{ORIGIN}\n{size}\n{root}\n{instant_text(at)}\n"
    signature = base64.b64encode(key.sign(body.encode())).decode()
    with transaction() as session:
        session.add(
            Checkpoint(
                size=size,
                root=root,
                at=at,
                origin=ORIGIN,
                key_id=keys.key_id(key.public_key()),
                body=body,
                signature=signature,
            )
        )
    signed = SignedCheckpoint(
        size, root, instant_text(at), ORIGIN, keys.key_id(key.public_key()), body, signature
    )
    _write(signed)
    return signed


def folder() -> Path:
    """Where the checkpoint files are."""
    return current_settings().data_dir / "checkpoints"


def files() -> Iterator[tuple[Path, SignedCheckpoint]]:
    """All kept checkpoint files by size; a file that cannot be read raises ValueError."""
    for path in sorted(folder().glob("*.json")):
        try:
            yield path, SignedCheckpoint(**json.loads(path.read_text()))
        except (json.JSONDecodeError, TypeError) as error:
            raise ValueError(f"checkpoint file {path.name} cannot be read") from error


def read_copies(path: Path) -> Iterator[tuple[str, SignedCheckpoint]]:
    """The checkpoints in a witness's copy: lines as in the public feed, other lines are passed
    over. ValueError for a line that is no checkpoint, or a copy without any."""
    found = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.startswith("{"):
            continue
        try:
            signed = SignedCheckpoint(**json.loads(line))
            base64.b64decode(signed.signature, validate=True)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, line {number}: no checkpoint") from error
        found += 1
        yield f"{path.name}, line {number}", signed
    if not found:
        raise ValueError(f"{path.name}: no checkpoint in it")


def _write(signed: SignedCheckpoint) -> None:
    """Keep the file for ever: another root at the same size gets another name beside it."""
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{signed.size:012d}-{signed.root[:16]}.json"
    if not path.exists():
        path.write_text(json.dumps(asdict(signed), indent=1, sort_keys=True) + "\n")
