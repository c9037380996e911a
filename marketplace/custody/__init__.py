"""Custody: money that a bank holds between the parties; instructions and the bank's confirmations."""

from flask import Flask

from marketplace import web
from marketplace.custody import labels, messages
from marketplace.custody.views import blueprint

__all__ = ["init_app", "messages"]


def init_app(app: Flask) -> None:
    web.register_labels(*labels.ALL)
    app.register_blueprint(blueprint)
