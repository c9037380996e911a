"""``flask ledger``: check that the books are sound."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from marketplace.ledger.checks import check

ledger = AppGroup("ledger", help="Check the double-entry ledger.")


@ledger.command("check")
def check_command() -> None:
    """Check every entry and balance. Exit 0 sound, 1 fault found, 2 could not run."""
    try:
        report = check()
    except SQLAlchemyError as error:
        click.echo(f"could not run: {error}", err=True)
        sys.exit(2)
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    for fault in report.faults:
        click.echo(f"fault: {fault}")
    click.echo(
        f"{report.entries} entries, {report.postings} postings, {report.accounts} accounts: "
        + ("sound" if report.sound else f"{len(report.faults)} faults")
    )
    sys.exit(0 if report.sound else 1)
