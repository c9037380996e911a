"""How the two databases are run: SQLite with care, PostgreSQL with connections that are alive."""

from contextvars import ContextVar
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

writing: ContextVar[bool] = ContextVar("database_writing", default=False)
"""Whether a business change is under way: SQLite takes its write lock at once then."""


def configure_engine(engine: Engine) -> None:
    """SQLite as a careful database: foreign keys, WAL, full sync, immediate write locks.
    PostgreSQL: a connection that has rested is tried before it is used."""
    if engine.dialect.name != "sqlite":
        _try_rested(engine)
        _keep_prepared(engine)
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA busy_timeout=15000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


RESTED_SECONDS = 5
"""After so long in the pool a connection may have been cut off, and is tried before it is used."""


def _try_rested(engine: Engine) -> None:
    """What ``pool_pre_ping`` does at every transaction, only where it can matter: a busy worker
    saves a round trip of every change; one that was cut off is replaced all the same."""

    @event.listens_for(engine, "connect")
    @event.listens_for(engine, "checkin")
    def _used(_connection: Any, record: Any) -> None:
        record.info["used"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _checkout(connection: Any, record: Any, _proxy: Any) -> None:
        if monotonic() - record.info["used"] < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


PREPARED_STATEMENTS = 1000
"""How many statements a connection keeps prepared; the driver's own 100 are fewer than a worker has."""


def _keep_prepared(engine: Engine) -> None:
    """A payment's own path has more than a hundred different statements: with less room the driver
    would give up and prepare the same ones over and over."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.prepared_max = PREPARED_STATEMENTS
