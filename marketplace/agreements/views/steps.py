"""Steps beside the signature: proof of delivery, taking back, declining, dropping, ending."""

from datetime import datetime, time
from typing import Any

from flask import render_template

from marketplace import clock, files
from marketplace.accounts.acting import member_required, reauthenticated, signed_in
from marketplace.accounts.models import User
from marketplace.agreements import policies, services
from marketplace.agreements.forms import ConversionForm, DeliveryForm, ReasonForm
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.terms.clauses import clauses
from marketplace.terms.conversion import passes_right
from marketplace.web import language, refusals_at_fields, see_other

_LICENSEE = frozenset({Side.LICENSEE})
_WITH_REASON = {
    "notice-withdrawal": (services.withdraw_notice, _LICENSEE),
    "refusal": (services.refuse, frozenset(Side)),
    "trial-return": (services.return_trial, _LICENSEE),
    "evaluation": (services.evaluate, _LICENSEE),
}
"""By step: what it does, and the sides that may take it."""


@blueprint.route("/agreements/<agreement_id>/delivery", methods=["GET", "POST"])
@member_required
def delivery(agreement_id: str) -> Any:
    """Enter the proof that a notice arrived at the announced contact."""
    agreement, user = _managed(agreement_id, Side.LICENSEE)
    form = DeliveryForm()
    if form.validate_on_submit():
        evidence = files.put(form.proof.data.read()) if form.proof.data else None
        at = min(
            datetime.combine(form.delivered_on.data, time(23, 59, 59), clock.SHANGHAI), clock.now()
        )
        with transaction():
            services.enter_delivery_proof(agreement, at, evidence, form.note.data or "", user)
        return see_other("desk.agreement", agreement_id=agreement.public_id)
    page = render_template("agreements/delivery.html", agreement=agreement, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/agreements/<agreement_id>/<step>", methods=["GET", "POST"])
@member_required
def with_reason(agreement_id: str, step: str) -> Any:
    """A step that needs a reason."""
    if step not in _WITH_REASON:
        raise Missing()
    act, sides = _WITH_REASON[step]
    agreement = visible(agreement_id)
    side = own_side(agreement)
    if side not in sides:
        raise NotAllowed()
    user = _manager(agreement, side)
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            act(agreement, form.reason.data or "", user)
        return see_other("desk.agreement", agreement_id=agreement.public_id)
    page = render_template("agreements/reason.html", agreement=agreement, form=form, step=step)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/agreements/<agreement_id>/conversion", methods=["GET", "POST"])
@member_required
def convert(agreement_id: str) -> Any:
    """Confirm in writing that a trial is converted: the license or the sale that its terms promise is
    drawn up as a contract of its own, which both sides sign next."""
    agreement, _user = _managed(agreement_id, Side.LICENSEE)
    form = ConversionForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            user = reauthenticated(form.password.data or "")
            with transaction():
                made = services.draft_conversion(agreement, user)
            return see_other("desk.agreement", agreement_id=made.public_id)
    page = render_template(
        "agreements/convert.html",
        agreement=agreement,
        form=form,
        sale=passes_right(agreement.record),
        clauses=clauses(agreement.record, language()),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/agreements/<agreement_id>/drop")
@member_required
def drop(agreement_id: str) -> Any:
    """Give up what nobody has signed."""
    agreement, user = _managed(agreement_id, Side.LICENSEE)
    with transaction():
        services.drop(agreement, user)
    return see_other("agreements.index")


def _managed(agreement_id: str, side: Side) -> tuple[Agreement, User]:
    agreement = visible(agreement_id)
    if own_side(agreement) is not side:
        raise NotAllowed()
    return agreement, _manager(agreement, side)


def _manager(agreement: Agreement, side: Side) -> User:
    user = signed_in()
    allowed = policies.may_manage_for(user, agreement, side) or policies.may_sign_for(
        user, agreement, side
    )
    if user is None or not allowed:
        raise NotAllowed()
    return user
