"""A member's own steps: reading the agreement and joining, more patents, declining, leaving."""

from datetime import timedelta
from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.accounts.acting import present_user
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.patents import queries as inventory
from marketplace.patents.queries import InventoryFilter
from marketplace.pools import services
from marketplace.pools.forms import JoinForm, LeaveForm
from marketplace.pools.models import MemberStatus, PoolMember
from marketplace.pools.views import blueprint
from marketplace.pools.views.common import act_of, english, own_member, signing_member, viewed
from marketplace.web import refusals_at_fields, see_other


@blueprint.route("/pools/<public_id>/joining", methods=["GET", "POST"])
@login_required
def join(public_id: str) -> Any:
    """Read the agreement, choose patents, sign; the same page brings in more patents later."""
    member = signing_member(public_id)
    form = _join_form(member)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            act = act_of(form)
            chosen = inventory.by_numbers(form.patents.data or [])
            service = services.join if _is_invited(member) else services.add_patents
            with transaction():
                service(member, chosen, act)
            flash(_("Signed. The pool agreement and your mandate are on record."), "done")
            return see_other(".show", public_id=public_id)
    page = render_template(
        "pools/join.html",
        pool=member.pool,
        member=member,
        form=form,
        joins=_is_invited(member),
        english=english(member.pool),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/pools/<public_id>/refusal")
@login_required
def decline(public_id: str) -> Response:
    member = own_member(viewed(public_id))
    if member is None:
        raise Missing()
    with transaction():
        services.decline(member, present_user())
    return see_other(".index")


@blueprint.route("/pools/<public_id>/leaving", methods=["GET", "POST"])
@login_required
def leave(public_id: str) -> Any:
    member = signing_member(public_id)
    earliest = clock.today() + timedelta(days=member.pool.notice_days)
    form = LeaveForm(data={"last_day": earliest, "shown_sha256": member.pool.text_sha256})
    if form.validate_on_submit():
        with refusals_at_fields(form):
            act = act_of(form)
            with transaction():
                services.give_notice(
                    member, form.last_day.data or earliest, form.reason.data or "", act
                )
            flash(_("Notice given. Licenses given before stand."), "done")
            return see_other(".show", public_id=public_id)
    page = render_template("pools/leave.html", pool=member.pool, form=form, earliest=earliest)
    return page, 422 if form.errors else 200


def _join_form(member: PoolMember) -> JoinForm:
    form = JoinForm(data={"shown_sha256": member.pool.text_sha256})
    brought = set(member.patent_numbers)
    form.patents.choices = [
        (patent.number, f"{patent.title} · {patent.number}")
        for patent in inventory.whole_inventory(member.organization, InventoryFilter())
        if patent.number not in brought
    ]
    return form


def _is_invited(member: PoolMember) -> bool:
    return member.status is MemberStatus.INVITED
