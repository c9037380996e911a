"""The list of pools, a new one, and the page of a pool with the operator's steps."""

from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from marketplace.accounts.acting import member_required, present_user
from marketplace.accounts.models import Role
from marketplace.accounts.queries import organization_by
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import N_, Refused
from marketplace.pools import policies, queries, services
from marketplace.pools.forms import FoundForm, InviteForm
from marketplace.pools.labels import EVENTS, REASONS
from marketplace.pools.models import Pool
from marketplace.pools.views import blueprint
from marketplace.pools.views.common import acting, may_manage_acting, operated, show_pool, viewed
from marketplace.web import refusals_at_fields, see_other


@blueprint.get("/my/pools")
@member_required
def index() -> str:
    return render_template(
        "pools/index.html",
        pools=queries.of_organization(acting()),
        organization=acting(),
        may_found=may_manage_acting(),
    )


@blueprint.route("/my/pools/new", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def new() -> Any:
    form = FoundForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                pool = services.found(
                    acting(),
                    form.name.data or "",
                    form.purpose.data or "",
                    form.notice_days.data or 0,
                    form.added.data or "",
                    present_user(),
                )
            return see_other(".show", public_id=pool.public_id)
    page = render_template("pools/new.html", form=form, organization=acting())
    return page, 422 if form.errors else 200


@blueprint.get("/pools/<public_id>")
@login_required
def show(public_id: str) -> Any:
    return _page(viewed(public_id), InviteForm(formdata=None))


@blueprint.post("/pools/<public_id>/members")
@login_required
def invite(public_id: str) -> Any:
    pool = operated(public_id)
    form = InviteForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            organization = organization_by(form.code.data or "")
            if organization is None:
                raise Refused(
                    "no_such_organization",
                    N_("No organization with this code is registered here."),
                    field="code",
                )
            with transaction():
                services.invite(pool, organization, form.weight.data or 0, present_user())
            flash(
                _("Invited. A signatory of the organization reads the agreement and signs."), "done"
            )
            return see_other(".show", public_id=public_id)
    return _page(pool, form, 422)


@blueprint.post("/pools/<public_id>/start")
@login_required
def start(public_id: str) -> Response:
    pool = operated(public_id)
    with transaction():
        services.start(pool, present_user())
    return see_other(".show", public_id=public_id)


@blueprint.post("/pools/<public_id>/closure")
@login_required
def close(public_id: str) -> Response:
    pool = operated(public_id)
    with transaction():
        services.close(pool, present_user())
    return see_other(".show", public_id=public_id)


def _page(pool: Pool, form: InviteForm, status: int = 200) -> tuple[str, int]:
    shares = policies.may_see_shares(present_user(), pool)
    return show_pool(
        pool,
        status,
        form=form,
        reasons=REASONS,
        events=history(pool) if shares else [],
        event_texts=EVENTS,
    )
