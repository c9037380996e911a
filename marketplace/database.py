"""The only commit, and what the database itself must refuse."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import DDL, Select, Table, event, func, insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.orm.exc import StaleDataError

from marketplace.engines import writing
from marketplace.errors import ChangedMeanwhile
from marketplace.extensions import db

log = logging.getLogger(__name__)

_PENDING = "after_commit"
_HELD = "held_records"
_LOCKED = "locked_records"

Locked = TypeVar("Locked", bound=Select)
Held = TypeVar("Held")


def add_new(record: Any, known: Exception) -> None:
    """Add a record that a unique key of the database allows once; raises `known` where it stands
    there already, and the transaction goes on."""
    session = db.session()
    try:
        with session.begin_nested():
            session.add(record)
    except IntegrityError as error:
        raise known from error


def add_once(model: Any, values: Mapping[str, Any]) -> Any:
    """Insert a record unless a unique key of the database knows it already; the record, or None.
    One that another is about to insert is waited for."""
    session = db.session()
    session.flush()
    return session.scalars(unless_taken(model).returning(model), [values]).first()


def unless_taken(model: Any) -> Any:
    """An INSERT that writes nothing where a unique key is taken already."""
    kind = postgresql if db.session().get_bind().dialect.name == "postgresql" else sqlite
    return kind.insert(model).on_conflict_do_nothing()


def insert_many(table: Any, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert these rows; returns their keys in the same order.

    On PostgreSQL the keys are drawn first, so that the rows go by executemany: one long statement
    with all their values would cost as much to take apart as to carry out.
    """
    session = db.session()
    if not rows:
        return []
    if session.get_bind().dialect.name != "postgresql":
        returning = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(session.scalars(returning, rows))
    drawn = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
    counted = func.generate_series(1, len(rows)).table_valued()
    keys = sorted(session.scalars(select(drawn).select_from(counted)))
    named = [{**row, "id": key} for key, row in zip(keys, rows, strict=True)]
    session.execute(insert(table), named)
    return keys


def hold(record: Any) -> None:
    """Keep a record that nothing in the present transaction reads, to write it with the commit:
    all of a kind in one statement, where the flush before each query would write them singly.
    A savepoint that is taken back takes it back too. RuntimeError outside of a transaction."""
    if not in_transaction():
        raise RuntimeError("a record is held in the transaction of its change")
    session = db.session()
    held = session.info.setdefault(_HELD, [])
    held.append((session.get_nested_transaction(), record))


def held(kind: type[Held]) -> list[Held]:
    """The records of a kind that are held now."""
    waiting = db.session().info.get(_HELD, ())
    return [record for _, record in waiting if isinstance(record, kind)]


def take_held(kind: type[Held]) -> list[Held]:
    """The same, no longer held: whoever takes them writes them."""
    taken, info = held(kind), db.session().info
    info[_HELD] = [each for each in info.get(_HELD, ()) if not isinstance(each[1], kind)]
    return taken


@event.listens_for(db.session, "before_commit")
def _before_commit(session: Session) -> None:
    """Add what is held; not at the end of a savepoint, with which it would be taken back."""
    if not session.in_nested_transaction():
        session.add_all(record for _, record in session.info.pop(_HELD, ()))


@event.listens_for(db.session, "after_soft_rollback")
def _after_rollback(session: Session, ended: SessionTransaction) -> None:
    """Give up what was held within the savepoint, or the transaction, that was taken back."""
    held = session.info.pop(_HELD, ())
    if ended.parent is not None:
        session.info[_HELD] = [each for each in held if not _is_within(each[0], ended)]


def _is_within(inner: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer


@contextmanager
def transaction() -> Iterator[Session]:
    """One business change: commits once at the end, or not at all.

    Reads inside see the newest state, for the reading transaction before it is ended first; on
    SQLite the write lock is taken at once, so a change never fails half way for another's sake.
    Nesting raises RuntimeError; a record changed by another meanwhile raises ChangedMeanwhile.
    """
    session = db.session()
    if _PENDING in session.info:
        raise RuntimeError("transaction() does not nest")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a record was changed outside of transaction()")
    if session.in_transaction():
        session.commit()
    hooks: list[Callable[[], Any]] = []
    session.info[_PENDING] = hooks
    token = writing.set(True)
    try:
        yield session
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise ChangedMeanwhile from error
    except BaseException:
        session.rollback()
        raise
    finally:
        writing.reset(token)
        del session.info[_PENDING]
        session.info.pop(_HELD, None)
        session.info.pop(_LOCKED, None)
    for hook in hooks:
        try:
            hook()
        except Exception:
            log.exception("after the commit")


def after_commit(hook: Callable[[], Any]) -> None:
    """Run ``hook`` when the present transaction has committed; its failure is logged only."""
    hooks = db.session().info.get(_PENDING)
    if hooks is None:
        raise RuntimeError("after_commit() needs a transaction()")
    hooks.append(hook)


def in_transaction() -> bool:
    """Whether the code runs inside ``transaction()``."""
    return _PENDING in db.session().info


def lock(statement: Locked, *, of: Any = None) -> Locked:
    """Add FOR NO KEY UPDATE where a count, a quota or a balance is decided (PostgreSQL; on SQLite
    the whole write transaction is exclusive already).

    Keys never change here: so two that have each added a record that points to the same one
    (two payments of one agreement) do not wait for each other's reference and deadlock.
    """
    return statement.with_for_update(key_share=True, of=of)


def lock_once(record: Any, *options: Any) -> Any:
    """The newest state of a record, kept from changing under us until the commit.

    Asked for again in the same transaction it is at hand: nobody else can have changed it. Not so
    what was locked within a savepoint, which would let go of it when it is taken back.
    """
    (key,) = inspect(record).identity or (record.id,)
    return lock_key(type(record), key, *options)


def lock_key(model: Any, key: int, *options: Any) -> Any:
    """The same of the record with a database key, which need not have been read before."""
    session = db.session()
    known = session.info.setdefault(_LOCKED, {}) if in_transaction() else {}
    if (model, key) in known:
        return known[model, key]
    statement = lock(select(model).where(model.id == key).options(*options), of=model)
    found = session.scalars(statement.execution_options(populate_existing=True)).one()
    if not session.in_nested_transaction():
        known[model, key] = found
    return found


def share(statement: Locked) -> Locked:
    """Add FOR SHARE where an act rests on a record that it does not change: many may, at the same
    time, and whoever changes the record waits for them (PostgreSQL; on SQLite as with ``lock``)."""
    return statement.with_for_update(read=True)


APPEND_ONLY: set[str] = set()


def append_only(table: Table) -> None:
    """Make the database refuse UPDATE and DELETE on a table of facts (PRODUCT: nothing signed,
    posted or audited is ever updated or deleted)."""
    APPEND_ONLY.add(table.name)
    for dialect, statements in append_only_statements(table.name).items():
        for statement in statements:
            event.listen(
                table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)
            )


def append_only_statements(name: str) -> dict[str, list[str]]:
    """The trigger statements for one table by dialect, used by metadata and by migrations."""
    message = f"{name} is append-only"
    sqlite = [
        f"CREATE TRIGGER {name}_no_{verb} BEFORE {verb.upper()} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for verb in ("update", "delete")
    ]
    postgresql = [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]
    return {"sqlite": sqlite, "postgresql": postgresql}


FIXED_COLUMNS: dict[str, tuple[tuple[str, ...], str]] = {}


def fixed_columns(table: Table, columns: tuple[str, ...], *, when: str) -> None:
    """Make the database refuse a change of ``columns`` while ``when`` (SQL over OLD) holds: terms
    that were published or filed do not change, whoever writes."""
    FIXED_COLUMNS[table.name] = (columns, when)
    for dialect, statements in fixed_columns_statements(table.name, columns, when).items():
        for statement in statements:
            event.listen(
                table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)
            )


def fixed_columns_statements(
    name: str, columns: tuple[str, ...], when: str
) -> dict[str, list[str]]:
    """The trigger statements for one table by dialect, used by metadata and by migrations."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    head = f"CREATE TRIGGER {name}_fixed BEFORE UPDATE OF {', '.join(columns)} ON {name} "
    condition = f"WHEN (({when}) AND ({changed})) "
    return {
        "sqlite": [head + condition + f"BEGIN SELECT RAISE(ABORT, '{name}: terms are fixed'); END"],
        "postgresql": [
            "CREATE OR REPLACE FUNCTION refuse_fixed() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%: terms are fixed', TG_TABLE_NAME; END $$",
            head + "FOR EACH ROW " + condition + "EXECUTE FUNCTION refuse_fixed()",
        ],
    }
