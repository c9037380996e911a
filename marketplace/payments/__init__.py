"""Payments: bank transfers and Stripe, always to the licensor's own account."""

from typing import Any

from flask import Flask

from marketplace import web
from marketplace.agreements.models import Agreement
from marketplace.followers import register_task
from marketplace.obligations.signals import obligations_changed
from marketplace.payments import booking, labels, messages, pool_views
from marketplace.payments.gateway import gateway_from
from marketplace.payments.online import catch_up, poll, sweep
from marketplace.payments.views import blueprint

POLL_EVERY_SECONDS = 60
CATCH_UP_EVERY_SECONDS = 900

__all__ = ["init_app", "messages", "pool_views"]


def init_app(app: Flask) -> None:
    obligations_changed.connect(_match)
    web.register_labels(labels.STATUS, labels.PROVIDER)
    app.extensions["gateway"] = gateway_from(app.extensions["settings"])
    app.register_blueprint(blueprint)
    register_task(app, "payments:poll", poll, POLL_EVERY_SECONDS)
    register_task(app, "payments:sweep", sweep, POLL_EVERY_SECONDS)
    register_task(app, "payments:catch_up", catch_up, CATCH_UP_EVERY_SECONDS)


def _match(agreement: Agreement, **_: Any) -> None:
    booking.match(agreement)
