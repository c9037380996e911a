"""Double-entry books of what parties owe and paid each other: append-only, always balanced."""

from flask import Flask

from marketplace.ledger.commands import ledger


def init_app(app: Flask) -> None:
    app.cli.add_command(ledger)
