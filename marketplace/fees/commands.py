"""``flask fees``: bring in published figures."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.fees.importing import import_benchmarks, read_rows

fees = AppGroup("fees", help="Published figures for fee guidance.")


@fees.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="End with one line of JSON.")
def import_command(file: Path, as_json: bool) -> None:
    """Import license statistics by industry from FILE (CSV).

    Rows that are not CONFIRMED are refused. Exit 0 all taken, 1 rows refused, 2 could not run.
    """
    try:
        rows = read_rows(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, Refused) as error:
        click.echo(f"could not run: {error}", err=True)
        sys.exit(2)
    with transaction():
        report = import_benchmarks(rows)
    for row in report.refused:
        click.echo(f"row {row['row']}, {row['column']}: {row['message']}", err=True)
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
    else:
        click.echo(
            f"{report.read} read, {report.created} created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {len(report.refused)} refused"
        )
    sys.exit(1 if report.refused else 0)
