"""Objections to a notice, their results, and what is taken out of it."""

from typing import Any

from flask_login import login_required

from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.in_house import services
from marketplace.in_house.forms import ObjectionForm, ReasonForm, RulingForm
from marketplace.in_house.models import InHouseNotice, NoticeSubject, ObjectionResult
from marketplace.in_house.views import blueprint
from marketplace.in_house.views.access import me, recorded_notice
from marketplace.in_house.views.notices import notice_page
from marketplace.web import refusals_at_fields, see_other


@blueprint.post("/in-house-notices/<public_id>/objections")
@login_required
def add_objection(public_id: str) -> Any:
    found = recorded_notice(public_id)
    form = ObjectionForm(found)
    if form.validate_on_submit():
        row = _row(found, form.subject.data) if form.subject.data else None
        with refusals_at_fields(form):
            with transaction():
                services.object_to(
                    found,
                    me(),
                    raised_by=form.raised_by.data,
                    raised_on=form.raised_on.data,
                    text=form.text.data,
                    row=row,
                )
            return see_other(".notice", public_id=public_id)
    return notice_page(found, objection=form), 422


@blueprint.post("/in-house-notices/<public_id>/objections/<objection_id>")
@login_required
def rule(public_id: str, objection_id: str) -> Any:
    found = recorded_notice(public_id)
    objection = next((each for each in found.objections if each.public_id == objection_id), None)
    if objection is None:
        raise Missing()
    form = RulingForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.rule_on(
                    objection,
                    me(),
                    result=ObjectionResult(form.result.data),
                    handling=form.handling.data,
                    ruled_on=form.ruled_on.data,
                )
            return see_other(".notice", public_id=public_id)
    return notice_page(found, ruling=form, ruled=objection), 422


@blueprint.post("/in-house-notices/<public_id>/subjects/<row_id>/removal")
@login_required
def take_out(public_id: str, row_id: str) -> Any:
    found, form = recorded_notice(public_id), ReasonForm()
    row = _row(found, row_id)
    if form.validate_on_submit():
        with transaction():
            services.take_out(row, me(), form.reason.data)
        return see_other(".notice", public_id=public_id)
    return notice_page(found), 422


def _row(found: InHouseNotice, public_id: str) -> NoticeSubject:
    row = next((each for each in found.subjects if each.public_id == public_id), None)
    if row is None:
        raise Missing()
    return row
