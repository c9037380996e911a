"""Ten thousand random histories of payments: is anything lost, does anything count twice?

Each history is one license with up to two checkouts at the fake Stripe (a process of its own, real
``stripe`` calls) and a bank whose statements come late, twice and in parts; two processes work on it
at once, one of them is killed (SIGKILL) at a random statement, and afterwards everything is told
again until it is quiet. Then the fake and the bank say what really happened. PostgreSQL.

``histories`` ≥ 10,000, ``lost`` 0, ``doubled`` 0. The same with a protection switched off must find
faults: ``control lost`` and ``control doubled`` ≥ 1. ``FAULTS_HISTORIES=`` sets the number,
``FAULTS_LANES=`` how many go on side by side.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.extensions import db
from tests.benchmarks.processes import postgresql
from tests.benchmarks.report import Part, last_line
from tests.faults import histories

HISTORIES = int(os.environ.get("FAULTS_HISTORIES", "10000"))
CONTROLS = int(os.environ.get("FAULTS_CONTROLS", "60"))
LIMIT_SECONDS = 45 * 60


def run(_given: argparse.Namespace) -> str:
    began = time.perf_counter()
    found = _play(HISTORIES)
    seconds = time.perf_counter() - began
    other = [(seed, verdict) for seed, verdict in found if not verdict.sound]
    lost = sum(verdict.lost > 0 for _, verdict in found)
    doubled = sum(verdict.doubled > 0 for _, verdict in found)
    control_lost = sum(v.lost > 0 for _, v in _play(CONTROLS, "claimed_first"))
    control_doubled = sum(v.doubled > 0 for _, v in _play(CONTROLS, "rows_without_identity"))
    print(f"{len(found)} histories in {seconds:.0f} s: {len(found) / seconds:.2f} a second")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"of the processor {used.ru_utime + used.ru_stime:.0f} s, the database's own not counted")
    print(f"neither lost nor doubled, but otherwise wrong: {len(other) - lost - doubled}")
    parts = [
        Part("histories", len(found), "histories", "≥ 10000", len(found) >= 10_000),
        Part("lost", lost, "histories", "0", lost == 0),
        Part("doubled", doubled, "histories", "0", doubled == 0),
        Part("otherwise wrong", len(other) - lost - doubled, "histories", "0", not other),
        Part("seconds", seconds, "s", f"≤ {LIMIT_SECONDS}", seconds <= LIMIT_SECONDS),
        Part("control lost", control_lost, "histories", "≥ 1", control_lost >= 1),
        Part("control doubled", control_doubled, "histories", "≥ 1", control_doubled >= 1),
    ]
    return last_line("faults", len(found), parts, ("sqlalchemy", "psycopg", "stripe"))


def _told(began: float) -> Callable[[list[tuple[int, histories.truth.Verdict]]], None]:
    """Say at once what is wrong, and how far it is now and then."""

    def tell(found: list[tuple[int, histories.truth.Verdict]]) -> None:
        (seed, verdict), played = found[-1], len(found)
        if not verdict.sound:
            print(f"history {seed}: {verdict}", file=sys.stderr, flush=True)
        if played % 500 == 0:
            rate = played / (time.perf_counter() - began)
            print(f"{played} histories, {rate:.2f} a second", file=sys.stderr, flush=True)

    return tell


def _play(count: int, control: str | None = None) -> list[tuple[int, histories.truth.Verdict]]:
    """On a database of its own, for a control leaves it without its keys."""
    with postgresql(durable=False) as url, tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                database_url=url, data_dir=Path(folder), secret_key="bench", argon2_time_cost=1
            )
        )
        with app.app_context():
            db.create_all()
        told = None if control else _told(time.perf_counter())
        return histories.run(app, count, control=control, told=told)
