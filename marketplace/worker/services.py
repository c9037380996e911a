"""One round of work: number what has committed, let followers catch up, run the due tasks."""

import logging
import threading
import time

from marketplace.audit import checkpoints, following, sequencer
from marketplace.extensions import db
from marketplace.followers import Task, lease, workforce

log = logging.getLogger(__name__)

CHECKPOINT_EVERY_SECONDS = 60

_last_run: dict[str, float] = {}


def work_once(*, everything: bool = False) -> int:
    """Do what is there to do now; returns how many events and tasks were worked on.

    ``everything`` runs all periodic tasks whether due or not, and signs a checkpoint.
    """
    done = 0
    if sequencer.is_behind():
        with lease("sequencer") as taken:
            if taken:
                done += sequencer.sequence()
    done += following.follow_all()
    for task in [_CHECKPOINT, _CLOCKS, *workforce().tasks.values()]:
        if everything or _is_due(task):
            done += _run(task)
    db.session.remove()
    return done


def serve_awaited(stopping: threading.Event, pause: float) -> None:
    """Run the tasks that somebody waits for as soon as they are wanted, until told to stop."""
    tasks = [task for task in workforce().tasks.values() if task.is_awaited]
    while not stopping.wait(pause):
        for task in tasks:
            if task.is_awaited and task.is_awaited():
                _run(task)
        db.session.remove()


def drain(rounds: int = 50) -> None:
    """Work until nothing is left: for commands and tests that need the followers' results."""
    for _ in range(rounds):
        before = sequencer.size()
        work_once(everything=True)
        if sequencer.backlog() == 0 and sequencer.size() == before:
            return


def run_clocks() -> dict[str, int]:
    """Let every clock of the site look at the present day; returns the steps taken by name."""
    return {name: run() for name, run in workforce().clocks.items()}


def _is_due(task: Task) -> bool:
    return time.monotonic() - _last_run.get(task.name, float("-inf")) >= task.every_seconds


def _run(task: Task) -> int:
    _last_run[task.name] = time.monotonic()
    with lease(f"task:{task.name}", seconds=300) as taken:
        if not taken:
            return 0
        try:
            return 1 if task.run() else 0
        except Exception:
            db.session.rollback()
            log.exception("task %s", task.name)
            return 0


_CLOCKS = Task("clocks", lambda: sum(run_clocks().values()), 60)
_CHECKPOINT = Task("checkpoint", checkpoints.make_checkpoint, CHECKPOINT_EVERY_SECONDS)
