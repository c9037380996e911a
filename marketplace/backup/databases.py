"""The database part: SQLite by its online backup, PostgreSQL by COPY in one snapshot.

Neither needs a program beside this one. While a backup is made the site goes on: what is copied is
one state of the whole database.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import Connection, inspect, text

from marketplace.backup.manifest import Figures, Query, copied, figures, revision
from marketplace.errors import N_, Refused
from marketplace.extensions import db

FOLDER = "database"
_SQLITE = "marketplace.sqlite"


def kind() -> str:
    """``sqlite`` or ``postgresql``."""
    return db.engine.dialect.name


def dump(folder: Path) -> tuple[Figures, str | None]:
    """Write one state of the database into the folder; its figures and its migration."""
    folder.mkdir(mode=0o700)
    return _dump_sqlite(folder) if kind() == "sqlite" else _dump_postgresql(folder)


def load(folder: Path) -> None:
    """Fill the empty database of the settings."""
    if kind() == "sqlite":
        _load_sqlite(folder)
    else:
        _load_postgresql(folder)


def present() -> Figures:
    """The figures of the database of the settings."""
    with db.engine.connect() as connection:
        return figures(_through(connection))


def require_empty() -> None:
    """Refused unless the database of the settings holds no row."""
    names = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    with db.engine.connect() as connection:
        for name in sorted(names):
            row = connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first()  # noqa: S608 - names of its tables
            if row is not None:
                raise Refused(
                    "backup_target_used",
                    N_("The database is not empty (table %(table)s). Restore into an empty one."),
                    table=name,
                )


def require_fitting(wanted: str | None) -> None:
    """Refused unless this program makes the tables that the backup holds."""
    config: Any = current_app.extensions["migrate"].migrate.get_config()
    head = ScriptDirectory.from_config(config).get_current_head()
    if wanted is not None and wanted != head:
        raise Refused(
            "backup_revision",
            N_(
                "The backup was made at migration %(theirs)s, this program stands at %(ours)s. "
                "Restore with the program that made it, then upgrade."
            ),
            theirs=wanted,
            ours=head,
        )


def _dump_sqlite(folder: Path) -> tuple[Figures, str | None]:
    path = folder / _SQLITE
    with (
        closing(sqlite3.connect(str(db.engine.url.database))) as source,
        closing(sqlite3.connect(path)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        return figures(copy.execute), _sqlite_revision(copy)


def _sqlite_revision(copy: sqlite3.Connection) -> str | None:
    try:
        return next((str(row[0]) for row in copy.execute("SELECT * FROM alembic_version")), None)
    except sqlite3.OperationalError:
        return None


def _load_sqlite(folder: Path) -> None:
    target = Path(str(db.engine.url.database))
    db.session.remove()
    db.engine.dispose()
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    fresh = target.with_name(target.name + ".part")
    copied(folder / _SQLITE, fresh, "")
    fresh.replace(target)


def _dump_postgresql(folder: Path) -> tuple[Figures, str | None]:
    with _snapshot() as connection:
        for table in db.metadata.sorted_tables:
            with (folder / f"{table.name}.copy").open("wb") as file:
                for piece in _copied_out(connection, f"COPY {_columns(table)} TO STDOUT"):
                    file.write(piece)
        known = inspect(connection).has_table("alembic_version")
        found = figures(_through(connection))
        return found, revision(_through(connection)) if known else None


def _load_postgresql(folder: Path) -> None:
    if not set(inspect(db.engine).get_table_names()) - {"alembic_version"}:
        upgrade()
    with db.engine.begin() as connection:
        cursor = _cursor(connection)
        for table in db.metadata.sorted_tables:
            with (
                (folder / f"{table.name}.copy").open("rb") as file,
                cursor.copy(f"COPY {_columns(table)} FROM STDIN") as copy,
            ):
                while piece := file.read(1024 * 1024):
                    copy.write(piece)
            connection.execute(text(_SEQUENCE.format(table=table.name)))


@contextmanager
def _snapshot() -> Iterator[Connection]:
    with db.engine.connect().execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    ) as connection:
        yield connection


def _copied_out(connection: Connection, statement: str) -> Iterator[bytes]:
    connection.execute(text("SELECT 1"))  # begins the transaction with its isolation level
    with _cursor(connection).copy(statement) as copy:
        for piece in copy:
            yield bytes(piece)


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()


def _columns(table: Any) -> str:
    return f"{table.name} (" + ", ".join(f'"{column.name}"' for column in table.columns) + ")"


def _through(connection: Connection) -> Query:
    def query(statement: str) -> Any:
        return connection.execute(text(statement)).all()

    return query


_SEQUENCE = (
    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1), "
    "max(id) IS NOT NULL) FROM {table}"
)
