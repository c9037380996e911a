"""Further papers on a contract: amendment and renewal, agreement to end it, notice of termination."""

from flask import Flask

from marketplace import web
from marketplace.deeds import clocks, labels
from marketplace.deeds.views import blueprint
from marketplace.followers import register_clock


def init_app(app: Flask) -> None:
    web.register_labels(labels.KIND, labels.GROUND, labels.STATUS, labels.CHANGE)
    app.register_blueprint(blueprint)
    register_clock(app, "deeds", clocks.run)
