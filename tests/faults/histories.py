"""Random histories with real processes on PostgreSQL: two at once on one license, one of them killed
at a random statement, then everything told again until it is quiet; the books against the truth.

A lane is a process forked from a warm parent; it plays one history after the other and forks the
worker that is killed, so that nothing is imported anew.
"""

import gc
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from contextlib import ExitStack, contextmanager
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import requests
from sqlalchemy import event

from marketplace.audit import sequencer
from marketplace.extensions import db
from marketplace.ledger.balances import fold
from marketplace.ledger.checks import check
from marketplace.listings.models import Listing
from marketplace.payments.gateway import StripeGateway
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.accounts import factories
from tests.faults import acts, truth
from tests.faults.protections import CONTROLS

AGAIN = 0.3
"""In how many histories everything is told once more after it is quiet: it must change nothing."""
REST_EVERY = 50
"""Histories of a lane between two rests: Python's collector, which by itself would look at every
object many times a second, and what the site's worker does, numbers for events and sums of the books."""
LANES = int(os.environ.get("FAULTS_LANES", "2"))
DEEPEST = 220
"""Statements among which the one is drawn at which a worker is killed."""


def run(app, how_many, *, first=0, control=None, told=lambda played: None):
    """Play ``how_many`` histories; returns ``[(seed, Verdict)]``. ``told`` hears how many are
    played, five hundred after five hundred."""
    context = get_context("fork")
    results = context.Queue()
    with fake_process() as address:
        with app.app_context():
            listings = [_listing(n) for n in range(LANES)]
            db.session.remove()
            db.engine.dispose()
        lanes = [
            context.Process(
                target=_lane,
                args=(app, address, listings[n], n, range(first + n, first + how_many, LANES)),
                kwargs={"control": control, "results": results},
            )
            for n in range(LANES)
        ]
        for lane in lanes:
            lane.start()
        found = []
        while len(found) < how_many:
            found.append(results.get(timeout=600))
            if len(found) % 500 == 0:
                told(len(found))
        for lane in lanes:
            lane.join()
    if any(lane.exitcode for lane in lanes):
        raise RuntimeError("a lane broke off")
    return found


@contextmanager
def fake_process():
    """The fake Stripe as a process; it sends nothing by itself: the histories are its network."""
    command = [sys.executable, "-m", "tests.stripe_fake", "--port", "0", "--quiet"]
    folder = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            yield process.stdout.readline().rsplit(" ", 1)[1].strip()
        finally:
            process.terminate()


def _listing(number):
    """A priced open listing of a licensor with a connected account, one for each lane."""
    listing = deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
    listing.organization.payee_account.stripe_account_id = f"acct_{number}"
    db.session.commit()
    return listing.id


def _lane(app, address, listing_id, number, seeds, *, control, results):
    factories._numbers = count(10_000_000 * (number + 1))
    with app.app_context(), ExitStack() as switched_off:
        _own_connections(app, address)
        gc.freeze()
        gc.disable()
        if control:
            switched_off.enter_context(CONTROLS[control]())
        for seed in seeds:
            try:
                agreement = deals.noticed(db.session.get(Listing, listing_id))
                verdict = _history(app, address, agreement, seed, asking=control is None)
            except Exception:
                verdict = truth.Verdict(0, 0, traceback.format_exc())
            results.put((seed, verdict))
            db.session.remove()
            if seed // LANES % REST_EVERY == REST_EVERY - 1:
                _rest()
        report = check()
        if not report.sound and control is None:
            raise RuntimeError(f"the ledger is out of balance: {report}")
        db.engine.dispose()


def _rest():
    gc.collect()
    sequencer.sequence()
    fold()
    db.session.remove()


def _history(app, address, agreement, seed, *, asking):
    rng = random.Random(seed)
    world = acts.World(app, address, agreement.id, seed)
    world.rows = acts.plan(rng, agreement)
    before = truth.general(agreement)
    db.session.remove()
    victim = _fork(world, rng.getrandbits(32))
    acts_of_this_one = random.Random(seed + 1)
    acts.play(world, acts_of_this_one, 2)
    _wait(victim)
    db.session.remove()
    for _ in range(1 + (rng.random() < AGAIN)):
        acts.replay(world, asking=asking)
    db.session.remove()
    return truth.judge(world, before)


def _fork(world, seed):
    """The worker that is killed at a random statement, or lives in one of five histories."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        rng = random.Random(seed)
        _own_connections(world.app, world.fake)
        world.app.extensions["faults_victim"] = True
        if rng.random() < 0.8:
            _arm(rng.randint(1, DEEPEST))
        acts.play(world, rng, rng.randint(2, 4))
        code = 0
    except BaseException:
        code = 3
    finally:
        os._exit(code)


def _own_connections(app, address):
    """A forked process shares no socket with its parent: neither the database's nor Stripe's."""
    db.engine.dispose(close=False)
    app.extensions["gateway"] = StripeGateway("sk_test_fake", acts.SECRET, address)
    app.extensions["faults_http"] = requests.Session()


def _arm(deadline):
    """Kill this process at its n-th statement or commit: no handler runs, nothing is cleaned up."""
    left = [deadline]

    def step(*_):
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(db.engine, "before_cursor_execute", step)
    event.listen(db.engine, "commit", step)


def _wait(process):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        done, _ = os.waitpid(process, os.WNOHANG)
        if done:
            return
        time.sleep(0.002)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    raise RuntimeError("a worker hung")
