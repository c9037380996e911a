"""Making a backup while the site goes on; restoring it into an empty place, and proving it equal.

The order matters. Checkpoint files are copied before the database, so that the database knows at
least what they say; files after it, because a file is there before the record that names it.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from marketplace import clock
from marketplace.audit.verification import verify
from marketplace.backup import databases, keys
from marketplace.backup.manifest import (
    Entry,
    Manifest,
    copied,
    differences,
)
from marketplace.config import current_settings
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.ledger.checks import check

FILES, CHECKPOINTS = "files", "checkpoints"
_MADE_AT_START = frozenset({"secret_key"})


@dataclass
class Proof:
    """What a restore found when it compared: nothing, if all is equal and sound."""

    faults: list[str] = field(default_factory=list)
    figures: dict[str, int | str] = field(default_factory=dict)


def create(target: Path, passphrase: str | None) -> tuple[Manifest, str]:
    """Back up database, files, keys and checkpoints into an empty folder; the manifest and its
    SHA-256. Search indexes and folders of feedback are left out: both are made again.

    Refused where the folder is not empty, or a file was altered in the store.
    """
    data = current_settings().data_dir
    _require_empty_folder(target)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.chmod(0o700)
    _copy_tree(data / CHECKPOINTS, target / CHECKPOINTS)
    figures, revision = databases.dump(target / databases.FOLDER)
    _copy_tree(data / FILES, target / FILES)
    if passphrase:
        keys.pack(data / keys.FOLDER, target / keys.NAME, passphrase)
    else:
        for path in _files(data / keys.FOLDER):
            name = path.relative_to(data / keys.FOLDER)
            keys.write_private(target / keys.FOLDER / name, path.read_bytes())
    manifest = Manifest(
        made_at=clock.now().isoformat(),
        database=databases.kind(),
        revision=revision,
        keys_encrypted=bool(passphrase),
        figures=figures,
        entries=tuple(_entry(path, target) for path in _files(target)),
    )
    for entry in manifest.entries:
        _require_own_name(entry)
    return manifest, manifest.write(target)


def restore(source: Path, passphrase: str | None) -> Proof:
    """Restore into the empty database and data folder of the settings, then prove it equal.

    Refused before anything is written where the target is used, the backup is of another kind of
    database, a file of it is missing or altered, or its keys need a passphrase.
    """
    manifest = Manifest.read(source)
    if manifest.database != databases.kind():
        raise Refused(
            "backup_kind",
            N_("This is a backup of %(theirs)s; the settings name %(ours)s."),
            theirs=manifest.database,
            ours=databases.kind(),
        )
    if manifest.keys_encrypted and not passphrase:
        raise Refused(
            "backup_needs_passphrase",
            N_("The keys of this backup are encrypted: give --passphrase-file."),
        )
    data = current_settings().data_dir
    databases.require_fitting(manifest.revision)
    _require_unused(data)
    databases.require_empty()
    _require_whole(source, manifest)
    if manifest.keys_encrypted:
        keys.unpack(source / keys.NAME, data / keys.FOLDER, passphrase or "")
    for path in _files(source / keys.FOLDER):
        name = path.relative_to(source / keys.FOLDER)
        keys.write_private(data / keys.FOLDER / name, path.read_bytes())
    _copy_tree(source / FILES, data / FILES)
    databases.load(source / databases.FOLDER)
    _copy_tree(source / CHECKPOINTS, data / CHECKPOINTS)
    return prove(manifest)


def prove(manifest: Manifest) -> Proof:
    """Compare the site of the settings with what the manifest says: the same rows, balances,
    messages and log; trail and ledger sound in themselves; every file that was there."""
    db.session.remove()
    now = databases.present()
    proof = Proof(differences(manifest.figures, now))
    proof.faults += [f"audit: {fault}" for fault in verify().faults]
    proof.faults += [f"ledger: {fault}" for fault in check().faults]
    data = current_settings().data_dir
    for entry in manifest.entries:
        path = data / entry.path
        if entry.path.startswith(f"{FILES}/") and (
            not path.is_file() or _sha256(path) != entry.sha256
        ):
            proof.faults.append(f"{entry.path}: missing or altered")
    proof.figures = {
        "rows": sum(now.rows.values()),
        "files": sum(each.path.startswith(f"{FILES}/") for each in manifest.entries),
        "balances_sha256": now.balances_sha256,
        "log_size": now.log_size,
        "log_root": now.log_root,
    }
    return proof


def _require_whole(source: Path, manifest: Manifest) -> None:
    for entry in manifest.entries:
        path = source / entry.path
        if ".." in Path(entry.path).parts or not path.is_file() or _sha256(path) != entry.sha256:
            raise Refused(
                "backup_damaged",
                N_("%(path)s of the backup is missing or altered. Nothing was restored."),
                path=entry.path,
            )


def _require_unused(data: Path) -> None:
    for name in (FILES, CHECKPOINTS, keys.FOLDER):
        used = [each for each in _files(data / name) if each.name not in _MADE_AT_START]
        if used:
            raise Refused(
                "backup_data_used",
                N_("The folder %(path)s is not empty. Restore into an empty data folder."),
                path=str(data / name),
            )


def _require_empty_folder(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(
            "backup_folder_used",
            N_("%(path)s is not empty. Give a new folder for the backup."),
            path=str(target),
        )


def _require_own_name(entry: Entry) -> None:
    """A file of the store is named by its hash: one that is not was altered."""
    if entry.path.startswith(f"{FILES}/") and Path(entry.path).name != entry.sha256:
        raise Refused(
            "backup_file_altered",
            N_("%(path)s was altered in the store. The backup is not finished."),
            path=entry.path,
        )


def _copy_tree(source: Path, target: Path) -> None:
    for path in _files(source):
        copied(path, target / path.relative_to(source), "")


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(each for each in folder.rglob("*") if each.is_file())


def _entry(path: Path, root: Path) -> Entry:
    name = path.relative_to(root).as_posix()
    return Entry(name, os.path.getsize(path), _sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
