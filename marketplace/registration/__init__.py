"""Registration: filings with their due days, packages, receipts."""

from collections.abc import Iterable
from typing import Any

from flask import Flask

from marketplace import clock, web
from marketplace.agreements.models import Agreement
from marketplace.agreements.signals import (
    agreement_delivered,
    agreement_effective,
    agreement_ended,
)
from marketplace.declarations.models import Declaration
from marketplace.declarations.queries import in_force_of
from marketplace.declarations.signals import declaration_changed
from marketplace.followers import register_clock, register_task
from marketplace.patents.bars import evaluate
from marketplace.patents.enums import BarState
from marketplace.patents.models import Patent
from marketplace.patents.signals import patents_changed
from marketplace.registration import clocks, labels, services
from marketplace.registration.commands import registration
from marketplace.registration.services.following import follow
from marketplace.registration.services.opening import still_barred
from marketplace.registration.views import blueprint

PACKAGE_EVERY_SECONDS = 2


def init_app(app: Flask) -> None:
    web.register_labels(labels.STATUS, labels.NOTE)
    app.register_blueprint(blueprint)
    app.cli.add_command(registration)
    register_clock(app, "registration", clocks.run)
    register_task(app, "registration:packages", services.make_packages, PACKAGE_EVERY_SECONDS)
    agreement_effective.connect(_effective)
    agreement_delivered.connect(_delivered)
    agreement_ended.connect(_ended)
    declaration_changed.connect(_declared)
    patents_changed.connect(_patents)


def _effective(agreement: Agreement, **_: Any) -> None:
    services.open_for_agreement(agreement)


def _delivered(agreement: Agreement, **_: Any) -> None:
    """On an announced declaration a notice is never refused for a bar; both sides are warned."""
    if agreement.declaration is not None:
        services.open_withdrawal(agreement, still_barred(agreement.declaration))


def _ended(agreement: Agreement, **_: Any) -> None:
    services.note_end(agreement)


def _declared(declaration: Declaration, **_: Any) -> None:
    follow(declaration)


def _patents(patents: Iterable[Patent], **_: Any) -> None:
    """A bar that is found while a declaration is in force makes its withdrawal a duty."""
    today = clock.today()
    for patent in patents:
        barred = [each for each in evaluate(patent, today) if each.state is BarState.BARRED]
        declaration = in_force_of(patent, today) if barred else None
        if declaration is not None:
            services.require_withdrawal(declaration, barred)
