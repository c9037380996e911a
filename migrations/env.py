"""How Alembic runs here: on the application's own engine, one transaction, batch mode on SQLite."""

from alembic import context
from flask import current_app

from marketplace.extensions import db

target = db.metadata


def render_item(kind, value, autogen_context):
    """Own column types are written as what the database stores."""
    if kind == "type" and type(value).__module__.startswith("marketplace."):
        plain = value.impl if hasattr(value, "impl") else value
        return f"sa.{plain!r}"
    return False


def run_online():
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target,
            render_as_batch=True,
            render_item=render_item,
            compare_type=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_online()
