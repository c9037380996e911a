"""Double-entry books of what parties owe and paid each other: append-only, always balanced."""

from flask import Flask

from marketplace.followers import register_task
from marketplace.ledger.balances import fold
from marketplace.ledger.commands import ledger

FOLD_EVERY_SECONDS = 30


def init_app(app: Flask) -> None:
    app.cli.add_command(ledger)
    register_task(app, "ledger:balances", fold, FOLD_EVERY_SECONDS)
