"""``flask listings``: sheets of listings brought in by the operator."""

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from marketplace.accounts.models import Organization
from marketplace.audit.actors import SYSTEM
from marketplace.batches import importing
from marketplace.batches.importing import Plan
from marketplace.database import transaction
from marketplace.patents.reports import owner_of_list, reading, show_progress, tell
from marketplace.terms.enums import FeeMode, Route

listings = AppGroup("listings", help="Listings and sheets of listings.")

_ROUTES = click.Choice([each.value for each in Route])
_MODES = click.Choice([each.value for each in FeeMode])


@listings.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--organization",
    "key",
    required=True,
    help="Whose listings they are: unified social credit code, or public id where there is none.",
)
@click.option("--route", type=_ROUTES, help="Where a row names none.")
@click.option("--fee-mode", type=_MODES, help="Where a row names none.")
@click.option("--period-months", type=click.IntRange(1), help="Where a row names no period.")
@click.option("--free-months", type=click.IntRange(1), help="Free time or trial, likewise.")
@click.option("--pay-later-months", type=click.IntRange(1), help="Months until payment, likewise.")
@click.option("--dry-run", is_flag=True, help="Only report what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one line of JSON.")
def import_sheet(file: Path, key: str, dry_run: bool, as_json: bool, **given: Any) -> None:
    """Import a sheet of listings (XLSX, CSV, TSV; also gzipped): one row per patent.

    The inventory sheet of a university can be taken as it is, with defaults for what it lacks;
    its column 费用标准 is the amount. Drafts are made in batches that a signatory of the
    organization signs and submits. Exit code 0 whatever the rows hold, 1 if nothing may be
    written, 2 if the file cannot be read or the organization is unknown.
    """
    organization = owner_of_list(key)
    with reading(file):
        plan = _run(file.read_bytes(), organization, file.name, _defaults(given), dry_run)
    tell(plan, as_json=as_json)


def _defaults(given: dict[str, Any]) -> dict[str, Any]:
    names = {"period_months": "months", "pay_later_months": "defer_months"}
    return {names.get(name, name): value for name, value in given.items() if value is not None}


def _run(
    data: bytes, organization: Organization, name: str, defaults: dict[str, Any], dry_run: bool
) -> Plan:
    if dry_run:
        return importing.plan_import(data, organization, defaults)
    with transaction():
        return importing.import_sheet(
            data, organization, SYSTEM, defaults, name=name, progress=show_progress
        )
