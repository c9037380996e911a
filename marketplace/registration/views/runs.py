"""Packages of many filings at once: chosen on the desk, worked on by the worker, found again here."""

from typing import Any

from flask import render_template, request
from flask_login import login_required
from sqlalchemy import select

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import acting_organization, present_user, signed_in
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import queries, services
from marketplace.registration.desk_models import FilingRun, FilingRunItem, Outcome
from marketplace.registration.selection import Selection
from marketplace.registration.views import blueprint
from marketplace.registration.views.together import standing
from marketplace.web import see_other

PER_PAGE = 50


@blueprint.post("/filings/runs")
@login_required
def start_run() -> Any:
    """Prepare the ticked filings, or with ``all`` everything that is still to be prepared."""
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    ids = None if request.form.get("all") else request.form.getlist("id")
    with transaction():
        chosen = queries.preparable(organization, ids)
        run = services.start_run(organization, chosen, present_user())
        public_id = run.public_id
    return see_other(".show_run", run_id=public_id)


@blueprint.get("/filings/runs/<run_id>")
@login_required
def show_run(run_id: str) -> str:
    """How far the run is, and what each refused filing lacks."""
    run = db.session.scalar(select(FilingRun).where(FilingRun.public_id == run_id))
    if run is None or not accounts.may_view(signed_in(), run.organization):
        raise Missing()
    counts = services.counts(run)
    items = (
        select(FilingRunItem)
        .where(FilingRunItem.run_id == run.id)
        .order_by(FilingRunItem.outcome != Outcome.REFUSED, FilingRunItem.id)
    )
    return render_template(
        "registration/run.html",
        run=run,
        counts=counts,
        worked=run.size - counts[Outcome.WAITING],
        outcomes=Outcome,
        acts=standing(Selection(run.organization, run=run))
        if accounts.may_manage(signed_in(), run.organization)
        else [],
        page=db.paginate(items, per_page=PER_PAGE, error_out=False),
        refusal_of=_refusal,
    )


def _refusal(item: FilingRunItem) -> Refused | None:
    """Why a filing of the run was refused, as every refusal is shown."""
    if not item.message:
        return None
    return Refused(item.code, item.message, **item.params)
