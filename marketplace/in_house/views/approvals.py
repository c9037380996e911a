"""What waits for approval: the list with one decision over many, and one request with its rounds."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import render_template, request
from flask_login import login_required
from sqlalchemy import select

from marketplace.accounts.acting import member_required
from marketplace.database import transaction
from marketplace.errors import N_, Missing, Refused
from marketplace.extensions import db
from marketplace.in_house import policies, queries, services
from marketplace.in_house.forms import DecisionForm, ManyForm
from marketplace.in_house.models import ApprovalRequest, ApprovalStatus, Verdict
from marketplace.in_house.subjects import named
from marketplace.in_house.views import blueprint
from marketplace.in_house.views.access import me, own_organization, role_texts, seen_request
from marketplace.web import refusal_text, refusals_at_fields, see_other

PAGE_SIZE = 300
"""So many can be decided with one click, which is what one sitting asks for."""


@blueprint.get("/my/approvals")
@member_required
def approvals() -> str:
    return _queue(ManyForm())


@blueprint.post("/my/approvals")
@member_required
def decide_many() -> Any:
    """Decide on what is marked, or on all that the page showed: on each, or, where one is refused,
    on none."""
    organization, form, failed = own_organization(), ManyForm(), ""
    marked = set(request.form.getlist("shown" if request.form.get("all") else "request"))
    if form.validate_on_submit():
        try:
            if not marked:
                raise Refused("nothing_chosen", N_("Mark at least one, then decide."), status=422)
            with transaction():
                chosen = _chosen(marked, organization.id)
                services.decide(chosen, Verdict(form.verdict.data), me(), note=form.note.data or "")
            return see_other(".approvals")
        except Refused as refusal:
            if refusal.status in {403, 404}:
                raise
            failed = refusal_text(refusal)
    return _queue(form, failed, marked), 422


@blueprint.get("/approvals/<public_id>")
@login_required
def approval(public_id: str) -> str:
    return _page(seen_request(public_id), DecisionForm())


@blueprint.post("/approvals/<public_id>")
@login_required
def decide(public_id: str) -> Any:
    found, form = seen_request(public_id), DecisionForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.decide(
                    [found], Verdict(form.verdict.data), me(), note=form.note.data or ""
                )
            return see_other(".approval", public_id=public_id)
    return _page(found, form), 422


def _queue(form: ManyForm, failed: str = "", marked: set[str] | None = None) -> str:
    organization, user = own_organization(), me()
    pending = db.session.scalars(
        queries.requests_of(organization, ApprovalStatus.PENDING).limit(PAGE_SIZE)
    ).all()
    mine = [each for each in pending if policies.may_decide(user, each)]
    return render_template(
        "in_house/approvals.html",
        organization=organization,
        form=form,
        failed=failed,
        marked=marked or set(),
        mine=mine,
        others=[each for each in pending if each not in mine],
        to_show=len(db.session.scalars(queries.to_show(organization)).all()),
        may_record=policies.may_record(user, organization),
    )


def _chosen(ids: Collection[str], organization_id: int) -> Sequence[ApprovalRequest]:
    """The marked requests of the organization; Missing where one is somebody else's."""
    found = db.session.scalars(
        select(ApprovalRequest)
        .where(
            ApprovalRequest.public_id.in_(ids), ApprovalRequest.organization_id == organization_id
        )
        .order_by(ApprovalRequest.id)
    ).all()
    if len(found) != len(ids):
        raise Missing()
    return found


def _page(found: ApprovalRequest, form: DecisionForm) -> str:
    return render_template(
        "in_house/approval.html",
        approval=found,
        rounds=queries.rounds_of(named(found)),
        names={each.public_id: each.user.name for each in found.organization.memberships},
        roles_text=role_texts(),
        form=form if policies.may_decide(me(), found) else None,
        is_asker=found.asked_by_id == me().id,
    )
