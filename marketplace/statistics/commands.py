"""``flask statistics``: publish the figures of the last closed quarter."""

import click
from flask.cli import AppGroup

from marketplace import clock
from marketplace.followers import lease
from marketplace.statistics import clocks
from marketplace.statistics.queries import newest

statistics = AppGroup("statistics", help="Price statistics and ranking.")


@statistics.command("release")
def release_command() -> None:
    """Publish the last full quarter now; the worker does the same by itself.

    Exit 0 published or published before, 2 could not run.
    """
    with lease("task:clocks", seconds=3600) as taken:
        if not taken:
            click.echo("another worker runs the clocks now", err=True)
            raise SystemExit(2)
        made = clocks.run()
    known = newest()
    state = "published" if made else "published before"
    click.echo(f"{known.through if known else clock.today()}: {state}")
