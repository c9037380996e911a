"""``flask audit export``."""

import sys
from datetime import date
from pathlib import Path

import click

from marketplace.audit.commands import audit
from marketplace.evidence.trail import export


def _day(_context: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise click.BadParameter("give a day as 2027-03-31") from error


@audit.command("export")
@click.argument("target", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--from", "first", callback=_day, help="First Shanghai day.")
@click.option("--to", "last", callback=_day, help="Last Shanghai day, included.")
@click.option("--subject", help="Only events about this record (its public id).")
def export_command(
    target: Path, first: date | None, last: date | None, subject: str | None
) -> None:
    """Write the trail of a period or of one record to TARGET, a signed ZIP that the verifier inside
    checks offline. Reads only. Exit 0 written, 2 could not run."""
    try:
        count = export(target, first=first, last=last, subject=subject)
    except Exception as error:
        click.echo(f"could not run: {error}", err=True)
        sys.exit(2)
    click.echo(f"{count} events in {target}")
