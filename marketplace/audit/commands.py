"""``flask audit``: verify the trail, sign a checkpoint."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.audit import checkpoints, sequencer
from marketplace.audit.verification import verify

audit = AppGroup("audit", help="Verify the audit trail, sign checkpoints.")


@audit.command("verify")
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A witness's copy of checkpoints from outside, lines as in the public feed. Repeatable.",
)
def verify_command(witnesses: tuple[Path, ...]) -> None:
    """Check every event, number and checkpoint. Exit 0 sound, 1 fault found, 2 could not run."""
    try:
        copies = [each for path in witnesses for each in checkpoints.read_copies(path)]
        report = verify(copies)
    except Exception as error:
        click.echo(f"could not run: {error}", err=True)
        sys.exit(2)
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    for fault in report.faults:
        click.echo(f"fault: {fault}")
    click.echo(
        f"{report.events} events, {report.leaves} numbered, {report.checkpoints} checkpoints: "
        + ("sound" if report.sound else f"{len(report.faults)} faults")
    )
    sys.exit(0 if report.sound else 1)


@audit.command("checkpoint")
def checkpoint_command() -> None:
    """Number what has committed and sign the log as it stands."""
    sequencer.sequence()
    signed = checkpoints.make_checkpoint()
    if signed is None:
        click.echo("nothing new to sign")
    else:
        click.echo(f"size {signed.size} root {signed.root}")
