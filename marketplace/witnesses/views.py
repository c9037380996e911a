"""``/admin/witnesses``: who keeps copies of the log, how far each is, adding and ending."""

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from marketplace.accounts.acting import administrator_required, present_user
from marketplace.accounts.forms import refusals_at_fields
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.web import see_other
from marketplace.witnesses import queries, services
from marketplace.witnesses.forms import WitnessForm
from marketplace.witnesses.models import Witness, WitnessKind

blueprint = Blueprint("witnesses", __name__, url_prefix="/admin/witnesses")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@administrator_required
def index() -> str:
    lags = {each.witness.id: each.lag for each in queries.standings()}
    return render_template("witnesses/index.html", witnesses=queries.everybody(), lags=lags)


@blueprint.route("/new", methods=["GET", "POST"])
@administrator_required
def new() -> Page:
    form = WitnessForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                witness = services.add(
                    form.name.data or "",
                    WitnessKind(form.kind.data),
                    present_user(),
                    address=form.address.data or "",
                    public_key=form.public_key.data or "",
                )
                public_id = witness.public_id
            flash(_("The witness gets the checkpoints from now on."), "done")
            return see_other(".show", public_id=public_id)
    return render_template("witnesses/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<public_id>")
@administrator_required
def show(public_id: str) -> str:
    witness = _witness(public_id)
    lag = next((each.lag for each in queries.standings() if each.witness.id == witness.id), None)
    return render_template(
        "witnesses/show.html", witness=witness, lag=lag, receipts=queries.receipts_of(witness)
    )


@blueprint.post("/<public_id>/end")
@administrator_required
def end(public_id: str) -> Page:
    with transaction():
        services.end(_witness(public_id), present_user())
    flash(_("The witness gets nothing any more; what it confirmed stays."), "done")
    return see_other(".show", public_id=public_id)


def _witness(public_id: str) -> Witness:
    found = queries.by_public_id(public_id)
    if found is None:
        raise Missing()
    return found
