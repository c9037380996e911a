"""``flask worker run``."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from marketplace import clock
from marketplace.followers import lease
from marketplace.worker.services import run_clocks, serve_awaited, work_once

_AWAITED_PAUSE = 0.1
BETWEEN_ROUNDS = 0.5
"""Seconds between two rounds while there is work: events are numbered many at a time, so that whoever
signs meanwhile seldom finds the database taken."""

worker = AppGroup("worker", help="Sequencer, followers, sealing, clocks, mail.")


@worker.command("run")
@click.option("--once", is_flag=True, help="Do what is there to do, then end.")
@click.option("--pause", default=0.5, show_default=True, help="Seconds to rest when idle.")
def run(once: bool, pause: float) -> None:
    """Work until SIGTERM. Several workers may run at once: each piece of work is leased."""
    if once:
        click.echo(f"{work_once(everything=True)} pieces of work", err=True)
        return
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with _awaited_beside(current_app._get_current_object(), stopping):  # type: ignore[attr-defined]
        while not stopping.is_set():
            stopping.wait(BETWEEN_ROUNDS if work_once() else pause)


@contextmanager
def _awaited_beside(app: Flask, stopping: threading.Event) -> Iterator[None]:
    """What somebody waits for is served in a thread; where one of the two fails, both end."""
    failed = threading.Event()

    def serve() -> None:
        try:
            with app.app_context():
                serve_awaited(stopping, _AWAITED_PAUSE)
        except BaseException:
            failed.set()
            raise
        finally:
            stopping.set()

    thread = threading.Thread(target=serve, name="awaited")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()
    if failed.is_set():
        sys.exit(1)


clocks = AppGroup("clocks", help="What the passing of days makes due.")


def _when(_context: click.Context, _param: click.Parameter, value: str | None) -> object:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("give a day (2027-03-31) or an instant with zone") from error
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=clock.SHANGHAI)
    return moment


@clocks.command("run")
@click.option("--at", "when", callback=_when, help="Look from this Shanghai day or instant.")
def run_command(when: date | None) -> None:
    """Expire, fall due, remind, stop: every step once, with the day it should have had."""
    with lease("task:clocks", seconds=3600) as taken:
        if not taken:
            click.echo("another worker runs the clocks now", err=True)
            sys.exit(2)
        with clock.at(when) if when else nullcontext():
            steps = run_clocks()
    for name, count in steps.items():
        click.echo(f"{name}: {count}")
