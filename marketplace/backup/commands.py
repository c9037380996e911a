"""``flask backup create DIR`` and ``flask backup restore DIR``."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.backup import services
from marketplace.errors import Refused

backup = AppGroup("backup", help="Back up the whole site; restore it and prove it equal.")

_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
_PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line encrypts, or opens, the keys in the backup.",
)


@backup.command("create")
@_FOLDER
@_PASSPHRASE
def create_command(folder: Path, passphrase_file: Path | None) -> None:
    """Back up database, files, keys and checkpoints into the new folder DIR, while the site goes
    on. Exit 2 if it could not be made."""
    try:
        manifest, digest = services.create(folder, _passphrase(passphrase_file))
    except (Refused, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    if not manifest.keys_encrypted:
        click.echo(
            "The keys of the site are inside and NOT encrypted: whoever holds this folder can "
            "sign as the site. Give --passphrase-file to encrypt them.",
            err=True,
        )
    figures = manifest.figures
    click.echo(f"{sum(figures.rows.values())} rows, {len(manifest.entries)} files")
    click.echo(f"balances {figures.balances_sha256}")
    click.echo(f"log {figures.log_size} {figures.log_root}")
    click.echo(f"manifest {digest}")


@backup.command("restore")
@_FOLDER
@_PASSPHRASE
def restore_command(folder: Path, passphrase_file: Path | None) -> None:
    """Restore the backup in DIR into the empty database and data folder of the settings, and
    prove it equal. Exit 0 equal and sound, 1 not, 2 if it was refused: nothing was written then."""
    try:
        proof = services.restore(folder, _passphrase(passphrase_file))
    except (Refused, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    for name, value in proof.figures.items():
        click.echo(f"{name} {value}")
    for fault in proof.faults:
        click.echo(f"fault: {fault}")
    click.echo("The search index is not in a backup: run search rebuild.", err=True)
    click.echo("equal and sound" if not proof.faults else f"{len(proof.faults)} faults")
    sys.exit(1 if proof.faults else 0)


def _passphrase(path: Path | None) -> str | None:
    if path is None:
        return None
    found = path.read_text(encoding="utf-8").splitlines()
    if not found or not found[0].strip():
        raise Refused("backup_passphrase_empty", "The passphrase file is empty.")
    return found[0].strip()
