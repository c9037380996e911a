"""What does the ledger cost beside the rows that it writes?

``post`` in a transaction of its own (checks, key, postings, the event in the trail), by 16 processes
on one PostgreSQL: fees due, fees paid, money in suspense; every client has deals of its own, all have
one licensor, so that its suspense account is everybody's. The peer inserts the same rows into the
same tables (with the same keys, indexes and triggers) by bare psycopg: rows made beforehand, one
statement per table, one transaction per entry, no check, no look. The two take turns, round by
round; the medians count. After the last round the books must be sound and folding adds every entry.

``postgresql 16 clients`` ≥ .7 of the peer's rate.
"""

import argparse
import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from marketplace import clock
from marketplace.app import create_app
from marketplace.audit import sequencer
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import canonical_bytes
from marketplace.config import Settings
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.ids import new_public_id
from marketplace.ledger.balances import fold
from marketplace.ledger.chart import CURRENCY, Deal, Line, Reference, into_suspense
from marketplace.ledger.checks import check
from marketplace.ledger.models import LedgerAccount, LedgerEntry
from marketplace.ledger.services import post
from marketplace.ledger.writing import POSTED, event_data
from marketplace.types import canonical_json
from tests.benchmarks.processes import client, postgresql
from tests.benchmarks.report import Part, last_line

ROUNDS = int(os.environ.get("POSTING_ROUNDS", "7"))
ENTRIES = int(os.environ.get("POSTING_EACH", "2400"))
"""Entries of one round, over all its clients."""
CLIENTS = 16
GOAL = 0.7
PEER = "bare inserts of the same rows"
LICENSOR = "0000licensor0000"
DAY = date(2026, 3, 2)
DEALS_EACH = 20
WARM = 12
"""Entries that each client writes before the clock starts: statements are prepared from then on."""


class Order(NamedTuple):
    """One entry to write."""

    reason: str
    reference: Reference
    lines: Sequence[Line]


def run(_given: argparse.Namespace) -> str:
    with postgresql() as url, tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                database_url=url, data_dir=Path(folder), secret_key="bench", argon2_time_cost=1
            )
        )
        with app.app_context():
            db.create_all()
            _open_accounts()
        _round(app, _post, 320)  # warm
        _round(app, _insert, 320)
        ours, bare = [], []
        for _ in range(ROUNDS):
            bare.append(_round(app, _insert, ENTRIES))
            print(f"  bare {bare[-1]:.0f}/s", file=sys.stderr)
            ours.append(_round(app, _post, ENTRIES))
            print(f"  ours {ours[-1]:.0f}/s", file=sys.stderr)
        sound = _settle(app)
    figure, peer = statistics.median(ours), statistics.median(bare)
    print(f"posting {figure:.0f}/s, bare inserts {peer:.0f}/s, × {figure / peer:.3f}")
    print(f"  rounds ours {[round(each) for each in ours]}, bare {[round(each) for each in bare]}")
    holds = sound and figure >= GOAL * peer
    name = f"postgresql {CLIENTS} clients"
    part = Part(name, figure, "entries/s", f"≥ {GOAL} × peer", holds, PEER, peer)
    return last_line("posting", ENTRIES * ROUNDS, [part], ("sqlalchemy", "psycopg"))


def _round(app: Flask, job: Any, entries: int) -> float:
    """All clients write their share at once; entries a second from the first to the last."""
    each = entries // CLIENTS
    context = get_context("fork")
    gate = context.Barrier(CLIENTS + 1)
    processes = [
        context.Process(target=client, args=(app, job, gate, number, each))
        for number in range(CLIENTS)
    ]
    for process in processes:
        process.start()
    gate.wait()
    began = time.perf_counter()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - began
    if any(process.exitcode for process in processes):
        raise RuntimeError("a client broke off")
    return CLIENTS * each / seconds


def _post(gate: Any, number: int, each: int) -> None:
    orders = list(_orders(number, each + WARM))
    for order in orders[:WARM]:
        _post_one(order)
    gate.wait()
    for order in orders[WARM:]:
        _post_one(order)


def _post_one(order: Order) -> None:
    with transaction():
        post(order.reason, order.reference, order.lines, DAY)


def _insert(gate: Any, number: int, each: int) -> None:
    accounts = dict(db.session.execute(db.select(LedgerAccount.code, LedgerAccount.id)).all())  # type: ignore[arg-type]
    rows = [_rows(order, accounts) for order in _orders(number, each + WARM)]
    address = make_url(db.engine.url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        for row in rows[:WARM]:
            _insert_one(connection, *row)
        gate.wait()
        for row in rows[WARM:]:
            _insert_one(connection, *row)


def _insert_one(connection: Any, entry: Any, postings: list[Any], event: Any) -> None:
    key = connection.execute(
        "INSERT INTO ledger_entries (public_id, reason, reference_type, reference_id, at, value_day,"
        " line_count, reverses_id) VALUES (%s, %s, %s, %s, %s, %s, %s, NULL) RETURNING id",
        entry,
    ).fetchone()[0]
    places = ", ".join(["(%s, %s, %s, %s)"] * len(postings))
    connection.execute(
        f"INSERT INTO ledger_postings (entry_id, account_id, amount, currency) VALUES {places}",
        [value for row in postings for value in (key, *row)],
    )
    key = connection.execute(
        "INSERT INTO audit_events (public_id, tag, subject_type, subject_id, actor_kind, actor_id,"
        " actor_organization, at, related, data, canonical, sha256)"
        " VALUES (%s, %s, %s, %s, %s, %s, NULL, %s, %s, %s, %s, %s) RETURNING id",
        event,
    ).fetchone()[0]
    connection.execute("INSERT INTO unsequenced_events (event_id) VALUES (%s)", (key,))
    connection.commit()


def _rows(order: Order, accounts: dict[str, int]) -> tuple[Any, list[Any], Any]:
    """The rows that ``post`` writes for an order, ready for the driver."""
    at, public_id = clock.now(), new_public_id()
    entry = LedgerEntry(
        public_id=public_id, reason=order.reason, value_day=DAY, reverses_id=None,
        reference_type=order.reference.type, reference_id=order.reference.id,
    )  # fmt: skip
    lines = [(line.account, line.amount, CURRENCY) for line in order.lines]
    event = AuditEvent(
        public_id=new_public_id(), tag=POSTED, subject_type=LedgerEntry.__tablename__,
        subject_id=public_id, actor_kind="system", actor_id="system", actor_organization=None,
        at=at, related=[], data=event_data(entry, lines, None),
    )  # fmt: skip
    canonical = canonical_bytes(event)
    return (
        (public_id, order.reason, *order.reference, at, DAY, len(lines)),
        [(accounts[code], amount, currency) for code, amount, currency in lines],
        (event.public_id, event.tag, event.subject_type, event.subject_id, event.actor_kind,
         event.actor_id, at, "[]", canonical_json(event.data).decode(), canonical,
         hashlib.sha256(canonical).hexdigest()),
    )  # fmt: skip


def _orders(number: int, each: int) -> Iterator[Order]:
    """A client's entries: due, then paid, of its deals in turn; every tenth is unexplained money."""
    deals = _deals(number)
    for place in range(each):
        amount = 1_000_00 + place
        deal = deals[place % DEALS_EACH]
        if place % 10 == 9:
            yield _order("suspense", "payments", into_suspense(LICENSOR, amount))
        elif place % 2:
            yield _order("fee_paid", "payments", deal.fee_paid(amount))
        else:
            yield _order("fee_due", "obligations", deal.fee_due(amount))


def _order(reason: str, kind: str, lines: Sequence[Line]) -> Order:
    return Order(reason, Reference(kind, new_public_id()), lines)


def _deals(number: int) -> list[Deal]:
    return [
        Deal(LICENSOR, f"licensee{number:02d}{deal:06d}", f"deal{number:04d}{deal:08d}")
        for deal in range(DEALS_EACH)
    ]


def _open_accounts() -> None:
    """Both sides post on accounts that are open, as nearly every entry of a running site does."""
    with transaction():
        post("open", Reference("bench", "suspense"), into_suspense(LICENSOR, 1), DAY)
        for number in range(CLIENTS):
            for deal in _deals(number):
                post("open", Reference("bench", deal.agreement), deal.fee_due(1), DAY)
                post("paid", Reference("bench", deal.agreement), deal.fee_paid(1), DAY)


def _settle(app: Flask) -> bool:
    """Number, fold and check everything that either side wrote."""
    began = time.perf_counter()
    with app.app_context():
        numbered = sequencer.sequence()
        added = fold()
        report = check()
        print(
            f"  {numbered} numbered, {added} folded, check of {report.entries} entries: "
            f"{'sound' if report.sound else report.faults[:3]}, {time.perf_counter() - began:.1f} s"
        )
        db.session.remove()
        db.engine.dispose()
    return report.sound and added == report.entries
