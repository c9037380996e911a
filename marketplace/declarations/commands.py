"""`flask declarations …`."""

import click
from flask.cli import AppGroup

from marketplace.database import transaction
from marketplace.declarations import services

declarations = AppGroup("declarations", help="Open license declarations.")


@declarations.command("expire")
def expire() -> None:
    """Close declarations whose patent's life is over; prints how many."""
    click.echo(run_expiry())


def run_expiry() -> int:
    """One transaction for all that is due; idempotent."""
    with transaction():
        return services.expire_due()
