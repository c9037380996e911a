"""Contracts on paper 线下签署: made outside this site and entered with a scan, or concluded here and
signed and sealed once more on paper."""

from flask import Flask

from marketplace import web
from marketplace.on_paper import labels
from marketplace.on_paper.views import blueprint


def init_app(app: Flask) -> None:
    web.register_labels(labels.STATUS, labels.COUNTERPART)
    app.register_blueprint(blueprint)
