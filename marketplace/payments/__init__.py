"""Payments: bank transfers and Stripe, always to the licensor's own account."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask

from marketplace import web
from marketplace.agreements import annexes
from marketplace.agreements.models import Agreement
from marketplace.agreements.signals import agreement_changed
from marketplace.followers import register_task
from marketplace.ledger.chart import CURRENCY
from marketplace.obligations.signals import obligations_changed, obligations_fell_due
from marketplace.payments import booking, labels, messages, money_views, pool_views
from marketplace.payments.bank_matching import Doubt
from marketplace.payments.gateway import gateway_from
from marketplace.payments.online import catch_up, poll, sweep
from marketplace.payments.views import blueprint
from marketplace.types import Money

POLL_EVERY_SECONDS = 60
CATCH_UP_EVERY_SECONDS = 900

__all__ = ["init_app", "messages", "money_views", "pool_views"]


def init_app(app: Flask) -> None:
    annexes.register(_vouchers)
    obligations_changed.connect(_match)
    agreement_changed.connect(_released)
    obligations_fell_due.connect(_match_waiting)
    web.register_labels(*labels.ALL)
    app.extensions["gateway"] = gateway_from(app.extensions["settings"])
    app.register_blueprint(blueprint)
    app.jinja_env.globals["doubts"] = {doubt.value: doubt for doubt in Doubt}
    app.jinja_env.filters["in_currency"] = in_currency
    register_task(app, "payments:poll", poll, POLL_EVERY_SECONDS)
    register_task(app, "payments:sweep", sweep, POLL_EVERY_SECONDS)
    register_task(app, "payments:catch_up", catch_up, CATCH_UP_EVERY_SECONDS)


def _vouchers(agreement: Agreement) -> Iterator[annexes.Annex]:
    """The slips of the payments that count, for the list of annexes."""
    for payment in booking.counted(agreement):
        if payment.slip_sha256:
            yield annexes.annex("付款凭证", "Payment voucher", payment.slip_sha256)


def _released(agreement: Agreement, action: str = "", **_: Any) -> None:
    """What was paid while a contract was held makes its effect now."""
    if action == "release" and agreement.concluded_at is not None:
        booking.follow(agreement)


def _match_waiting(_sender: None, agreements: Sequence[int]) -> None:
    """Money that came before its debt fell due pays it."""
    for agreement in booking.with_suspense(agreements):
        booking.match(agreement)


def _match(agreement: Agreement, **_: Any) -> None:
    booking.match(agreement)


def in_currency(amount: int | None, currency: str) -> str:
    """``¥12.00``, or ``USD 12.00`` where money came in another currency."""
    if amount is None or currency == CURRENCY:
        return web.money(amount)
    return f"{currency} {Money(amount, currency).yuan()}"
