"""The site as it runs for people: web server and worker as processes of their own."""

import json
import os
import signal
import socket
import sqlite3
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.warm import Program

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Site:
    """A site on a fresh SQLite file in ``folder``; ``made`` is what the seed reports."""

    folder: Path
    port: int = field(default_factory=free_port)
    made: dict = field(default_factory=dict)
    web: Program | None = None
    worker: Program | None = None
    ran: int = 0

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.run("flask", "--app", "wsgi", "db", "upgrade")
        self.made = json.loads(self.run("tests.browser.seed").splitlines()[-1])
        self.web = self._spawn(
            *("gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"),
            *("--timeout", "180", "--log-level", "warning", "wsgi:app"),
        )
        self.start_worker()
        self.wait_until(self.is_followed, "followers caught up")

    def stop(self):
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.terminate()
        for process in (self.web, self.worker):
            if process is not None:
                process.wait(PATIENCE_SECONDS)

    def start_worker(self):
        self.worker = self._spawn("flask", "--app", "wsgi", "worker", "run")

    def kill_worker(self):
        """As a crash ends it: no goodbye, no clean-up."""
        self.worker.send_signal(signal.SIGKILL)
        self.worker.wait(PATIENCE_SECONDS)

    def has_worker(self):
        """Whether the present worker has begun: its process has had the sequencer's lease."""
        with closing(sqlite3.connect(self.folder / "site.sqlite")) as database:
            query = "SELECT holder FROM leases WHERE name = 'sequencer'"
            return f":{self.worker.pid}:" in (database.execute(query).fetchone() or [""])[0]

    def run(self, *arguments):
        """A command of the project on this site; returns what it prints."""
        said, errors = self.folder / f"{self.ran}.out", self.folder / f"{self.ran}.err"
        self.ran += 1
        done = Program(arguments, ROOT, self._environment(), said, errors).wait()
        assert done == 0, f"{arguments}: {said.read_text()}\n{errors.read_text()}"
        return said.read_text()

    def json(self, path):
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)

    def is_followed(self):
        """Whether everything committed has a number and every follower has seen it."""
        ready = self.json("/readyz")
        return not ready["sequencer_backlog"] and not any(ready["follower_lag"].values())

    def wait_until(self, holds, what, seconds=PATIENCE_SECONDS):
        """Ask again and again; returns the seconds it took."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            try:
                if holds():
                    return time.monotonic() - begun
            except OSError:
                assert self.web.poll() is None, self.log()
            time.sleep(0.1)
        raise AssertionError(f"not within {seconds} s: {what}\n{self.log()}")

    def log(self):
        return (self.folder / "site.log").read_text()[-4000:]

    def _spawn(self, *arguments):
        log = self.folder / "site.log"
        return Program(arguments, ROOT, self._environment(), log, log)

    def _environment(self):
        return {
            **{key: value for key, value in os.environ.items() if not _is_setting(key)},
            "DATABASE_URL": f"sqlite:///{self.folder / 'site.sqlite'}",
            "DATA_DIR": str(self.folder),
            "MARKETPLACE_DEMO": "1",
            "MARKETPLACE_BASE_URL": self.url,
        }


def _is_setting(name):
    return name.startswith("MARKETPLACE_") or name in {"DATABASE_URL", "DATA_DIR"}
