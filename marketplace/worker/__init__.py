"""Work outside requests: ``flask worker run``."""

from flask import Flask

from marketplace.worker.commands import worker


def init_app(app: Flask) -> None:
    app.cli.add_command(worker)
