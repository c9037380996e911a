"""`flask declarations …`."""

from datetime import timedelta

import click
from flask.cli import AppGroup
from sqlalchemy import select

from marketplace import clock
from marketplace.database import transaction
from marketplace.declarations import services
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.services.papers import REMIND_DAYS
from marketplace.extensions import db

declarations = AppGroup("declarations", help="Open license declarations.")


@declarations.command("expire")
def expire() -> None:
    """Close declarations whose patent's life is over; prints how many."""
    click.echo(run_expiry())


def run_expiry() -> int:
    """One transaction for all that is due; idempotent."""
    with transaction():
        return services.expire_due()


def run_reminders() -> int:
    """Remind of corrections whose last day comes near, each in a transaction of its own."""
    today = clock.today()
    keys = db.session.scalars(
        select(Declaration.id).where(
            Declaration.status == DeclarationStatus.CORRECTION,
            Declaration.correction_due_on.between(today, today + timedelta(max(REMIND_DAYS))),
        )
    ).all()
    return sum(_remind_one(key) for key in keys)


def _remind_one(key: int) -> int:
    with transaction() as session:
        return int(services.remind_of_correction(session.get_one(Declaration, key)))
