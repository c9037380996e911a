"""Feedback of transaction data 交易信息反馈: messages from the sequence of events, kept, sent to each
receiver that is entitled to them, tried again, and shown where a receiver does not take them."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the words, the commands, the follower and the task that sends."""
    from marketplace.feedback import labels
    from marketplace.feedback.building import build
    from marketplace.feedback.commands import outbox
    from marketplace.feedback.delivering import deliver_due
    from marketplace.feedback.views import blueprint, public
    from marketplace.followers import register_follower, register_task
    from marketplace.web import register_labels

    app.register_blueprint(blueprint)
    app.register_blueprint(public)
    app.cli.add_command(outbox)
    register_labels(labels.KINDS, labels.RHYTHMS, labels.DELIVERIES, labels.STATUS)
    register_follower(app, "feedback", build)
    register_task(app, "feedback", deliver_due, every_seconds=2)
