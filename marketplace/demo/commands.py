"""``flask demo``: build once, then serve on the loopback interface."""

import sys
import time
from pathlib import Path
from typing import Any

import click
from flask_migrate import upgrade

from marketplace.config import current_settings
from marketplace.demo import record, serving

_COULD_NOT_RUN = 2


@click.command("demo")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65_535))
@click.option(
    "--data",
    default=Path(".data/demo"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for everything; a second start on it goes on with what is there.",
)
def demo(port: int, data: Path) -> None:
    """Run the site with demonstration data on 127.0.0.1 until SIGTERM or Ctrl-C.

    Exit code 0 when it was ended, 1 when a part of it broke off, 2 when it could not start.
    """
    folder = data.resolve()
    if serving.is_taken(port):
        _stop(f"Port {port} is in use. Choose another one: make demo PORT={port + 1}")
    settings = serving.environment(folder, port)
    if not record.is_finished(folder):
        _begin(folder)
    if serving.run(serving.flask("demo-build", str(folder)), settings):
        _stop("The demonstration could not be built or opened; see above.")
    told = record.read(folder) | {"url": serving.url_of(port)}
    record.write(folder, told)
    sys.exit(serving.serve(port, settings, lambda: _tell(told)))


@click.command("demo-build", hidden=True)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
def demo_build(folder: Path) -> None:
    """Bring the database of the environment up to date; build what FOLDER does not hold yet."""
    upgrade()
    if not record.is_finished(folder):
        began = time.monotonic()
        make(folder)
        _say(f"built in {time.monotonic() - began:.1f} s")


def make(folder: Path) -> None:
    """Build into the empty database of the application, then write the record of it."""
    from marketplace.demo.build import build, follow, quick
    from marketplace.demo.samples import accounts, samples

    with quick():
        world = build(_say)
        made: dict[str, Any] = {"url": "", "database": current_settings().database_url}
        made["accounts"] = accounts(world)
        follow()
        made["samples"] = samples(world, folder / "samples")
    record.write(folder, made)


def _begin(folder: Path) -> None:
    try:
        record.begin(folder)
    except (record.NotADemonstration, OSError) as error:
        _stop(str(error))


def _tell(told: dict[str, Any]) -> None:
    _say(f"\n{told['url']}\n")
    for account in told["accounts"]:
        _say(f"  {account['email']:<34} {account['password']:<18} {account['role']}")
    _say("\nEverything here is invented. Ctrl-C ends it.")


def _say(text: str) -> None:
    click.echo(text, err=True)


def _stop(text: str) -> None:
    click.echo(text, err=True)
    sys.exit(_COULD_NOT_RUN)
