"""Scenes that are built once in a session and laid down again as a copy of the database.

A scene is a function that commits records through the services and returns them. Where it is
called on a database whose content is known (empty, or just what other kept scenes left), the file
is kept after the first build; every later call with the same arguments on the same content copies
it back and loads the same records from it (the second build is the one that is kept: most contents
are asked for once). Wherever anything cannot be told for certain, a scene
is simply built: on PostgreSQL, after any write outside of a scene, under patched code.
"""

import shutil
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.engine import Engine

from marketplace import clock
from marketplace.database import in_transaction
from marketplace.extensions import db

_READS = ("SELECT", "PRAGMA", "EXPLAIN", "WITH")
_known: dict[Hashable, tuple[Path, Any]] = {}
_asked: set[Hashable] = set()


class Unclear(Exception):
    """A value whose sameness cannot be told."""


class Keeper:
    """What is known of the content of one SQLite file."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self.content: Hashable | None = None
        self.building = 0
        event.listen(engine, "before_cursor_execute", self._written)

    def _written(self, _connection, _cursor, statement, *_rest) -> None:
        if not self.building and not statement.lstrip()[:7].upper().startswith(_READS):
            self.content = None

    def begin(self) -> None:
        """The file is that of an empty database."""
        self.content = ("empty",)

    def close(self) -> None:
        """Have all of the content in the one file, and no connection open."""
        db.session.commit()
        db.engine.dispose()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()

    def keep(self, key: Hashable, result: Any) -> None:
        self.close()
        kept = self.path.with_name(f"scene-{len(_known)}.sqlite")
        shutil.copyfile(self.path, kept)
        _known[key] = (kept, result)

    def lay_down(self, key: Hashable) -> Any:
        kept, result = _known[key]
        db.session.rollback()
        db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(kept, self.path)
        return result


keeper: Keeper | None = None
_patched = False


def use(other: Keeper | None) -> None:
    """Name the keeper of the running test's database; None where scenes are always built."""
    global keeper
    keeper = None if _patched else other
    if other:
        other.begin()


def distrust() -> None:
    """Code is patched from now on: what is built may be anything."""
    global keeper, _patched
    keeper, _patched = None, True


def trust() -> None:
    """The patches are undone, and with them the test is over."""
    global _patched
    _patched = False


@contextmanager
def built() -> Iterator[None]:
    """Have scenes really built in the block, for tests that listen to what happens in them."""
    before = keeper
    use(None)
    try:
        yield
    finally:
        globals()["keeper"] = None if _patched else before
        if before:
            before.content = None


def kept_scene(build: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function as a scene."""

    @wraps(build)
    def scene(*arguments: Any, **options: Any) -> Any:
        current = keeper
        if current is None or current.building or current.content is None or _busy():
            return build(*arguments, **options)
        try:
            key = (
                current.content,
                f"{build.__module__}.{build.__qualname__}",
                _moment(),
                _told(arguments),
                _told(options),
            )
        except Unclear:
            return build(*arguments, **options)
        if key in _known:
            result = _load(current.lay_down(key))
            current.content = key
            return result
        current.building += 1
        try:
            result = build(*arguments, **options)
        except BaseException:
            current.content = None
            raise
        finally:
            current.building -= 1
        current.content = None
        if key in _asked:
            with suppress(Unclear):
                current.keep(key, _reference(result))
                current.content = key
        _asked.add(key)
        return result

    return scene


def _busy() -> bool:
    """Whether something is under way that laying a file down would break off."""
    session = db.session
    return bool(in_transaction() or session.new or session.dirty or session.deleted)


def _moment() -> Hashable:
    """A clock that is set counts to the instant, the running one to the day."""
    return clock._set_to.get() or clock.today()


def _told(value: Any) -> Hashable:
    """The same for equal values, in any test of the session."""
    if value is None or isinstance(value, str | int | bytes | date | datetime | Enum):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return (type(value).__name__, *(_told(each) for each in value))
    if isinstance(value, dict):
        return tuple((_told(name), _told(each)) for name, each in sorted(value.items()))
    if isinstance(value, db.Model):
        return _reference(value)
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, *(_told(getattr(value, each.name)) for each in fields(value)))
    if hasattr(value, "model_dump_json"):
        return (type(value).__name__, value.model_dump_json())
    raise Unclear(type(value))


def _reference(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bytes | date | datetime | Enum):
        return value
    if type(value) in (tuple, list):
        return (type(value), *(_reference(each) for each in value))
    if isinstance(value, db.Model):
        identity = inspect(value).identity
        if identity is None:
            raise Unclear(type(value))
        return (type(value), identity)
    raise Unclear(type(value))


def _load(reference: Any) -> Any:
    if not isinstance(reference, tuple):
        return reference
    kind, *rest = reference
    if kind in (tuple, list):
        return kind(_load(each) for each in rest)
    found = db.session.get(kind, rest[0])
    assert found is not None
    return found
