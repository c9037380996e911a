"""One amount: decisions on it, and the reminder of it."""

from typing import Any

from flask import Response, render_template
from flask_login import login_required
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.acting import member_required, present_user
from marketplace.accounts.policies import may_sign
from marketplace.agreements.views.access import visible
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.obligations import deciding, papers, policies
from marketplace.obligations.forms import DecisionForm
from marketplace.obligations.models import DecisionKind, Obligation
from marketplace.obligations.views.common import blueprint, reading_copy, to_record
from marketplace.web import language, refusals_at_fields


@blueprint.route("/amounts/<obligation_id>/decision", methods=["GET", "POST"])
@member_required
def decide(obligation_id: str) -> Any:
    """Hold, release, keep on hold or give up one amount, with the reason."""
    found, user = _obligation(obligation_id), present_user()
    agreement = found.agreement
    if not policies.may_decide(user, agreement):
        raise NotAllowed()
    kinds = [
        kind
        for kind in deciding.possible(found)
        if kind is not DecisionKind.WAIVE or may_sign(user, agreement.present_licensor)
    ]
    form = DecisionForm(kinds=kinds)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                deciding.decide(found, DecisionKind(form.kind.data), form.reason.data or "", user)
            return to_record(agreement)
    page = render_template(
        "obligations/decide.html",
        obligation=found,
        agreement=agreement,
        form=form,
        may_waive=may_sign(user, agreement.present_licensor),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/amounts/<obligation_id>/reminder.pdf")
@login_required
def reminder(obligation_id: str) -> Response:
    """A letter of reminder in the reader's language, to be sent by whoever likes paper."""
    found = _obligation(obligation_id)
    if not found.open_fen or found.due_on is None:
        raise Missing()
    tongue = "en" if language() == "en" else "zh"
    return reading_copy("statement", papers.reminder(found, clock.today(), tongue))


def _obligation(obligation_id: str) -> Obligation:
    """Missing for everybody who may not see its agreement."""
    found = db.session.scalar(select(Obligation).where(Obligation.public_id == obligation_id))
    if found is None:
        raise Missing()
    visible(found.agreement.public_id)
    return found
