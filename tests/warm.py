"""Processes that begin warm: a server that has imported the application once forks them.

Each is a process of its own as any other: own connections, own memory, killed alone. Only the five
seconds of importing are spared.
"""

import os
import runpy
import signal
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

PRELOADED = ["pytest", "tests.documents.dying", "marketplace.app", "flask.cli", "alembic.command"]


def context():
    """The one multiprocessing context of all warm processes."""
    found = get_context("forkserver")
    found.set_forkserver_preload(PRELOADED)
    return found


class Program:
    """``python -m arguments`` in ``folder`` and ``environment``; what it says is added to files."""

    def __init__(
        self, arguments: Sequence[str], folder: Path, environment: dict, out: Path, errors: Path
    ):
        given = (list(arguments), str(folder), environment, str(out), str(errors))
        self._process = context().Process(target=_run, args=given)
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def wait(self, seconds: float | None = None) -> int:
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError(f"{self.pid} still runs after {seconds} s")
        return self._process.exitcode


def _run(arguments, folder, environment, out, errors):
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for stream, path in ((sys.stdout, out), (sys.stderr, errors)):
        stream.flush()
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), stream.fileno())
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
