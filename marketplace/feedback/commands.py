"""``flask outbox``: send what waits, compare with what receivers hold, send everything again."""

import json
import sys
from datetime import datetime

import click
from flask.cli import AppGroup

from marketplace.audit import following, sequencer
from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.feedback import queries, services
from marketplace.feedback.building import build
from marketplace.feedback.delivering import deliver
from marketplace.feedback.models import Connector, ConnectorStatus
from marketplace.feedback.reconciling import compare
from marketplace.followers import lease

outbox = AppGroup("outbox", help="Feedback messages: send, look, compare, send everything again.")

_RECEIVER = click.option("--receiver", help="Public id of one receiver; else all of them.")


@outbox.command("deliver")
@_RECEIVER
@click.option("--seconds", default=60, show_default=True, help="Longest time for each receiver.")
def deliver_command(receiver: str | None, seconds: int) -> None:
    """Make the messages of what has happened, send what waits. Messages are durably kept, tried
    again with growing pauses, then set aside and shown. Exit 1 if some are not taken, or if a
    receiver does not answer."""
    _follow()
    for connector in _chosen(receiver):
        went = 0
        while step := deliver(connector.id, seconds):
            went += step
        click.echo(f"{connector.public_id} {connector.name}: {went} went", err=True)
    _status(receiver)


@outbox.command("status")
@_RECEIVER
def status_command(receiver: str | None) -> None:
    """One JSON object a line for each receiver. Exit 1 if some messages are not taken, or if a
    receiver does not answer."""
    _status(receiver)


@outbox.command("reconcile")
@click.argument("receiver")
def reconcile_command(receiver: str) -> None:
    """Ask RECEIVER (public id) what it holds; print what does not agree. Exit 1 if anything does
    not, 2 if it could not be asked."""
    connector = _one(receiver)
    try:
        found = compare(connector)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    with transaction():
        services.keep(_one(receiver), found, SYSTEM)
    for line in found.lines:
        click.echo(json.dumps(line.as_json()))
    click.echo(
        f"{found.ours} here, {found.theirs} there, {found.under_way} under way, "
        f"{len(found.lines)} differ",
        err=True,
    )
    sys.exit(1 if found.lines else 0)


@outbox.command("replay")
@click.argument("receiver")
def replay_command(receiver: str) -> None:
    """Have everything sent to RECEIVER (public id) once more, under the same ids."""
    with transaction():
        count = services.replay(_one(receiver), SYSTEM)
    click.echo(f"{count} messages wait")


@outbox.command("change-secret")
@click.argument("receiver")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the old secret.")
@click.option("--end-old", is_flag=True, help="The old secret of a change under way ends now.")
def change_secret_command(receiver: str, until: datetime | None, end_old: bool) -> None:
    """Make a new signing secret for RECEIVER (public id) and print it; until the end of a day, in
    Shanghai, messages are signed by the old one too. Exit 2 if that is not possible."""
    if (until is None) != end_old:
        raise click.UsageError("give --until DAY or --end-old")
    try:
        with transaction():
            connector = _one(receiver)
            if until is None:
                services.end_previous_secret(connector, SYSTEM)
            else:
                services.change_secret(connector, until.date(), SYSTEM)
            secret = connector.secret
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    click.echo(secret)


def _follow() -> None:
    with lease("sequencer") as taken:
        if taken:
            sequencer.sequence()
    with lease("follower:feedback") as taken:
        if taken:
            following.follow("feedback", build)


def _status(receiver: str | None) -> None:
    troubled = False
    for each in queries.standings(_chosen(receiver)):
        known = {"receiver": each.connector.public_id, "name": each.connector.name}
        click.echo(json.dumps(known | each.as_json(), ensure_ascii=False))
        troubled |= bool(each.parked or each.connector.health.failures)
    sys.exit(1 if troubled else 0)


def _chosen(receiver: str | None) -> list[Connector]:
    if receiver is not None:
        return [_one(receiver)]
    return [each for each in queries.everybody() if each.status is ConnectorStatus.ACTIVE]


def _one(public_id: str) -> Connector:
    found = queries.by_public_id(public_id)
    if found is None:
        click.echo(f"there is no receiver {public_id}", err=True)
        sys.exit(2)
    return found
