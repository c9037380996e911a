"""What do the clocks cost when one in a hundred of many obligations falls due?

The peer writes the very same rows by executemany: what the clock wrote is read back, taken away to an
empty copy of its tables, and inserted there, each table with one statement of many parameter sets per
chunk, the obligations updated likewise. Each amount due has one event of its own and one of its
posting pair, one message in the inbox, one mail row, two accounts that it opens.

Parts: ``<size> obligations`` ≤ 2 × the peer's duration, and ``memory`` : how much the process grows
between the first tenth of the chunks and the last, in MiB. ``CLOCKS_SIZE`` (default 1,000,000),
``CLOCKS_DATABASES`` (default ``postgresql``; ``sqlite`` too, separated by a comma).
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, insert, select, text, update
from sqlalchemy import bindparam as bind

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.app import create_app
from marketplace.audit.models import AuditEvent, AuditLink, UnsequencedEvent
from marketplace.config import Settings
from marketplace.extensions import db
from marketplace.ledger.models import LedgerAccount, LedgerBalance, LedgerEntry, LedgerPosting
from marketplace.mail import OutgoingMail
from marketplace.obligations import bulk
from marketplace.obligations.models import Obligation
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.benchmarks.processes import postgresql
from tests.benchmarks.report import Part, last_line

SIZE = int(os.environ.get("CLOCKS_SIZE", "1000000"))
DATABASES = os.environ.get("CLOCKS_DATABASES", "postgresql").split(",")
DUE_OF_HUNDRED = 1
PEER = "executemany of the same rows"
WRITTEN: tuple[type[Any], ...] = (
    AuditEvent,
    AuditLink,
    UnsequencedEvent,
    LedgerEntry,
    LedgerAccount,
    LedgerBalance,
    LedgerPosting,
    InboxMessage,
    OutgoingMail,
)


def run(_given: argparse.Namespace) -> str:
    parts = [part for database in DATABASES for part in _measure(database)]
    return last_line("clocks", SIZE, parts, ("sqlalchemy", "psycopg"))


def _measure(database: str) -> list[Part]:
    with tempfile.TemporaryDirectory() as folder, _url(database, folder) as url:
        settings = Settings(
            database_url=url, data_dir=Path(folder), secret_key="bench", argon2_time_cost=1
        )
        app = create_app(settings)
        with app.app_context():
            db.create_all()
            day = _fill()
            before = _marks()
            figure, grown, steps = _clock(day)
            _require(steps)
            rows = _read_back(before, day)
            peer = _peer(rows)
            version = db.session.scalar(
                text("SELECT sqlite_version()" if database == "sqlite" else "SHOW server_version")
            )
            db.session.remove()
            db.engine.dispose()
    name = f"{SIZE} obligations" + ("" if database == "postgresql" else f" {database}")
    print(f"{name}: {database} {version}, {steps} due in {figure:.2f} s, rows alone {peer:.2f} s")
    print(f"  ratio {figure / peer:.2f}; the process grew by {grown:.1f} MiB after the first tenth")
    return [
        Part(name, figure, "s", "≤ 2 × peer", figure <= 2 * peer, PEER, peer),
        Part(f"memory {database}", grown, "MiB", "≤ 16", grown <= 16),
    ]


@contextmanager
def _url(database: str, folder: str) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite"
        return
    with postgresql() as url:
        yield url


def _fill() -> date:
    """``SIZE`` amounts that were scheduled: a real one is copied with its agreement, one in a
    hundred falls due on the day that is returned, the rest in the years after."""
    listing = deals.published(FeeMode.PAY_LATER, Route.ORDINARY, amount_fen=2_000_000)
    agreement = deals.accepted(listing)
    (model,) = db.session.scalars(select(Obligation)).all()
    day = model.due_on
    assert day is not None
    for table, values in (
        ("agreements", {"public_id": "'a' || substr('000000000000000' || n, -15)"}),
        ("agreement_patents", {"agreement_id": f"{agreement.id} + n"}),
        (
            "obligations",
            {
                "public_id": "'o' || substr('000000000000000' || n, -15)",
                "agreement_id": f"{agreement.id} + n",
                "due_on": _days("due_on"),
                "clock_step": "'fall_due'",
                "clock_on": _days("due_on"),
            },
        ),
    ):
        _copy(table, values, agreement.id, model.id)
    kept = update(Obligation).where(Obligation.id == model.id)
    db.session.execute(kept.values(clock_step=None, clock_on=None))
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return day


def _days(column: str) -> str:
    later = f"(CASE WHEN n % {100 // DUE_OF_HUNDRED} = 0 THEN 0 ELSE 30 + n % 3000 END)"
    if db.engine.dialect.name == "sqlite":
        return f"date({column}, '+' || {later} || ' day')"
    return f"{column} + {later}"


def _copy(table: str, values: dict[str, str], agreement: int, obligation: int) -> None:
    """Copy the one row of a table ``SIZE`` times, with what differs as SQL over ``n``."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    columns = [column.name for column in db.metadata.tables[table].columns]
    key = {"agreements": agreement, "obligations": obligation}.get(table)
    values = {"id": f"{key or 1} + n"} | values
    picked = ", ".join(values.get(name, name) for name in columns)
    if not is_sqlite:
        picked = picked.replace("substr('000000000000000' || n, -15)", "lpad(n::text, 15, '0')")
    numbers = (
        f"(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {SIZE}) "
        "SELECT n FROM c)"
        if is_sqlite
        else f"generate_series(1, {SIZE})"
    )
    source = f"(SELECT * FROM {table} WHERE id = {key or 1}) m"
    alias = "s" if is_sqlite else "s(n)"
    db.session.execute(
        text(
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"SELECT {picked} FROM {source}, {numbers} {alias}".replace(":", "\\:")
        )
    )


def _clock(day: date) -> tuple[float, float, int]:
    """Run the clock once; seconds, growth in MiB, steps."""
    chunks: list[int] = []
    take = bulk.take

    def taken(rows: Any) -> int:
        done = take(rows)
        chunks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return done

    bulk.take = taken
    try:
        with clock.at(day):
            began = time.perf_counter()
            steps = bulk.run()
            seconds = time.perf_counter() - began
    finally:
        bulk.take = take
    first = chunks[max(1, len(chunks) // 10) - 1]
    return seconds, (chunks[-1] - first) / 1024, steps


def _require(steps: int) -> None:
    wanted = SIZE // 100 * DUE_OF_HUNDRED
    if abs(steps - wanted) > 1:
        raise RuntimeError(f"{steps} steps, not {wanted}")


def _marks() -> dict[str, int]:
    return {
        model.__tablename__: db.session.scalar(select(func.coalesce(func.max(model.id), 0))) or 0
        for model in WRITTEN
    }


def _read_back(before: dict[str, int], day: date) -> dict[Table, list[dict[str, Any]]]:
    """What the clock wrote, by table in the order of writing."""
    db.session.rollback()
    found: dict[Table, list[dict[str, Any]]] = {}
    for model in WRITTEN:
        table = model.__table__
        rows = db.session.execute(select(table).where(table.c.id > before[table.name]))
        found[table] = [dict(row) for row in rows.mappings()]
    table = Obligation.__table__
    moved = select(table).where(table.c.posted_fen > 0, table.c.due_on == day)
    found[table] = [dict(row) for row in db.session.execute(moved).mappings()]
    db.session.rollback()
    return found


def _peer(rows: dict[Table, list[dict[str, Any]]]) -> float:
    """The same rows into the same tables, once more: they are taken out first, with their triggers
    and constraints left in place, then written by executemany, a chunk a transaction."""
    obligations = Obligation.__table__
    _take_out(rows)
    changed = (
        update(obligations)
        .where(obligations.c.id == bind("row_key"))
        .values(
            status=bind("status_"),
            posted_fen=bind("posted_"),
            clock_step=bind("step_"),
            clock_on=bind("on_"),
            version=bind("version_"),
        )
    )
    began = time.perf_counter()
    moved = rows[obligations]
    count = len(moved)
    for start in range(0, count, bulk.SIZE):
        with db.engine.begin() as connection:
            for table, all_rows in rows.items():
                if table is obligations:
                    continue
                share = len(all_rows)
                first = start * share // count
                last = min(start + bulk.SIZE, count) * share // count
                if last > first:
                    connection.execute(insert(table), all_rows[first:last])
            connection.execute(
                changed,
                [
                    {
                        "row_key": row["id"],
                        "status_": row["status"],
                        "posted_": row["posted_fen"],
                        "step_": row["clock_step"],
                        "on_": row["clock_on"],
                        "version_": row["version"],
                    }
                    for row in moved[start : start + bulk.SIZE]
                ],
            )
    return time.perf_counter() - began


def _take_out(rows: dict[Table, list[dict[str, Any]]]) -> None:
    """Take the rows away again; only here are the tables' own refusals switched off."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.begin() as connection:
        triggers: list[str] = []
        if is_sqlite:
            for name, sql in connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                triggers.append(sql)
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for table in reversed(list(rows)):
            least = min((row["id"] for row in rows[table]), default=0)
            if table.name != "obligations":
                connection.execute(table.delete().where(table.c.id >= least))
        for sql in triggers:
            connection.exec_driver_sql(sql)
        if not is_sqlite:
            connection.execute(text("SET session_replication_role = origin"))
