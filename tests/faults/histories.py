"""Random histories with real processes on PostgreSQL: two at once on one license, one of them killed
at a random statement, then everything told again until it is quiet; the books against the truth.

A lane is a process forked from a warm parent; it plays one history after the other and forks the
worker that is killed, so that nothing is imported anew.
"""

import gc
import os
import random
import subprocess
import sys
import traceback
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from queue import Empty

from marketplace.agreements import services as agreements
from marketplace.audit import sequencer
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.ledger.balances import fold
from marketplace.ledger.checks import check
from marketplace.listings.models import Listing
from marketplace.terms.enums import FeeMode
from tests import deals
from tests.accounts import factories
from tests.declarations import factories as declarations
from tests.faults import acts, truth
from tests.faults.protections import CONTROLS
from tests.faults.victim import Victim, own_connections
from tests.patents import factories as patents

AGAIN = 0.3
"""In how many histories everything is told once more after it is quiet: it must change nothing."""
REST_EVERY = 25
"""Histories of a lane between two rests; after each it goes on with another licensor."""
LANES = int(os.environ.get("FAULTS_LANES", "2"))


def run(app, how_many, *, first=0, control=None, told=None):
    """Play ``how_many`` histories; returns ``[(seed, Verdict)]``. ``told`` hears of each as it ends,
    with all that ended so far."""
    context = get_context("fork")
    results = context.Queue()
    with fake_process() as address:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        lanes = [
            context.Process(
                target=play_lane,
                args=(app, address, n, range(first + n, first + how_many, LANES)),
                kwargs={"control": control, "results": results},
            )
            for n in range(LANES)
        ]
        for lane in lanes:
            lane.start()
        found = []
        while len(found) < how_many and not any(lane.exitcode for lane in lanes):
            with suppress(Empty):
                found.append(results.get(timeout=5))
                if told is not None:
                    told(found)
        for lane in lanes:
            if len(found) < how_many:
                lane.terminate()
            lane.join()
    if any(lane.exitcode for lane in lanes):
        raise RuntimeError("a lane broke off")
    return found


@contextmanager
def fake_process():
    """The fake Stripe as a process; it sends nothing by itself: the histories are its network."""
    command = [sys.executable, "-m", "tests.stripe_fake", "--port", "0"]
    folder = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            yield process.stdout.readline().rsplit(" ", 1)[1].strip()
        finally:
            process.terminate()


def play_lane(app, address, number, seeds, *, control, results):
    """Play these histories one after the other; tells ``(seed, Verdict)`` of each."""
    factories._numbers = count(10_000_000 * (number + 1))
    patents._serials = count(1_000_000 * (number + 1))
    declarations._serials = count(1_000_000 * (number + 1))
    with app.app_context(), ExitStack() as left:
        own_connections(app, address)
        gc.freeze()
        gc.disable()
        if control:
            left.enter_context(CONTROLS[control]())
        victim = left.enter_context(closing(Victim(app, address)))
        for place, seed in enumerate(seeds):
            if place % REST_EVERY == 0:
                _rest()
                licensor = Licensor(f"acct_{number}_{place}")
            try:
                verdict = _history(app, address, licensor, seed, victim, asking=control is None)
            except Exception:
                verdict = truth.Verdict(0, 0, traceback.format_exc())
            results.put((seed, verdict))
            db.session.remove()
        report = check()
        if not report.sound and control is None:
            raise RuntimeError(f"the ledger is out of balance: {report}")
        db.engine.dispose()


def _rest():
    """Python's collector, which by itself would look at every object many times a second, and what
    the site's worker does: numbers for events and sums of the books."""
    db.session.remove()
    gc.collect()
    sequencer.sequence()
    fold()
    db.session.remove()


class Licensor:
    """Whoever licenses for a while: a priced open listing, a connected account, and what stands on
    its own account without a license."""

    def __init__(self, account):
        listing = deals.published(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
        listing.organization.payee_account.stripe_account_id = account
        self.listing_id = listing.id
        self.finance_id = factories.owner_of(listing.organization).id
        self.general_fen = 0
        db.session.commit()

    def noticed(self):
        """A company takes the listing up; returns the agreement and its owner."""
        with transaction():
            owner = factories.make_user(commit=False)
            company = factories.make_organization(owner, commit=False)
            listing = db.session.get(Listing, self.listing_id)
            agreement = agreements.draft(listing, company, owner)[0]
            agreements.sign_notice(agreement, deals.act_of(agreement, owner))
        return agreement, owner


def _history(app, address, licensor, seed, victim, *, asking):
    rng = random.Random(seed)
    agreement, owner = licensor.noticed()
    world = acts.World(app, address, agreement.id, seed, owner.id, licensor.finance_id)
    world.rows = acts.plan(rng, agreement)
    db.session.remove()
    victim.begin(world, rng.getrandbits(32))
    acts.play(world, random.Random(seed + 1), 2)
    could_not = victim.wait()
    db.session.remove()
    for _ in range(1 + (rng.random() < AGAIN)):
        acts.replay(world, asking=asking)
    db.session.remove()
    verdict, licensor.general_fen = truth.judge(world, licensor.general_fen)
    return replace(verdict, other="; ".join(filter(None, (verdict.other, could_not))))
