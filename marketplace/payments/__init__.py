"""Payments: bank transfers and Stripe, always to the licensor's own account."""

from flask import Flask

from marketplace import web
from marketplace.followers import register_task
from marketplace.payments import labels, messages
from marketplace.payments.gateway import gateway_from
from marketplace.payments.online import poll
from marketplace.payments.views import blueprint

POLL_EVERY_SECONDS = 60

__all__ = ["init_app", "messages"]


def init_app(app: Flask) -> None:
    web.register_labels(labels.STATUS, labels.PROVIDER)
    app.extensions["gateway"] = gateway_from(app.extensions["settings"])
    app.register_blueprint(blueprint)
    register_task(app, "payments:poll", poll, POLL_EVERY_SECONDS)
