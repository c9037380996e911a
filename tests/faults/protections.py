"""The negative controls: the same histories with a protection switched off must show faults."""

import os
import random
import signal
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from flask import current_app
from sqlalchemy import inspect, text

from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.payments import online, services


@contextmanager
def claimed_first():
    """What a notice is about is claimed in a transaction of its own, and nobody asks (R-32): a worker
    killed in between leaves it claimed, and everything told of it later is taken for done. The worker that dies does so just there."""

    def work_on(gateway, event):
        session = online._session_of(gateway, event)
        if session is None:
            return
        claim = replace(event, id=session.id, object={})
        if services.is_known(claim):
            return
        with transaction():
            claimed = services.first_time(claim)
        if claimed and current_app.extensions.get("faults_victim"):
            os.kill(os.getpid(), signal.SIGKILL)
        if claimed:
            with transaction():
                services.settle_session(session, event.account)

    with (
        patch("marketplace.payments.views.work_on", work_on),
        patch("marketplace.payments.online.settle", lambda *_: None),
        patch("marketplace.payments.views.settle", lambda *_: None),
        patch("marketplace.payments.money_views.settle", lambda *_: None),
    ):
        yield


@contextmanager
def rows_without_identity():
    """Every reading of a statement counts its rows anew (R-41)."""
    _drop("bank_rows", "identity")
    _drop("payments", "provider_reference")
    rows = "marketplace.payments.services.bank_rows."
    with (
        patch(f"{rows}unknown", lambda _organization, kept, _keys: kept),
        patch(f"{rows}slip_by_reference", lambda _row: None),
        patch(f"{rows}identities", lambda entries: [f"{random.getrandbits(200)}" for _ in entries]),
    ):
        yield


def _drop(table, column):
    keys = inspect(db.engine).get_unique_constraints(table)
    for key in keys:
        if key["column_names"][-1] == column:
            with db.engine.begin() as connection:
                connection.execute(
                    text(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {key['name']}")
                )


CONTROLS = {"claimed_first": claimed_first, "rows_without_identity": rows_without_identity}
