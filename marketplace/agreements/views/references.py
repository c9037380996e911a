"""The numbers that a party's own house gives to a contract."""

from typing import Any

from flask import render_template

from marketplace.accounts.acting import member_required, present_user
from marketplace.agreements import services
from marketplace.agreements.forms import ReferenceForm
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.web import refusals_at_fields, see_other


@blueprint.route("/agreements/<agreement_id>/numbers", methods=["GET", "POST"])
@member_required
def references(agreement_id: str) -> Any:
    """Enter or change the own side's contract number and seal approval number."""
    agreement = visible(agreement_id)
    side = own_side(agreement)
    form = ReferenceForm(obj=agreement.reference(side))
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.set_reference(
                    agreement,
                    side,
                    form.contract_number.data or "",
                    form.seal_number.data or "",
                    present_user(),
                )
            return see_other("desk.agreement", agreement_id=agreement.public_id)
    page = render_template("agreements/references.html", agreement=agreement, form=form)
    return page, 422 if form.is_submitted() else 200
