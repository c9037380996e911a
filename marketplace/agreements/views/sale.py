"""Negotiating a sale, and the steps of the licensor's house before a contract is signed."""

from functools import partial
from typing import Any

from flask import render_template

from marketplace.accounts.acting import member_required, signed_in
from marketplace.accounts.models import User
from marketplace.agreements import policies, services
from marketplace.agreements.forms import SaleForm
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import own_side, visible
from marketplace.agreements.views.house import notice_page
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.terms.routes import ROUTES
from marketplace.terms.summary import summary
from marketplace.web import language, refusals_at_fields, see_other


@blueprint.route("/agreements/<agreement_id>/sale", methods=["GET", "POST"])
@member_required
def sale(agreement_id: str) -> Any:
    """Propose price or shares; either side does, until somebody signs."""
    agreement = visible(agreement_id)
    if not ROUTES[agreement.route].passes_right:
        raise Missing()
    user = _manager(agreement, own_side(agreement))
    form = SaleForm(agreement.record)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.negotiate(agreement, form.proposed(agreement.record), user)
            return see_other("desk.agreement", agreement_id=agreement.public_id)
    page = render_template(
        "agreements/sale.html",
        agreement=agreement,
        form=form,
        summary=summary(agreement.record, language()),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/agreements/<agreement_id>/approval")
@member_required
def ask_approval(agreement_id: str) -> Any:
    """Put the contract before the licensor's approval chain."""
    agreement, user = _licensor(agreement_id)
    with transaction():
        services.ask_approval(agreement, user)
    return see_other("desk.agreement", agreement_id=agreement.public_id)


@blueprint.route("/agreements/<agreement_id>/in-house-notice", methods=["GET", "POST"])
@member_required
def house_notice(agreement_id: str) -> Any:
    """Show name and negotiated price in the licensor's house."""
    agreement, user = _licensor(agreement_id)
    return notice_page(
        partial(services.open_in_house_notice, agreement, user),
        "agreements/house_notice.html",
        agreement=agreement,
    )


def _licensor(agreement_id: str) -> tuple[Agreement, User]:
    agreement = visible(agreement_id)
    if own_side(agreement) is not Side.LICENSOR:
        raise NotAllowed()
    return agreement, _manager(agreement, Side.LICENSOR)


def _manager(agreement: Agreement, side: Side) -> User:
    user = signed_in()
    if user is None or not policies.may_manage_for(user, agreement, side):
        raise NotAllowed()
    return user
