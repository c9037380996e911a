"""``flask worker run``."""

import signal
import threading

import click
from flask.cli import AppGroup

from marketplace.worker.services import work_once

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
    while not stopping.is_set():
        if work_once() == 0:
            stopping.wait(pause)
