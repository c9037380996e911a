"""Serving a demand for payment: a signatory of the licensor, who re-enters the password."""

from typing import Any

from flask import render_template

from marketplace import clock
from marketplace.accounts.acting import member_required, reauthenticated, signed_in
from marketplace.agreements import policies
from marketplace.agreements.models import Side
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.desk.forms import DemandForm
from marketplace.desk.views import blueprint
from marketplace.errors import NotAllowed
from marketplace.obligations import demands
from marketplace.web import refusals_at_fields, see_other


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
    form = DemandForm(deadline_on=demands.usual_deadline(found, today))
    if form.validate_on_submit():
        with refusals_at_fields(form):
            by = reauthenticated(form.password.data or "")
            with transaction():
                demands.serve(found, form.deadline_on.data, by)
            return see_other("desk.agreement", agreement_id=found.public_id)
    rows = demands.in_default(demands.rows_in(found), today)
    page = render_template(
        "desk/demand.html",
        agreement=found,
        form=form,
        amount=sum(row.open_fen for row in rows),
        late=sum(demands.late_fen(row, today) for row in rows),
        earliest=demands.earliest_deadline(found, today),
        rows=rows,
    )
    return page, 422 if form.is_submitted() else 200
