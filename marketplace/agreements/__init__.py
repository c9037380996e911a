"""Agreements: notice, text, signature, effect, life."""

from datetime import date
from typing import Any

from flask import Flask

from marketplace import web
from marketplace.accounts.models import Organization
from marketplace.accounts.services import notify
from marketplace.accounts.signals import organization_changed
from marketplace.agreements import clocks, labels, messages, queries, services
from marketplace.agreements.models import Agreement
from marketplace.agreements.signals import agreement_ended
from marketplace.agreements.views import blueprint
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.declarations.models import Declaration
from marketplace.declarations.signals import declaration_changed
from marketplace.followers import register_clock


def init_app(app: Flask) -> None:
    web.register_labels(labels.STATUS, labels.SIDE, labels.SIGNATURE, labels.DELIVERY)
    web.register_labels(labels.CAUSE, labels.FINDING, labels.QUESTION, labels.ENTRY)
    app.register_blueprint(blueprint)
    register_clock(app, "agreements", clocks.run)
    organization_changed.connect(_release_held)
    declaration_changed.connect(_follow)
    agreement_ended.connect(_overtake)


def _release_held(organization: Organization, action: str = "", **_: Any) -> None:
    """A verified licensee's held notices are served."""
    if action == "verify":
        for agreement in queries.held_for(organization):
            services.release_held(agreement)


_CLOSING = frozenset({"announce_withdrawal", "end", "revoke", "expire"})


def _follow(declaration: Declaration, action: str = "", **_: Any) -> None:
    """Licensees are told once when a withdrawal is requested, and once when a declaration ends
    (指南 5-11-2(2), LAW 1.16); their licenses stand."""
    if action == "request_withdrawal":
        _warn(declaration)
    elif action in _CLOSING:
        _close(declaration)


def _overtake(agreement: Agreement, **_: Any) -> None:
    services.overtake(agreement)


def _warn(declaration: Declaration) -> None:
    """A withdrawal is under way: who holds a license keeps it, who has not paid has little time."""
    for agreement in queries.under(declaration):
        if agreement.status == "draft":
            continue
        event = record(
            "agreement:declaration_withdrawing", agreement, SYSTEM, related=[declaration]
        )
        notify(
            agreement.licensee,
            messages.DECLARATION_WITHDRAWING,
            event=event,
            link=messages.link(agreement),
            title=agreement.title,
        )


def _close(declaration: Declaration) -> None:
    """When a declaration ends, licensees are told, and notices that made no license lapse. Of a
    license that began when the declaration was over already it is asked whether it ever was one."""
    closed_on = declaration.closed_on
    if closed_on is None:
        return
    for agreement in queries.under(declaration):
        if agreement.is_in_force and services.began_too_late(agreement):
            services.ask_about_closing(agreement)
        elif agreement.is_in_force:
            _tell_it_goes_on(agreement, declaration, closed_on)
        elif agreement.status != "draft":
            services.lapse(agreement, "declaration_closed")


def _tell_it_goes_on(agreement: Agreement, declaration: Declaration, closed_on: date) -> None:
    event = record("agreement:declaration_closed", agreement, SYSTEM, related=[declaration])
    notify(
        agreement.licensee,
        messages.DECLARATION_CLOSED,
        event=event,
        link=messages.link(agreement),
        title=agreement.title,
        day=closed_on.isoformat(),
    )
