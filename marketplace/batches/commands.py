"""``flask listings``: sheets of listings brought in by the operator."""

import json
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from flask_babel import force_locale, gettext

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Organization
from marketplace.audit.actors import SYSTEM
from marketplace.batches import importing
from marketplace.batches.importing import Plan
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.patents.rows import Finding
from marketplace.patents.sheets import Unreadable
from marketplace.terms.enums import FeeMode, Route

listings = AppGroup("listings", help="Listings and sheets of listings.")

COULD_NOT_RUN = 2
_SHOWN = 20
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
    organization = accounts.organization_by(key)
    if organization is None:
        _stop(f"No organization has the code or id {key}. Register it first.")
    try:
        plan = _run(file.read_bytes(), organization, file.name, _defaults(given), dry_run)
    except OSError as error:
        _stop(f"{file}: {error.strerror}")
    except Unreadable as error:
        with force_locale(_language()):
            _stop(f"{file}: {gettext(error.message) % error.params}")
    except Refused as refusal:
        with force_locale(_language()):
            _stop(f"{file}: {gettext(refusal.message) % refusal.params}", code=1)
    with force_locale(_language()):
        click.echo(json.dumps(_plain(plan), ensure_ascii=False) if as_json else _summary(plan))


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
            data, organization, SYSTEM, defaults, name=name, progress=_show_progress
        )


def _show_progress(done: int, total: int) -> None:
    click.echo(f"{done}/{total}", err=True)


def _language() -> str:
    """English for an English terminal, else the site's own language."""
    return "en" if os.environ.get("LANG", "").startswith("en") else "zh_CN"


def _plain(plan: Plan) -> dict[str, object]:
    return {
        **plan.counts,
        "refused": [_line(each) for each in plan.refused],
        "warnings": [_line(each) for each in plan.warnings],
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


def _summary(plan: Plan) -> str:
    lines = [", ".join(f"{name} {count}" for name, count in plan.counts.items())]
    for name, findings in (("refused", plan.refused), ("warnings", plan.warnings)):
        lines.append(f"{name} {len(findings)}")
        lines.extend(f"  {each.row} {each.column}: {_message(each)}" for each in findings[:_SHOWN])
    return "\n".join(lines)


def _stop(message: str, code: int = COULD_NOT_RUN) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)
