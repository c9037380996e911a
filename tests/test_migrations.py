"""An empty database upgraded by the migrations is the database of the models, triggers included."""

import re

import pytest
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from marketplace.app import create_app
from marketplace.config import ROOT, Settings
from marketplace.extensions import db


def triggers(connection):
    """Names and texts of all triggers."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        )
    else:
        rows = connection.execute(
            text(
                "SELECT t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT t.tgisinternal"
            )
        )
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows}


def upgraded(database_url, folder):
    settings = Settings(
        database_url=database_url, data_dir=folder, secret_key="tests", testing=True
    )
    return create_app(settings)


@pytest.mark.databases("sqlite", "postgresql")
def test_migrations_make_what_the_models_say(app, database, tmp_path, request):
    with db.engine.connect() as connection:
        wanted = triggers(connection)
        tables = set(inspect(connection).get_table_names())
    if database == "sqlite":
        url = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    else:
        url = request.getfixturevalue("empty_postgresql_database")
    other = upgraded(url, tmp_path)
    with other.app_context():
        upgrade()
        with db.engine.connect() as connection:
            assert set(inspect(connection).get_table_names()) == tables | {"alembic_version"}
            assert triggers(connection) == wanted
        result = other.test_cli_runner().invoke(args=["db", "check"])
        assert result.exit_code == 0, result.output
        db.engine.dispose()


def test_migrations_are_numbered_without_a_gap():
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]


def test_every_constraint_has_a_name():
    bare = [
        f"{table.name}: {constraint}"
        for table in db.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert bare == []
