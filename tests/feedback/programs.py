"""The reference receiver as a program of its own: as partners run it, or with a partner's moods."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from marketplace.feedback import receiver as reference

MOODY = Path(__file__).with_name("moody.py")
_FOUND = {"PYTHONPATH": str(Path(reference.__file__).parent)}


class Program:
    """A receiver that can be killed and started again on what it has kept."""

    def __init__(self, folder, moody=False):
        self.store, self.moody = folder / "state.sqlite", moody
        self.secret_file = folder / "secret"
        self.port, self._running = 0, None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/feedback"

    def start(self, secret):
        self.secret_file.write_text(secret)
        given = [str(self.store), str(self.secret_file), str(self.port)]
        if not self.moody:
            options = zip(("--store", "--secret-file", "--port"), given, strict=True)
            given = [each for pair in options for each in pair] + ["--tolerance", "0"]
        program = str(MOODY) if self.moody else reference.__file__
        self._running = subprocess.Popen(
            [sys.executable, program, *given],
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | _FOUND,
        )
        self.port = int(self._running.stderr.readline().rsplit(":", 1)[1])

    def kill(self):
        if self._running is not None:
            self._running.kill()
            self._running.wait()
            self._running.stderr.close()
            self._running = None

    def be(self, mood):
        self.store.with_suffix(".mood").write_text(mood)

    @property
    def posts(self):
        """How often each message was sent, in the order of the first time."""
        path = self.store.with_suffix(".posts")
        return Counter(path.read_text().split() if path.exists() else [])
