"""``flask search``: the index seen from a terminal."""

import sys

import click
from flask.cli import AppGroup

from marketplace.audit import following, sequencer
from marketplace.search import documents, services
from marketplace.search.backend import IndexBusy, Kind
from marketplace.search.queries import EXTENSION, backend

search = AppGroup("search", help="The search index: never the truth, rebuilt at any time.")

FAULT, COULD_NOT_RUN = 1, 2
BUSY = "The index is being written elsewhere; try again shortly."


@search.command("rebuild")
def rebuild() -> None:
    """Build the index anew beside the present one and swap. Exit code 0 done, 2 could not run."""
    try:
        counts = services.rebuild(backend())
    except (IndexBusy, OSError) as error:
        click.echo(BUSY if isinstance(error, IndexBusy) else str(error), err=True)
        sys.exit(COULD_NOT_RUN)
    for kind, count in counts.items():
        click.echo(f"{kind.value}: {count} documents")


@search.command("status")
def status() -> None:
    """Position in the sequence, lag, documents, tokeniser.

    Exit code 0 sound, 1 to be rebuilt (missing, made by another tokeniser, or another number of
    documents than the database although nothing is waiting), 2 could not run.
    """
    try:
        found = backend().status()
    except OSError as error:
        click.echo(f"The index cannot be read: {error}", err=True)
        sys.exit(COULD_NOT_RUN)
    expected = documents.expected_counts()
    waiting = sequencer.backlog() + following.lag(EXTENSION)
    click.echo(f"position: {following.position(EXTENSION)} of {sequencer.size()}")
    click.echo(f"lag: {waiting} events")
    for kind in Kind:
        click.echo(f"{kind.value}: {found.documents[kind]} documents of {expected[kind]}")
    click.echo(f"tokeniser: {found.tokeniser or '-'}")
    differs = waiting == 0 and dict(found.documents) != expected
    empty = found.problem == "missing" and not any(expected.values())
    if (found.problem and not empty) or differs:
        reason = found.problem or "different from the database"
        click.echo(f"The index is {reason}. Run: flask search rebuild", err=True)
        sys.exit(FAULT)
