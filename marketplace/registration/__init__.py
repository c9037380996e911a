"""Registration: filings with their due days, packages, receipts."""

from collections.abc import Iterable
from typing import Any

from flask import Flask

from marketplace import clock, web
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.agreements.signals import (
    agreement_delivered,
    agreement_effective,
    agreement_ended,
)
from marketplace.audit.actors import SYSTEM
from marketplace.declarations.models import Declaration
from marketplace.declarations.queries import in_force_of
from marketplace.declarations.signals import declaration_changed
from marketplace.deeds.models import Deed
from marketplace.deeds.signals import contract_amended
from marketplace.followers import register_clock, register_task
from marketplace.patents.bars import evaluate
from marketplace.patents.enums import BarState
from marketplace.patents.models import Patent
from marketplace.patents.signals import patents_changed
from marketplace.products.models import Product
from marketplace.products.services import note_filed
from marketplace.products.signals import product_changed
from marketplace.registration import clocks, labels, services
from marketplace.registration.commands import registration
from marketplace.registration.models import Filing
from marketplace.registration.services.following import follow
from marketplace.registration.services.opening import still_barred
from marketplace.registration.signals import filing_changed
from marketplace.registration.views import blueprint
from marketplace.terms.routes import Duty

PACKAGE_EVERY_SECONDS = 2
_ANNOUNCED = "announce"
_COMPLETE = "complete"


def init_app(app: Flask) -> None:
    web.register_labels(labels.STATUS, labels.NOTE, labels.EVENTS, labels.OUTCOME)
    app.register_blueprint(blueprint)
    app.cli.add_command(registration)
    register_clock(app, "registration", clocks.run)
    register_task(app, "registration:packages", services.make_packages, PACKAGE_EVERY_SECONDS)
    register_task(app, "registration:runs", services.work_on_runs, PACKAGE_EVERY_SECONDS)
    agreement_effective.connect(_effective)
    agreement_delivered.connect(_delivered)
    agreement_ended.connect(_ended)
    contract_amended.connect(_amended)
    declaration_changed.connect(_declared)
    patents_changed.connect(_patents)
    product_changed.connect(_product)
    filing_changed.connect(_filed)


def _effective(agreement: Agreement, **_: Any) -> None:
    services.open_for_agreement(agreement)


def _delivered(agreement: Agreement, **_: Any) -> None:
    """On an announced declaration a notice is never refused for a bar; both sides are warned."""
    if agreement.declaration is not None:
        services.open_withdrawal(agreement, still_barred(agreement.declaration))


def _ended(agreement: Agreement, **_: Any) -> None:
    if agreement.status is AgreementStatus.SET_ASIDE:
        services.note_never(agreement)
    services.note_end(agreement)


def _amended(deed: Deed, **_: Any) -> None:
    services.note_amendment(deed)


def _declared(declaration: Declaration, action: str = "", **_: Any) -> None:
    """What was announced while a bar stood is to be withdrawn from its first day."""
    follow(declaration)
    if action == _ANNOUNCED:
        _look_for_bars(declaration.patent)


def _patents(patents: Iterable[Patent], **_: Any) -> None:
    """A bar that is found while a declaration is in force makes its withdrawal a duty."""
    for patent in patents:
        _look_for_bars(patent)


def _product(product: Product, **_: Any) -> None:
    """There is a product now: its filing no longer waits for one."""
    for use in product.uses:
        if use.agreement is not None:
            services.note_product(use.agreement)


def _filed(filing: Filing, action: str = "", **_: Any) -> None:
    """The receipt of a product filing stands on the product too."""
    if action == _COMPLETE and filing.kind is Duty.PRODUCT_FILING and filing.agreement is not None:
        note_filed(filing.agreement, filing.number, filing.done_on, SYSTEM)


def _look_for_bars(patent: Patent) -> None:
    today = clock.today()
    barred = [each for each in evaluate(patent, today) if each.state is BarState.BARRED]
    declaration = in_force_of(patent, today) if barred else None
    if declaration is not None:
        services.bar_arisen(declaration, barred)
