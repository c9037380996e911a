"""``flask registration``: packages from the command line."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from marketplace import files
from marketplace.agreements.queries import by_public_id
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.errors import Missing, Refused
from marketplace.registration import queries, services
from marketplace.registration.models import Filing, FilingStatus
from marketplace.terms.routes import ROUTES, Duty

registration = AppGroup("registration", help="Filings and their packages.")

REFUSED = 1
COULD_NOT_RUN = 2

_TO_PREPARE = frozenset({FilingStatus.DUE, FilingStatus.REFUSED})


@registration.command("package")
@click.argument("agreement")
@click.option(
    "--kind",
    type=click.Choice([duty.value for duty in Duty]),
    help="Which filing (default: the first of the route, for a license the recordal).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder to write to (default: the present one).",
)
def package(agreement: str, kind: str | None, out: Path) -> None:
    """Prepare and write the filing package of AGREEMENT (its public id).

    Prints the path of the ZIP. Exit code 0 when it was written, 1 when it was refused (what is
    missing is named on stderr), 2 when the agreement is unknown or nothing can be written.
    """
    try:
        found = by_public_id(agreement)
        out.mkdir(parents=True, exist_ok=True)
    except (Missing, OSError) as error:
        _stop(f"{agreement}: {error}", COULD_NOT_RUN)
    wanted = Duty(kind) if kind else ROUTES[found.route].duties[0].duty
    filing = queries.one(found, wanted)
    if filing is None:
        _stop(f"{agreement}: no filing of the kind {wanted.value}", REFUSED)
    seal_pending()
    try:
        _prepare(filing)
    except Refused as refusal:
        _stop(f"{refusal.code}: {refusal}", REFUSED)
    seal_pending()
    services.make_packages()
    if filing.package_sha256 is None:
        _stop(f"{filing.public_id}: the papers could not be sealed yet", REFUSED)
    path = out / f"{filing.kind.value}-{filing.public_id}.zip"
    path.write_bytes(files.get(filing.package_sha256))
    click.echo(str(path))


def _prepare(filing: Filing) -> None:
    """Prepare what is to be prepared; a package that was made before is written again."""
    if filing.package is None or filing.status in _TO_PREPARE:
        with transaction():
            services.prepare(filing, SYSTEM)


def _stop(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)
