"""``/filings``: the filing desk by due day; ``/agreements/<id>/filings``: those of one agreement."""

from flask import render_template, request
from flask_login import login_required

from marketplace import clock
from marketplace.accounts.acting import acting_organization, signed_in
from marketplace.accounts.policies import is_administrator, is_auditor, may_manage
from marketplace.agreements import policies as agreements
from marketplace.agreements.queries import by_public_id
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.registration import policies, queries
from marketplace.registration.models import EDITABLE
from marketplace.registration.selection import Selection
from marketplace.registration.views import blueprint
from marketplace.registration.views.together import standing
from marketplace.terms.routes import Duty

PER_PAGE = 25


@blueprint.get("/filings")
@login_required
def desk() -> str:
    """What the acting organization files; all of the site for staff and auditors."""
    organization, user = acting_organization(), signed_in()
    supervising = is_administrator(user) or is_auditor(user)
    if organization is None and not supervising:
        raise NotAllowed()
    everything = supervising and (organization is None or request.args.get("all") == "1")
    closed = request.args.get("closed") == "1"
    value = request.args.get("kind", "")
    kind = Duty(value) if value in set(Duty) else None
    shown = None if everything else organization
    mine = request.args.get("mine") == "1"
    statement = queries.desk(shown, closed=closed, kind=kind, responsible=user if mine else None)
    may_run = shown is not None and not closed and may_manage(user, shown)
    return render_template(
        "registration/desk.html",
        page=db.paginate(statement, per_page=PER_PAGE, error_out=False),
        organization=shown,
        closed=closed,
        mine=mine,
        may_run=may_run,
        waiting=queries.preparable_count(shown) if shown is not None and may_run else 0,
        acts=standing(Selection(shown, kind=kind, responsible=user if mine else None))
        if shown is not None and may_run
        else [],
        runs=queries.open_runs(shown) if shown is not None else [],
        kind=kind,
        kinds=list(Duty),
        day=clock.today(),
    )


@blueprint.get("/agreements/<agreement_id>/filings")
@login_required
def of_agreement(agreement_id: str) -> str:
    agreement = by_public_id(agreement_id)
    if not agreements.may_view(signed_in(), agreement):
        raise Missing()
    return render_template(
        "registration/agreement.html",
        agreement=agreement,
        filings=queries.of_agreement(agreement),
        may_write=any(
            each.status in EDITABLE and policies.may_file(signed_in(), each)
            for each in queries.of_agreement(agreement)
        ),
        day=clock.today(),
    )
