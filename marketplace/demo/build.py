"""Building the demonstration: the stories are told through the services, day by day."""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, timedelta

from flask import Flask, current_app
from sqlalchemy import event

from marketplace import clock
from marketplace.audit import checkpoints, following, sequencer
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.declarations.services import expire_due
from marketplace.demo import (
    asking,
    batching,
    casting,
    elsewhere,
    inventory,
    people,
    pooling,
    rewards,
    telling,
)
from marketplace.demo.plans import plans
from marketplace.demo.shelves import shelve
from marketplace.demo.timeline import Story, Timeline
from marketplace.demo.world import World
from marketplace.documents.keys import document_key
from marketplace.documents.sealing_jobs import seal_document
from marketplace.extensions import db
from marketplace.registration.services import make_packages
from marketplace.worker.services import run_clocks

FIRST_DAYS_AGO = 375
_LISTS_DAYS_AGO = 360
_CLOCKS_EVERY_DAYS = 7
_FRESH_DAYS_AGO = 2
_CHEAP_MEMORY_KIB = 1024
_SELDOM = (100_000, 20, 100)

Say = Callable[[str], None]


def build(say: Say = lambda text: print(text, file=sys.stderr, flush=True)) -> World:
    """Tell the whole demonstration into an empty database; returns what it made.

    Needs an application context, and ``quick()`` around it for the sake of speed. Index and mail
    follow the sequence at the end; papers that nothing waits for are left to the worker.
    """
    began = time.monotonic()
    timeline = Timeline(clock.today())
    world = _people(timeline)
    say(f"people and lists: {time.monotonic() - began:.1f} s")
    for days_ago, plan in plans(world):
        timeline.begin(days_ago, shelve(world, plan))
    for days_ago, story in casting.deals_of(world):
        timeline.begin(days_ago, story)
    timeline.begin(pooling.DAYS_AGO, pooling.pool_story(world))
    timeline.begin(asking.DAYS_AGO, asking.asked(world))
    timeline.begin(batching.DAYS_AGO, batching.prepared(world))
    timeline.begin(rewards.DAYS_AGO, rewards.rule(world))
    timeline.begin(elsewhere.DAYS_AGO, elsewhere.signed_on_paper(world))
    timeline.begin(telling.DAYS_AGO, telling.reported(world))
    timeline.begin(_FRESH_DAYS_AGO, _look_up_again(world))
    timeline.run(_Evenings(world))
    with _own_session():
        run_clocks()
        people.read_old_messages()
    say(f"listings, deals, money, filings: {time.monotonic() - began:.1f} s")
    with _own_session():
        follow()
        telling.feed_back()
    db.session.expire_all()
    say(f"index, mail, trail: {time.monotonic() - began:.1f} s")
    return world


def _people(timeline: Timeline) -> World:
    with clock.at(timeline.today - timedelta(days=FIRST_DAYS_AGO)):
        document_key()
        with transaction():
            staff = {role: people.staff(role) for role in people.STAFF}
    world = World(timeline.today, **staff)
    timeline.begin(FIRST_DAYS_AGO - 1, people.settle(world))
    timeline.begin(_LISTS_DAYS_AGO, inventory.bring(world))
    timeline.run(lambda _: None)
    return world


def _look_up_again(world: World) -> Story:
    """Bars stated as of recent days, so that listings can be taken up by whoever tries."""
    for cast in world.casts.values():
        own = [
            patent
            for patent in world.by_title.values()
            if patent.claimant_id == cast.organization.id
        ]
        inventory.freshen(world, cast, own)
    yield 0


class _Evenings:
    """What the worker would have done at the end of a day: papers, and weekly the clocks."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._last_clocks: date | None = None

    def __call__(self, day: date) -> None:
        papers = list(dict.fromkeys(self._world.to_seal))
        self._world.to_seal.clear()
        last = self._last_clocks
        is_due = last is None or (day - last).days >= _CLOCKS_EVERY_DAYS
        if not (papers or is_due):
            return
        with _own_session():
            for document_id in papers:
                seal_document(document_id)
            if papers:
                make_packages()
            if is_due:
                self._last_clocks = day
                run_clocks()
                with transaction():
                    expire_due()
        db.session.expire_all()


def _own_session() -> AbstractContextManager[object]:
    """Many small transactions go quickly only beside the session that holds the whole world."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app.app_context()


def follow() -> None:
    """Number what has happened, bring index and mail up to it, sign the log as it stands."""
    sequencer.sequence()
    following.follow_all()
    sequencer.sequence()
    checkpoints.make_checkpoint()


@contextmanager
def quick() -> Iterator[None]:
    """A build that breaks off is begun anew, so nothing needs to survive a crash in between: no
    disk barrier for each commit, and the cheapest password hashing for invented people. The one
    session of the stories keeps what it knows from day to day; only evenings change it from
    outside. Garbage is collected seldom, for nearly everything lives until the end."""
    settings = current_settings()
    current_app.extensions["settings"] = replace(
        settings, argon2_time_cost=1, argon2_memory_kib=_CHEAP_MEMORY_KIB
    )
    engine = db.engine

    def relax(connection: object, *_: object) -> None:
        if engine.dialect.name == "sqlite":
            connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]

    event.listen(engine, "connect", relax)
    thresholds = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    db.session.remove()
    engine.dispose()
    db.session().expire_on_commit = False
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        event.remove(engine, "connect", relax)
        db.session.remove()
        engine.dispose()
        current_app.extensions["settings"] = settings
