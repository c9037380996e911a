"""What is owed: rows from ``schedule()``, facts, royalty statements, demands, clocks."""

from typing import Any

from flask import Flask

from marketplace import clock, web
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.agreements.signals import (
    agreement_changed,
    agreement_delivered,
    agreement_effective,
    agreement_ended,
)
from marketplace.deeds.models import Deed
from marketplace.deeds.signals import contract_amended
from marketplace.followers import register_clock
from marketplace.obligations import clocks, conversions, demands, labels, rights, rows, services  # noqa: F401 - rights connects itself
from marketplace.obligations.models import FactKind, ObligationStatus
from marketplace.obligations.views import blueprint


def init_app(app: Flask) -> None:
    web.register_labels(*labels.ALL)
    app.register_blueprint(blueprint)
    register_clock(app, "obligations", clocks.run)
    agreement_delivered.connect(_refresh)
    agreement_effective.connect(_refresh)
    agreement_ended.connect(_end)
    agreement_changed.connect(_note_step)
    contract_amended.connect(_reschedule)


def _refresh(agreement: Agreement, **_: Any) -> None:
    services.refresh(agreement)


def _end(agreement: Agreement, **_: Any) -> None:
    demands.note(agreement, "end")
    if agreement.status is AgreementStatus.SET_ASIDE:
        _void_paid(agreement)
    services.refresh(agreement)


def _void_paid(agreement: Agreement) -> None:
    """No license ever arose: what was paid was not owed either, and is matched anew."""
    for row in services.rows_of(agreement, locked=True):
        if row.status is ObligationStatus.PAID:
            rows.void(row)


def _reschedule(deed: Deed, **_: Any) -> None:
    """What was not due yet follows the amended terms."""
    services.refresh(deed.agreement)


_FACTS = {
    "return_": FactKind.RETURNED,
    "terminate": FactKind.TERMINATED,
}
_OF_DEMANDS = frozenset({"stop_use", "cure"})
_OF_EFFECT = frozenset({"question_effect", "uphold_effect"})


def _note_step(agreement: Agreement, action: str, **_: Any) -> None:
    """A step of the agreement that the schedule or its demand counts on."""
    if action == "convert" and agreement.conversion is not None:
        conversions.follow(agreement, agreement.conversion)
    elif action in _FACTS:
        services.enter_fact(agreement, _FACTS[action], clock.today(), None)
    if action in _OF_DEMANDS:
        demands.note(agreement, action)
    if action in _OF_EFFECT:
        services.refresh(agreement)
