"""``demo.json``: where the demonstration runs, who may sign in, which files show it."""

import json
import os
from pathlib import Path
from typing import Any

NAME = "demo.json"
_BEGUN = ".demo-begun"
_KEPT = ("demo.json.tmp", _BEGUN)


class NotADemonstration(RuntimeError):
    """The folder holds other data; nothing of it is touched."""


def database_of(folder: Path) -> Path:
    return folder / "marketplace.sqlite"


def is_finished(folder: Path) -> bool:
    """Whether a demonstration was built here to its end."""
    return (folder / NAME).is_file() and database_of(folder).is_file()


def begin(folder: Path) -> None:
    """Mark the folder before anything is made in it; what a broken build left is taken away.

    NotADemonstration if the folder has contents that no build of the demonstration made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = [path for path in folder.iterdir() if path.name not in _KEPT]
    if found and not (folder / _BEGUN).exists():
        raise NotADemonstration(f"{folder} holds other data. Choose an empty folder with --data.")
    for path in sorted(folder.rglob("*"), key=lambda each: len(each.parts), reverse=True):
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()
    (folder / _BEGUN).touch()


def write(folder: Path, record: dict[str, Any]) -> None:
    """Put the record down in one step: it is there whole or not at all."""
    fresh = folder / f"{NAME}.tmp"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(record, file, ensure_ascii=False, indent=1)
        file.write("\n")
    fresh.replace(folder / NAME)


def read(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return record
