"""What the tests of the pages share: counting statements, browsers by who looks."""

from contextlib import contextmanager

import pytest

from marketplace.worker.services import drain
from tests import sent


@pytest.fixture
def statements(app):
    """A context manager that collects the SELECTs sent while it is open; nothing is known before."""

    @contextmanager
    def collect():
        seen = []
        with sent.statements() as everything:
            try:
                yield seen
            finally:
                seen += sent.selects(everything)

    return collect


@pytest.fixture
def indexed(app):
    """Let the worker number, follow and index what was committed so far."""

    def run():
        drain()

    return run
