"""One whole demonstration for the run, built as ``flask demo`` builds it."""

import time

import pytest
from flask_login import FlaskLoginClient

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.demo.commands import make
from marketplace.demo.record import begin
from marketplace.extensions import db
from tests.once import made_once


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The application over a finished demonstration, and its folder."""
    folder = made_once(tmp_path_factory, "demonstration", _build).resolve()
    app = _application(folder)
    yield app, folder
    with app.app_context():
        db.engine.dispose()


def _application(folder):
    settings = Settings(
        database_url=f"sqlite:///{folder / 'marketplace.sqlite'}",
        data_dir=folder,
        secret_key="tests",
        demo=True,
        testing=True,
    )
    app = create_app(settings)
    app.test_client_class = FlaskLoginClient
    return app


def _build(folder):
    folder = folder.resolve()
    begin(folder)
    with _application(folder).app_context():
        db.create_all()
        began = time.monotonic()
        make(folder)
        db.session.remove()
        db.engine.dispose()
        print(f"\ndemonstration built in {time.monotonic() - began:.1f} s")


@pytest.fixture
def market(demonstration):
    """A context on the finished demonstration; tests only read."""
    app, _ = demonstration
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
