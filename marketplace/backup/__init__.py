"""Backup and restore of the whole site, with proof that both are equal (R-59)."""

from flask import Flask


def init_app(app: Flask) -> None:
    from marketplace.backup.commands import backup

    app.cli.add_command(backup)
