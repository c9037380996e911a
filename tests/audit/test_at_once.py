"""Many processes write while two sequencers number: no false alarm, no gap (R-23).

``R23_WRITES`` sets how often each of the eight processes writes.
"""

import os
from multiprocessing import get_context

import pytest
from sqlalchemy import func, select, text

from marketplace.audit import checkpoints, sequencer, verification
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import AuditEvent, LogLeaf
from marketplace.audit.services import record
from marketplace.database import transaction
from marketplace.extensions import db
from tests.audit.test_trail import Thing, write

pytestmark = pytest.mark.databases("postgresql")

WRITERS, SEQUENCERS = 8, 2
WRITES = int(os.environ.get("R23_WRITES", "120"))
PATIENCE = 300


def write_often(app, number, gate, _stop, count):
    gate.wait(PATIENCE)
    for turn in range(count):
        with transaction():
            record("thing:make", Thing(f"{number}-{turn}"), SYSTEM, turn=turn)


def number_always(app, _number, gate, stop, _count):
    """Number until told to stop. What a missing protection breaks shows in the log afterwards."""
    gate.wait(PATIENCE)
    while not stop.is_set():
        try:
            sequencer.sequence()
        except Exception:
            db.session.rollback()


def _child(app, job, *arguments):
    db.engine.dispose(close=False)
    with app.app_context():
        job(app, *arguments)
        db.session.remove()
        db.engine.dispose()


def let_loose(app, count):
    """All writers and sequencers at once; returns when everything is numbered."""
    db.session.remove()
    db.engine.dispose()
    context = get_context("fork")
    gate, stop = context.Barrier(WRITERS + SEQUENCERS), context.Event()

    def start(job, number):
        process = context.Process(target=_child, args=(app, job, number, gate, stop, count))
        process.start()
        return process

    writers = [start(write_often, number) for number in range(WRITERS)]
    sequencers = [start(number_always, number) for number in range(SEQUENCERS)]
    for process in writers:
        process.join(PATIENCE)
    stop.set()
    for process in sequencers:
        process.join(PATIENCE)
    assert [process.exitcode for process in [*writers, *sequencers]] == [0] * 10


def test_no_false_alarm_and_no_gap(app):
    write(1)
    let_loose(app, WRITES)
    sequencer.sequence()
    checkpoints.make_checkpoint()
    report = verification.verify()
    assert report.faults == []
    assert report.events == report.leaves == WRITERS * WRITES + 1
    positions = db.session.scalars(select(LogLeaf.position).order_by(LogLeaf.position)).all()
    assert positions == list(range(WRITERS * WRITES + 1))
    assert sequencer.backlog() == 0


@pytest.mark.tampers
def test_control_without_lock_and_key_the_log_forks(app, monkeypatch):
    write(1)
    monkeypatch.setattr(sequencer, "lock", lambda statement: statement)
    unprotect()
    let_loose(app, 60)
    assert verification.verify().faults != []
    numbered = select(func.count(LogLeaf.id) - func.count(LogLeaf.position.distinct()))
    assert db.session.scalar(numbered) > 0
    assert db.session.scalar(select(func.count(AuditEvent.id))) == WRITERS * 60 + 1


def unprotect():
    """Take the unique keys of the log away."""
    db.session.rollback()
    keys = [
        (table, key["name"])
        for table in ("log_leaves", "log_nodes")
        for key in db.inspect(db.engine).get_unique_constraints(table)
    ]
    with db.engine.begin() as connection:
        for table, name in keys:
            connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
