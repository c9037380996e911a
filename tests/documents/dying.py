"""A worker process that seals, and is killed (SIGKILL) right after a named step."""

import os
import signal
from contextlib import ExitStack
from unittest.mock import patch

from marketplace import files
from marketplace.documents import sealing, sealing_jobs, timestamp_jobs, timestamps
from marketplace.documents.signals import document_sealed

PATIENCE = 120
STEPS = {
    "begun": (sealing_jobs, "_begin", 1),
    "rendered": (sealing_jobs, "render", 1),
    "text stored": (files, "put", 1),
    "signed": (sealing, "seal", 1),
    "checked": (sealing_jobs, "check_sealed", 1),
    "token kept": (timestamp_jobs, "_kept_token", 1),
    "stamped": (timestamps, "embed", 1),
    "seal stored": (files, "put", 2),
    "event written": (sealing_jobs, "record", 1),
    "others told": (document_sealed, "send", 1),
    "committed": (sealing_jobs, "_finish", 1),
}
"""Where each step of sealing ends: its owner, its name, at which call."""


class Mother:
    """A warm process that has the application and bears workers; each seals and dies.

    A process of its own, for the tests' one renders, and a fork of it would lack the threads for that.
    """

    def __init__(self, context, settings):
        self._line, other = context.Pipe()
        self._process = context.Process(target=_bear, args=(other, settings))
        self._process.start()

    def bear(self, settings, step):
        """Let a worker seal what waits and die after ``step``; its exit code, 3 if that step was
        never reached."""
        self._line.send((settings, step))
        if not self._line.poll(PATIENCE):
            raise RuntimeError("a worker hung")
        return self._line.recv()

    def close(self):
        self._line.send(None)
        self._process.join(PATIENCE)


def _bear(line, settings):
    from marketplace.app import create_app

    app = create_app(settings)
    while (asked := line.recv()) is not None:
        worker = os.fork()
        if not worker:
            _seal_and_die(app, *asked)
        _, status = os.waitpid(worker, 0)
        line.send(os.waitstatus_to_exitcode(status))


def _seal_and_die(app, settings, step):
    try:
        app.extensions["settings"] = settings
        with app.app_context(), ExitStack() as stack:
            owner, name, die_at = STEPS[step]
            stack.enter_context(patch.object(owner, name, _deadly(getattr(owner, name), die_at)))
            sealing_jobs.seal_pending()
        os._exit(3)
    finally:
        os._exit(4)


def _deadly(real, die_at):
    calls = []

    def step(*args, **values):
        result = real(*args, **values)
        calls.append(1)
        if len(calls) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return step
