"""Serving a demand for payment: a signatory of the licensor, who re-enters the password."""

from datetime import timedelta
from typing import Any

from flask import render_template

from marketplace import clock
from marketplace.accounts.acting import member_required, reauthenticated, signed_in
from marketplace.agreements import policies, services
from marketplace.agreements.models import Side
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.desk.forms import DemandForm
from marketplace.desk.views import blueprint
from marketplace.errors import NotAllowed
from marketplace.obligations.services import overdue_fen, rows_of
from marketplace.web import refusals_at_fields, see_other

USUAL_DAYS = 15


@blueprint.route("/agreements/<agreement_id>/demand", methods=["GET", "POST"])
@member_required
def demand(agreement_id: str) -> Any:
    """What is overdue, until when it is to be paid, and what follows if it is not."""
    found = visible(agreement_id)
    if own_side(found) is not Side.LICENSOR or not policies.may_sign_for(
        signed_in(), found, Side.LICENSOR
    ):
        raise NotAllowed()
    today = clock.today()
    form = DemandForm(deadline_on=today + timedelta(days=USUAL_DAYS))
    amount = overdue_fen(found, today)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            by = reauthenticated(form.password.data or "")
            with transaction():
                services.serve_demand(found, overdue_fen(found, today), form.deadline_on.data, by)
            return see_other("desk.agreement", agreement_id=found.public_id)
    rows = [row for row in rows_of(found) if row.is_overdue(today)]
    page = render_template("desk/demand.html", agreement=found, form=form, amount=amount, rows=rows)
    return page, 422 if form.is_submitted() else 200
