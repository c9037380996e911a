"""Agreements: notice, text, signature, effect, life."""

from typing import Any

from flask import Flask

from marketplace import web
from marketplace.accounts.models import Organization
from marketplace.accounts.services import notify
from marketplace.accounts.signals import organization_changed
from marketplace.agreements import clocks, labels, messages, queries, services
from marketplace.agreements.views import blueprint
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.declarations.models import Declaration
from marketplace.declarations.signals import declaration_changed
from marketplace.followers import register_clock


def init_app(app: Flask) -> None:
    web.register_labels(labels.STATUS, labels.SIDE, labels.SIGNATURE, labels.DELIVERY)
    app.register_blueprint(blueprint)
    register_clock(app, "agreements", clocks.run)
    organization_changed.connect(_release_held)
    declaration_changed.connect(_close)


def _release_held(organization: Organization, action: str = "", **_: Any) -> None:
    """A verified licensee's held notices are served."""
    if action == "verify":
        for agreement in queries.held_for(organization):
            services.release_held(agreement)


def _close(declaration: Declaration, **_: Any) -> None:
    """When a declaration ends, licensees are told, and notices that made no license lapse."""
    if declaration.closed_on is None:
        return
    for agreement in queries.under(declaration):
        if agreement.is_in_force:
            event = record("agreement:declaration_closed", agreement, SYSTEM, related=[declaration])
            notify(
                agreement.licensee,
                messages.DECLARATION_CLOSED,
                event=event,
                link=messages.link(agreement),
                title=agreement.title,
                day=declaration.closed_on.isoformat(),
            )
        elif agreement.status != "draft":
            services.lapse(agreement, "declaration_closed")
