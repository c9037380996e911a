"""One whole demonstration for the session, built as ``flask demo`` builds it."""

import shutil
import tempfile
import time
from pathlib import Path

import pytest
from flask_login import FlaskLoginClient

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.demo.commands import make
from marketplace.demo.record import begin
from marketplace.extensions import db


@pytest.fixture(scope="session")
def demonstration():
    """The application over a finished demonstration, and its folder."""
    folder = Path(tempfile.mkdtemp(prefix="marketplace-demo-")).resolve()
    begin(folder)
    settings = Settings(
        database_url=f"sqlite:///{folder / 'marketplace.sqlite'}",
        data_dir=folder,
        secret_key="tests",
        demo=True,
        testing=True,
    )
    app = create_app(settings)
    app.test_client_class = FlaskLoginClient
    with app.app_context():
        db.create_all()
        began = time.monotonic()
        make(folder)
        print(f"\ndemonstration built in {time.monotonic() - began:.1f} s")
    yield app, folder
    with app.app_context():
        db.engine.dispose()
    shutil.rmtree(folder)


@pytest.fixture
def market(demonstration):
    """A context on the finished demonstration; tests only read."""
    app, _ = demonstration
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
