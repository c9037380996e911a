"""Facts that trigger payment : entering them, answering them."""

from typing import Any

from flask import Response, render_template
from flask_login import login_required
from sqlalchemy import select

from marketplace import files
from marketplace.accounts.acting import member_required, present_user
from marketplace.accounts.models import User
from marketplace.accounts.policies import is_administrator
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.obligations import facts, policies
from marketplace.obligations.forms import AnswerForm, FactForm
from marketplace.obligations.labels import ANSWER_ACTS
from marketplace.obligations.models import AnswerKind, Fact, FactKind
from marketplace.obligations.views.common import blueprint, stored, to_agreement, to_record
from marketplace.web import refusals_at_fields

_FACTS = {policies.slug(kind): kind for kind in (FactKind.FIRST_REVENUE, FactKind.MILESTONE)}


@blueprint.route("/agreements/<agreement_id>/facts/<kind>", methods=["GET", "POST"])
@member_required
def fact(agreement_id: str, kind: str) -> Any:
    """Enter a first revenue or an accepted milestone: it triggers payment as agreed."""
    agreement, user = visible(agreement_id), present_user()
    side = own_side(agreement)
    if kind not in _FACTS or kind not in policies.facts_to_enter(user, agreement, side):
        raise Missing()
    names = policies.open_milestones(agreement) if _FACTS[kind] is FactKind.MILESTONE else []
    form = FactForm(names=names, proof_needed=side is Side.LICENSOR)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            _enter(agreement, _FACTS[kind], side, form, user)
            return to_agreement(agreement)
    page = render_template(
        "obligations/fact.html", agreement=agreement, form=form, kind=_FACTS[kind]
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/facts/<fact_id>/<act>", methods=["GET", "POST"])
@login_required
def answer(fact_id: str, act: str) -> Any:
    """Confirm, dispute, take back or settle a fact."""
    found, user = _fact(fact_id), present_user()
    if act not in set(AnswerKind):
        raise Missing()
    kind = AnswerKind(act)
    if kind not in facts.actions(found, user):
        raise NotAllowed()
    form = AnswerForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            evidence = stored(form.proof)
            with transaction():
                facts.answer(found, kind, user, form.reason.data or "", evidence)
            if is_administrator(user):
                return to_agreement(found.agreement)
            return to_record(found.agreement)
    page = render_template(
        "obligations/answer.html", fact=found, form=form, kind=kind, title=ANSWER_ACTS[kind]
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/facts/<fact_id>/proof")
@login_required
def fact_proof(fact_id: str) -> Response:
    """The proof of a fact, for both parties, staff and auditors."""
    found = _fact(fact_id)
    if found.evidence_sha256 is None:
        raise Missing()
    name = f"fact-{found.public_id}"
    return send_attachment(files.get(found.evidence_sha256), name, "application/octet-stream")


def _enter(agreement: Agreement, kind: FactKind, side: Side, form: FactForm, user: User) -> None:
    evidence = stored(form.proof)
    with transaction():
        facts.enter(
            agreement,
            kind,
            side,
            form.on.data,
            user,
            name=form.name.data if "name" in form else "",
            evidence_sha256=evidence,
            note=form.note.data or "",
        )


def _fact(fact_id: str) -> Fact:
    """Missing for everybody who may not see its agreement."""
    found = db.session.scalar(select(Fact).where(Fact.public_id == fact_id))
    if found is None:
        raise Missing()
    visible(found.agreement.public_id)
    return found
