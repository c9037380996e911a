"""The page on which an owner lays down the organization's approval chain."""

from typing import Any

from flask import render_template

from marketplace.accounts.acting import member_required
from marketplace.database import transaction
from marketplace.errors import NotAllowed
from marketplace.in_house import policies, queries, services
from marketplace.in_house.forms import ChainForm
from marketplace.in_house.services.approving import MOST_STEPS
from marketplace.in_house.views import blueprint
from marketplace.in_house.views.access import me, own_organization, role_texts
from marketplace.web import refusals_at_fields, see_other

_SPARE_ROWS = 3


@blueprint.route("/organization/approval-chain", methods=["GET", "POST"])
@member_required
def chain() -> Any:
    """Every member reads the chain; an owner changes it."""
    organization = own_organization()
    present = queries.chain_of(organization)
    steps = present.own_steps if present else ()
    rows = min(MOST_STEPS, max(len(steps) + _SPARE_ROWS, _SPARE_ROWS))
    filled = [{"name": s.name, "roles": s.roles, "members": s.members} for s in steps]
    data = [*filled, *({} for _ in range(rows - len(filled)))]
    form = ChainForm(organization, data={"steps": data})
    if form.is_submitted() and not policies.may_set_chain(me(), organization):
        raise NotAllowed()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.set_chain(organization, form.chain(), me())
            return see_other(".chain")
    page = render_template(
        "in_house/chain.html",
        organization=organization,
        present=present,
        steps=steps,
        roles_text=role_texts(),
        names={each.public_id: each.user.name for each in organization.memberships},
        form=form if policies.may_set_chain(me(), organization) else None,
    )
    return page, 422 if form.is_submitted() else 200
