"""``flask documents``: seal what waits, hand out the root certificate."""

import sys

import click
from flask.cli import AppGroup

from marketplace.documents.keys import root_certificate_pem
from marketplace.documents.queries import stuck
from marketplace.documents.sealing_jobs import seal_pending
from marketplace.extensions import db

documents = AppGroup("documents", help="Seal documents, export the root certificate.")


@documents.command("seal")
def seal_command() -> None:
    """Seal the documents that wait for it. Exit 1 if some fail again and again."""
    click.echo(f"{seal_pending()} sealed")
    waiting = db.session.scalars(stuck()).all()
    for document in waiting:
        error = document.job.last_error if document.job else None
        click.echo(f"stuck: {document.public_id} {error}", err=True)
    sys.exit(1 if waiting else 0)


@documents.command("root")
def root_command() -> None:
    """Print the root certificate, with which anybody can check a document offline."""
    click.echo(root_certificate_pem().decode(), nl=False)
