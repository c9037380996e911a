"""What does the log cost the one who signs?

The real signing service (a licensee's notice on a free open listing, which takes effect at once), as
often as it can, by several processes on one database. The peer is the same service without the log:
``record`` makes its event and does not write it, and no sequencer runs. With the log on, the
sequencer runs in a process of its own. The two take turns, round by round, each on a copy of one and
the same database with the same drafts; the medians count.

``postgresql 4 clients`` ≥ .75, ``postgresql 16 clients`` ≥ .9, ``sqlite 1 client`` ≥ .9 of the peer's
rate; and after the last signature of a round everything is numbered within 5 s.
"""

import argparse
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from flask import Flask

from marketplace.agreements import services
from marketplace.agreements.models import Agreement
from marketplace.app import create_app
from marketplace.audit import sequencer
from marketplace.audit import services as audit
from marketplace.config import Settings
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.worker.commands import BETWEEN_ROUNDS
from tests import deals
from tests.accounts.factories import owner_of
from tests.benchmarks.processes import client, postgresql_server
from tests.benchmarks.report import Part, last_line

ROUNDS = int(os.environ.get("SIGNING_ROUNDS", "11"))
SIGNATURES = int(os.environ.get("SIGNING_EACH", "48"))
"""Signatures of one round, over all its clients."""
DRAIN_LIMIT_SECONDS = 5
PEER = "the same service with the log switched off"
Draft = tuple[str, str]
"""The public id of a notice drafted on a free open listing, and the hash of the text that is signed."""
Outcome = tuple[float, float]
"""Signatures a second, and seconds until the log was drained."""


def run(_given: argparse.Namespace) -> str:
    parts = []
    with _postgresql() as scene:
        for clients, goal in ((4, 0.75), (16, 0.9)):
            parts.append(_part(f"postgresql {clients} clients", scene, clients, goal))
    with _sqlite() as scene:
        parts.append(_part("sqlite 1 client", scene, 1, 0.9))
    return last_line("signing", SIGNATURES * ROUNDS, parts, ("sqlalchemy", "psycopg"))


@dataclass
class Scene:
    """A database with drafts, and how to put a fresh copy of it where ``app`` looks."""

    app: Flask
    drafts: list[Draft]
    restore: Callable[[], None]


def _scene(url: str, seed: str, folder: Path, copy: Callable[[], None]) -> Scene:
    """Draft in the database at ``seed``; ``copy`` copies it to ``url``."""
    settings = Settings(database_url=seed, data_dir=folder, secret_key="bench", argon2_time_cost=1)
    with create_app(settings).app_context():
        db.create_all()
        drafts = _drafts(SIGNATURES)
        sequencer.sequence()
        db.session.remove()
        db.engine.dispose()
    scene = Scene(create_app(replace(settings, database_url=url)), drafts, copy)
    for logged in (False, True):  # what is prepared once per process is inherited by the clients
        scene.restore()
        with scene.app.app_context(), _log_as(logged):
            _sign_all(drafts[:2])
            db.session.remove()
            db.engine.dispose()
    return scene


def _part(name: str, scene: Scene, clients: int, goal: float) -> Part:
    on, off = [], []
    for number in range(ROUNDS):
        for logged in (False, True) if number % 2 else (True, False):
            (on if logged else off).append(_round(scene, clients, logged=logged))
    figure = statistics.median(rate for rate, _ in on)
    peer = statistics.median(rate for rate, _ in off)
    drained = max(seconds for _, seconds in on)
    holds = figure >= goal * peer and drained <= DRAIN_LIMIT_SECONDS
    print(f"{name}: {figure:.1f}/s, without the log {peer:.1f}/s, × {figure / peer:.3f}")
    print(f"  rounds on {[round(r, 1) for r, _ in on]}, off {[round(r, 1) for r, _ in off]}")
    print(f"  drained at most {drained:.2f} s after the last signature", flush=True)
    return Part(name, figure, "signatures/s", f"≥ {goal} × peer", holds, PEER, peer)


def _round(scene: Scene, clients: int, *, logged: bool) -> Outcome:
    """All clients sign their share of the drafts; the time is from the first to the last."""
    scene.restore()
    app, context = scene.app, get_context("fork")
    gate, stop = context.Barrier(clients + 1), context.Event()
    processes = [
        context.Process(target=client, args=(app, _sign, gate, scene.drafts[n::clients], logged))
        for n in range(clients)
    ]
    numbering = context.Process(target=client, args=(app, _number, stop, None, logged))
    for process in [*processes, *([numbering] if logged else [])]:
        process.start()
    gate.wait()
    began = time.perf_counter()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - began
    drained = _drained(app) if logged else 0.0
    stop.set()
    if logged:
        numbering.join()
    if any(process.exitcode for process in processes):
        raise RuntimeError("a client broke off")
    return len(scene.drafts) / seconds, drained


def _drafts(count: int) -> list[Draft]:
    listing = deals.published()
    made = [deals.drafted(listing) for _ in range(count)]
    return [
        (each.public_id, deals.act_of(each, owner_of(each.licensee)).text_sha256) for each in made
    ]


def _sign(gate: Any, drafts: list[Draft], logged: bool) -> None:
    with _log_as(logged):
        db.session.execute(db.select(Agreement.id).limit(1))
        db.session.remove()
        gate.wait()
        _sign_all(drafts)


def _sign_all(drafts: list[Draft]) -> None:
    for public_id, text_sha256 in drafts:
        agreement = db.session.scalars(
            db.select(Agreement).where(Agreement.public_id == public_id)
        ).one()
        user = owner_of(agreement.licensee)
        act = services.Act(by=user, text_sha256=text_sha256, address="127.0.0.1")
        with transaction():
            services.sign_notice(agreement, act)
        db.session.remove()


@contextmanager
def _log_as(logged: bool) -> Iterator[None]:
    """Without the log nothing is written by ``record``, under whatever name it was imported; mails
    that tell of an event tell of the first one there is. In this process only."""
    if logged:
        yield
        return
    kept = audit.record.__code__, audit.record_all.__code__
    audit.record.__code__ = _record_nothing.__code__
    audit.record_all.__code__ = _record_none_of_all.__code__
    try:
        yield
    finally:
        audit.record.__code__, audit.record_all.__code__ = kept


def _record_nothing(tag, subject, by, *, related=(), **data):  # type: ignore[no-untyped-def]
    """Runs with the names of ``audit.services``."""
    session = db.session()
    if any(each in session.new for each in (subject, *related)):
        session.flush()
    return session.get(AuditEvent, 1)  # type: ignore[name-defined]  # noqa: F821 - a name of the other module


def _record_none_of_all(facts, by):  # type: ignore[no-untyped-def]
    return len(list(facts))


def _number(stop: Any, _keys: object, _logged: bool) -> None:
    """As the worker does: number what is there, rest a little, longer when there is nothing."""
    while not stop.is_set():
        numbered = sequencer.sequence()
        db.session.remove()
        stop.wait(BETWEEN_ROUNDS if numbered else 0.5)


def _drained(app: Flask) -> float:
    began = time.perf_counter()
    with app.app_context():
        while sequencer.backlog() and time.perf_counter() - began < 60:
            db.session.rollback()
            time.sleep(0.05)
        db.session.remove()
        db.engine.dispose()
    return time.perf_counter() - began


@contextmanager
def _sqlite() -> Iterator[Scene]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seed, path = folder / "seed.sqlite", folder / "bench.sqlite"

        def copy() -> None:
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            with closing(sqlite3.connect(seed)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)

        yield _scene(f"sqlite:///{path}", f"sqlite:///{seed}", folder, copy)


@contextmanager
def _postgresql() -> Iterator[Scene]:
    with postgresql_server() as server:

        def copy() -> None:
            server.run(
                "DROP DATABASE IF EXISTS bench WITH (FORCE)", "CREATE DATABASE bench TEMPLATE seed"
            )

        server.run("CREATE DATABASE seed")
        yield _scene(server.url("bench"), server.url("seed"), server.folder / "site", copy)
