"""Documents: setting, platform record, verification."""

from flask import Flask

from marketplace.documents import labels
from marketplace.documents.commands import documents
from marketplace.documents.sealing_jobs import is_awaited, seal_pending
from marketplace.documents.timestamp_jobs import timestamp_pending
from marketplace.documents.views import blueprint
from marketplace.followers import register_task
from marketplace.web import register_labels

SEAL_EVERY_SECONDS = 5
TIMESTAMP_EVERY_SECONDS = 20


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(documents)
    register_labels(*labels.ALL)
    register_task(app, "documents:seal", seal_pending, SEAL_EVERY_SECONDS, is_awaited)
    register_task(app, "documents:timestamp", timestamp_pending, TIMESTAMP_EVERY_SECONDS)
