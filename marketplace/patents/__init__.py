"""Patents: records, numbers, legal status, bars, imported lists."""

from flask import Flask

from marketplace import web
from marketplace.patents import labels
from marketplace.patents.commands import patents
from marketplace.patents.views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.cli.add_command(patents)
    web.register_labels(*labels.ALL)
