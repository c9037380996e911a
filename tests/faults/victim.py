"""The worker that is killed: forked from a warm lane, it works beside it until a statement is its last."""

import os
import random
import signal
import traceback
from multiprocessing import Pipe

from sqlalchemy import event

from marketplace.extensions import db
from marketplace.payments.gateway import StripeGateway
from tests.faults import acts

DEEPEST = 120
"""Statements among which the one is drawn at which a worker is killed."""
PATIENCE = 120
"""Seconds after which a worker that says nothing hangs."""


class Victim:
    """A worker of one lane; whoever lives through a history works on in the next one. A history
    begins with ``begin`` and waits for its worker with ``wait``."""

    def __init__(self, app, address):
        self._app, self._address = app, address
        self._process = self._pipe = None

    def begin(self, world, seed):
        if self._process is None:
            self._fork()
        self._pipe.send((world.told(), seed))

    def wait(self):
        """Until it has done its part or is dead; what it could not do is told as text."""
        if not self._pipe.poll(PATIENCE):
            os.kill(self._process, signal.SIGKILL)
            self._bury()
            raise RuntimeError("a worker hung")
        try:
            return self._pipe.recv()
        except EOFError:
            self._bury()
            return ""

    def close(self):
        if self._process is not None:
            self._bury()

    def _bury(self):
        self._pipe.close()
        os.waitpid(self._process, 0)
        self._process = self._pipe = None

    def _fork(self):
        self._pipe, other_end = Pipe()
        self._process = os.fork()
        if self._process:
            other_end.close()
            return
        try:
            self._pipe.close()
            own_connections(self._app, self._address)
            self._app.extensions["faults_victim"] = True
            self._work(other_end)
        finally:
            os._exit(1)

    def _work(self, pipe):
        armed = Deadline()
        while True:
            told, seed = pipe.recv()
            rng = random.Random(seed)
            armed.left = rng.randint(1, DEEPEST) if rng.random() < 0.8 else None
            world = acts.World(self._app, self._address, **told)
            said = ""
            try:
                acts.play(world, rng, rng.randint(2, 4))
            except Exception:
                said = traceback.format_exc()
            db.session.remove()
            pipe.send(said)


class Deadline:
    """Kill this process at its n-th statement or commit: no handler runs, nothing is cleaned up."""

    left = None

    def __init__(self):
        event.listen(db.engine, "before_cursor_execute", self._step)
        event.listen(db.engine, "commit", self._step)

    def _step(self, *_):
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


def own_connections(app, address):
    """A forked process shares no socket with its parent: neither the database's nor Stripe's."""
    db.engine.dispose(close=False)
    app.extensions["gateway"] = StripeGateway("sk_test_fake", acts.SECRET, address)
    app.extensions["faults_http"] = acts.new_http()
