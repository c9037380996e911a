"""``flask users``: accounts made by the operator."""

import os
import sys

import click
from flask.cli import AppGroup

from marketplace.accounts import services
from marketplace.accounts.forms import ADDRESS
from marketplace.database import transaction
from marketplace.errors import Refused

users = AppGroup("users", help="Accounts of people.")


@users.command("create")
@click.argument("email")
@click.option("--name", default="", help="Name as it stands in documents (default: the address).")
@click.option("--administrator", is_flag=True, help="Staff of the operator.")
@click.option("--auditor", is_flag=True, help="Reads everything, changes nothing.")
@click.option("--locale", type=click.Choice(["zh_CN", "en"]), default="zh_CN", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(
    email: str, name: str, administrator: bool, auditor: bool, locale: str, password_stdin: bool
) -> None:
    """Create a confirmed account for EMAIL.

    The password comes from MARKETPLACE_PASSWORD, from standard input, or is asked for. Exit code
    0 created, 1 refused (the message says why), 2 could not run.
    """
    if not ADDRESS.match(email):
        click.echo(f"{email} is no email address.", err=True)
        sys.exit(1)
    password = _password(password_stdin)
    try:
        with transaction():
            user = services.create_user(
                email,
                name or email,
                password,
                locale=locale,
                is_administrator=administrator,
                is_auditor=auditor,
            )
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    click.echo(user.public_id)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = os.environ.get("MARKETPLACE_PASSWORD")
    return given or click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
