"""Work outside requests: ``flask worker run``, ``flask clocks run``."""

from flask import Flask

from marketplace.worker.commands import clocks, worker
from marketplace.worker.lifecycles import lifecycles


def init_app(app: Flask) -> None:
    app.cli.add_command(worker)
    app.cli.add_command(clocks)
    app.cli.add_command(lifecycles)
