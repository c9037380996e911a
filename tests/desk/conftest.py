"""What the tests of the pages share: counting statements, browsers by who looks."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from marketplace.extensions import db
from marketplace.worker.services import drain


@pytest.fixture
def statements(app):
    """A context manager that collects the SELECTs sent while it is open; nothing is known before."""

    @contextmanager
    def collect():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            if statement.lstrip().upper().startswith("SELECT"):
                seen.append(statement)

        engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return collect


@pytest.fixture
def indexed(app):
    """Let the worker number, follow and index what was committed so far."""

    def run():
        drain()

    return run
