"""What a backup says of itself, and the figures by which two databases are compared."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from marketplace.audit import merkle
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.types import canonical_json

SCHEMA = "backup/1"
NAME = "manifest.json"
_CHUNK = 1024 * 1024

Query = Callable[[str], Iterable[Sequence[Any]]]
"""Runs one SELECT on one state of one database."""

_BALANCES = (
    "SELECT a.code, p.currency, sum(p.amount) FROM ledger_postings p "
    "JOIN ledger_accounts a ON a.id = p.account_id GROUP BY a.code, p.currency "
    "ORDER BY a.code, p.currency"
)


@dataclass(frozen=True)
class Figures:
    """What must be the same before and after: rows by table, the balances derived from all
    postings, the head of the outbox, the log's size and root."""

    rows: dict[str, int]
    balances_sha256: str
    outbox_sha256: str
    log_size: int
    log_root: str


@dataclass(frozen=True)
class Entry:
    """One file of the backup, by its path within it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """``revision`` is the migration that the database stood at; ``keys_encrypted`` says whether
    the keys inside need a passphrase."""

    made_at: str
    database: str
    revision: str | None
    keys_encrypted: bool
    figures: Figures
    entries: tuple[Entry, ...]
    schema: str = SCHEMA

    def write(self, folder: Path) -> str:
        """Write it last, whole or not at all: a backup without it is not finished. Returns its
        SHA-256, to be kept elsewhere."""
        data = json.dumps(asdict(self), indent=1, sort_keys=True).encode()
        fresh = folder / f"{NAME}.part"
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / NAME)
        return hashlib.sha256(data).hexdigest()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Refused where there is none, or one that this program does not know."""
        try:
            data = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if data["schema"] != SCHEMA:
                raise ValueError(data["schema"])
            entries = tuple(Entry(**each) for each in data.pop("entries"))
            figures = Figures(**data.pop("figures"))
            return cls(figures=figures, entries=entries, **data)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refused(
                "backup_manifest",
                N_("%(folder)s is no finished backup: its manifest is missing or unknown."),
                folder=str(folder),
            ) from error


def figures(query: Query) -> Figures:
    """Count and add up one state of a database."""
    rows = {
        table.name: int(next(iter(query(f"SELECT count(*) FROM {table.name}")))[0])  # noqa: S608 - our own table names
        for table in db.metadata.sorted_tables
    }
    balances = [[code, currency, str(amount)] for code, currency, amount in query(_BALANCES)]
    outbox = [list(row) for row in query("SELECT message_id FROM feedback_messages ORDER BY id")]
    log = [(int(size), json.loads(frontier)) for size, frontier in query(_LOG)]
    size, frontier = log[0] if log else (0, [])
    return Figures(
        rows=rows,
        balances_sha256=hashlib.sha256(canonical_json(balances)).hexdigest(),
        outbox_sha256=hashlib.sha256(canonical_json(outbox)).hexdigest(),
        log_size=size,
        log_root=merkle.root_of([bytes.fromhex(node) for node in frontier]).hex(),
    )


def differences(one: Figures, other: Figures) -> list[str]:
    """In what two databases differ, in words."""
    found = [
        f"table {name}: {one.rows.get(name)} rows, now {other.rows.get(name)}"
        for name in sorted(one.rows.keys() | other.rows.keys())
        if one.rows.get(name) != other.rows.get(name)
    ]
    for name in ("balances_sha256", "outbox_sha256", "log_size", "log_root"):
        before, now = getattr(one, name), getattr(other, name)
        if before != now:
            found.append(f"{name}: {before}, now {now}")
    return found


def revision(query: Query) -> str | None:
    """The migration that a database stands at, from its table of migrations."""
    return next((str(row[0]) for row in query("SELECT version_num FROM alembic_version")), None)


def copied(source: Path, target: Path, path: str) -> Entry:
    """Copy a file in pieces, to the disk, and say what it was."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, target.open("wb") as written:
        while piece := read.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())
    return Entry(path, size, digest.hexdigest())


_LOG = "SELECT size, frontier FROM log_state WHERE name = 'log'"
