"""``flask patents``: lists brought in by the operator."""

from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.accounts.models import Organization
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.patents import importing
from marketplace.patents.importing import Report
from marketplace.patents.reports import owner_of_list, reading, show_progress, tell

patents = AppGroup("patents", help="Patents and lists of patents.")


@patents.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--organization",
    "key",
    required=True,
    help="Whose list it is: unified social credit code, or public id where there is none.",
)
@click.option("--dry-run", is_flag=True, help="Only report what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one line of JSON.")
def import_list(file: Path, key: str, dry_run: bool, as_json: bool) -> None:
    """Import a list of patents (XLSX, CSV, TSV; also gzipped) for an organization.

    Exit code 0 whatever the rows hold, 2 if the file cannot be read or the organization is
    unknown. Progress goes to stderr.
    """
    organization = owner_of_list(key)
    with reading(file):
        report = _run(file.read_bytes(), organization, file.name, dry_run)
    tell(report, as_json=as_json)


def _run(data: bytes, organization: Organization, name: str, dry_run: bool) -> Report:
    if dry_run:
        return importing.report_of(importing.plan_import(data, organization))
    with transaction():
        return importing.import_list(
            data, organization, SYSTEM, file_name=name, progress=show_progress
        )
