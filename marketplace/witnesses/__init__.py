"""Witnesses: whoever keeps copies of the signed checkpoints, so that we cannot exchange the log."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the words and the task that sends checkpoints."""
    from marketplace.followers import register_task
    from marketplace.web import register_labels
    from marketplace.witnesses import labels
    from marketplace.witnesses.sending import send_due
    from marketplace.witnesses.views import blueprint

    app.register_blueprint(blueprint)
    register_labels(labels.KINDS, labels.STATUS)
    register_task(app, "witnesses", send_due, every_seconds=30)
