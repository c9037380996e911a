"""``flask patents``: lists brought in by the operator."""

import json
import os
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup
from flask_babel import force_locale, gettext

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Organization
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.patents import importing
from marketplace.patents.importing import Report
from marketplace.patents.rows import Finding
from marketplace.patents.sheets import Unreadable

patents = AppGroup("patents", help="Patents and lists of patents.")

COULD_NOT_RUN = 2
_SHOWN = 20


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
    organization = accounts.organization_by(key)
    if organization is None:
        _stop(f"No organization has the code or id {key}. Register it first.")
    try:
        data = file.read_bytes()
        report = _run(data, organization, file.name, dry_run)
    except OSError as error:
        _stop(f"{file}: {error.strerror}")
    except Unreadable as error:
        with force_locale(_language()):
            _stop(f"{file}: {gettext(error.message) % error.params}")
    with force_locale(_language()):
        click.echo(json.dumps(_plain(report), ensure_ascii=False) if as_json else _summary(report))


def _language() -> str:
    """English for an English terminal, else the site's own language."""
    return "en" if os.environ.get("LANG", "").startswith("en") else "zh_CN"


def _run(data: bytes, organization: Organization, name: str, dry_run: bool) -> Report:
    if dry_run:
        return importing.report_of(importing.plan_import(data, organization))
    with transaction():
        return importing.import_list(
            data, organization, SYSTEM, file_name=name, progress=_show_progress
        )


def _show_progress(done: int, total: int) -> None:
    click.echo(f"{done}/{total}", err=True)


def _plain(report: Report) -> dict[str, object]:
    return {
        **report.counts,
        "refused": [_line(each) for each in report.refused],
        "warnings": [_line(each) for each in report.warnings],
    }


def _line(finding: Finding) -> dict[str, object]:
    return {
        "row": finding.row,
        "column": finding.column,
        "code": finding.code,
        "message": _message(finding),
    }


def _message(finding: Finding) -> str:
    text = gettext(finding.message)
    return text % finding.params if finding.params else text


def _summary(report: Report) -> str:
    lines = [", ".join(f"{name} {count}" for name, count in report.counts.items())]
    for name, findings in (("refused", report.refused), ("warnings", report.warnings)):
        lines.append(f"{name} {len(findings)}")
        lines.extend(f"  {each.row} {each.column}: {_message(each)}" for each in findings[:_SHOWN])
    return "\n".join(lines)


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(COULD_NOT_RUN)
