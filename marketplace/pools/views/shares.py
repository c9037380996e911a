"""New shares: proposed by the operator, agreed to by each member's signatory."""

from typing import Any

from flask import render_template, request
from flask_login import login_required
from werkzeug.wrappers import Response

from marketplace import clock
from marketplace.accounts.acting import present_user
from marketplace.database import transaction
from marketplace.pools import services
from marketplace.pools.forms import MOST_UNITS, ChangeForm, SignatureForm
from marketplace.pools.models import Pool
from marketplace.pools.queries import share_history
from marketplace.pools.services.sharing import digest
from marketplace.pools.services.steps import first_day
from marketplace.pools.views import blueprint
from marketplace.pools.views.common import act_of, change_of, operated, signing_member
from marketplace.terms.splits import weights_on
from marketplace.web import refusals_at_fields, see_other


@blueprint.route("/pools/<public_id>/shares", methods=["GET", "POST"])
@login_required
def propose(public_id: str) -> Any:
    pool = operated(public_id)
    form = ChangeForm(data={"effective_on": first_day(pool)})
    present = dict(weights_on(clock.today(), share_history(pool)))
    units = _units(pool)
    if form.validate_on_submit() and len(units) == len(pool.members_on(clock.today())):
        with refusals_at_fields(form):
            changed = {
                member.public_id: units[member.public_id]
                for member in pool.members_on(clock.today())
                if units[member.public_id] != present.get(member.organization.public_id)
            }
            with transaction():
                services.propose(
                    pool,
                    changed,
                    form.effective_on.data or clock.today(),
                    form.reason.data or "",
                    present_user(),
                )
            return see_other(".show", public_id=public_id)
    page = render_template(
        "pools/shares.html",
        pool=pool,
        form=form,
        members=pool.members_on(clock.today()),
        present=present,
        units=units,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/pools/<public_id>/shares/<change_id>", methods=["GET", "POST"])
@login_required
def consent(public_id: str, change_id: str) -> Any:
    member = signing_member(public_id)
    change = change_of(member.pool, change_id)
    form = SignatureForm(data={"shown_sha256": digest(change)})
    if form.validate_on_submit():
        with refusals_at_fields(form):
            act = act_of(form)
            with transaction():
                services.consent(change, member, act)
            return see_other(".show", public_id=public_id)
    page = render_template(
        "pools/consent.html",
        pool=member.pool,
        change=change,
        form=form,
        present=dict(weights_on(clock.today(), share_history(member.pool))),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/pools/<public_id>/shares/<change_id>/drop")
@login_required
def drop_change(public_id: str, change_id: str) -> Response:
    pool = operated(public_id)
    change = change_of(pool, change_id)
    with transaction():
        services.drop_change(change, present_user())
    return see_other(".show", public_id=public_id)


def _units(pool: Pool) -> dict[str, int]:
    """The typed units by member; what is no whole number from 1 on is left out."""
    typed = {m.public_id: request.form.get(f"units-{m.public_id}", "") for m in pool.members}
    return {
        key: int(text)
        for key, text in typed.items()
        if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_UNITS
    }
