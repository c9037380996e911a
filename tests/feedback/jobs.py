"""What other processes do in tests: send, and die at the worst moment."""

import os
import signal
from contextlib import contextmanager
from multiprocessing import get_context
from unittest.mock import patch

from flask import current_app
from sqlalchemy import update

from marketplace.audit import following, sequencer
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.feedback import delivering
from marketplace.feedback.building import build
from marketplace.feedback.channels import HttpsChannel
from marketplace.feedback.models import DeliveryStatus, FeedbackDelivery

DIES_AT = 3
_send = HttpsChannel.send


def relay(_app):
    """One relay, as often as it finds something to send."""
    done = 0
    while went := delivering.deliver_due(seconds=20):
        done += went
    return done


def relay_without_lease(app):
    @contextmanager
    def always(_name, **_values):
        yield True

    with patch.object(delivering, "lease", always):
        return relay(app)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def die_building(_app):
    """Between the commit of the messages and the step of the follower."""
    sequencer.sequence()
    with patch.object(following, "_move", lambda *_: die()):
        following.follow("feedback", build)


def die_before_sending(app):
    _die_in(app, lambda channel, parcel: die())


def die_after_sending(app):
    def then(channel, parcel):
        _send(channel, parcel)
        die()

    _die_in(app, then)


def die_noted_before_sent(app):
    """The control: whoever notes first and sends afterwards loses what it had noted."""

    def noted(channel, parcel):
        with transaction() as session:
            session.execute(update(FeedbackDelivery).values(status=DeliveryStatus.ACKNOWLEDGED))
        die()

    _die_in(app, noted)


def work(app):
    """What a worker does that comes after."""
    sequencer.sequence()
    following.follow("feedback", build)
    return relay(app)


def _die_in(app, last):
    calls = iter(range(1, 10_000))

    def send(channel, parcel):
        return last(channel, parcel) if next(calls) == DIES_AT else _send(channel, parcel)

    with patch.object(HttpsChannel, "send", send):
        relay(app)


def run(*names):
    """Run these jobs one after the other, each in a process of its own; the exit codes."""
    return [_joined(_started(name)) for name in names]


def at_once(name, count):
    """Let several processes loose on one job at the same moment; the exit codes."""
    gate = get_context("fork").Barrier(count)
    return [_joined(each) for each in [_started(name, gate) for _ in range(count)]]


def _started(name, gate=None):
    db.session.rollback()
    db.engine.dispose()
    process = get_context("fork").Process(target=_child, args=(name, gate))
    process.start()
    return process


def _joined(process):
    process.join(120)
    return process.exitcode


def _child(name, gate):
    db.session.remove()
    db.engine.dispose(close=False)
    if gate is not None:
        gate.wait(60)
    try:
        globals()[name](current_app)
    finally:
        db.session.remove()
        db.engine.dispose()
