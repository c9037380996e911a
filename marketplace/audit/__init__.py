"""The trail: events in the transaction of the change, their sequence, a Merkle log, checkpoints."""

from flask import Flask

from marketplace.audit.commands import audit


def init_app(app: Flask) -> None:
    app.cli.add_command(audit)
