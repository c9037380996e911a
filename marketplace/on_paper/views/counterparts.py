"""``/agreements/<id>/counterparts``: print the text, sign and seal it, upload the scan, compare."""

from typing import Any

from flask import Response, render_template
from flask_login import current_user, login_required

from marketplace import files
from marketplace.accounts.acting import member_required, present_user
from marketplace.agreements.forms import ReasonForm
from marketplace.agreements.models import Agreement
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.on_paper import policies, queries, services
from marketplace.on_paper.forms import CounterpartForm
from marketplace.on_paper.models import Counterpart
from marketplace.on_paper.printing import mark_of, printed
from marketplace.on_paper.views import blueprint
from marketplace.on_paper.views.checking import send_scan
from marketplace.web import refusals_at_fields, see_other


@blueprint.get("/agreements/<agreement_id>/counterparts")
@login_required
def counterparts(agreement_id: str) -> str:
    """The sealed papers of a contract, with who compared them."""
    agreement = visible(agreement_id)
    found = queries.counterparts_of(agreement)
    return render_template(
        "on_paper/counterparts.html",
        agreement=agreement,
        counterparts=found,
        mark=mark_of(agreement) if agreement.text_sha256 else None,
        may_upload=agreement.text_sha256 is not None
        and not agreement.elsewhere
        and policies.may_upload(current_user, agreement),
        may_compare={each.id: policies.may_compare(current_user, each) for each in found},
    )


@blueprint.get("/agreements/<agreement_id>/counterpart.pdf")
@login_required
def counterpart_pdf(agreement_id: str) -> Response:
    """The fixed text with its mark and places for signatures and seals."""
    agreement = _with_text(agreement_id)
    name = f"print-{mark_of(agreement)}.pdf"
    return send_attachment(printed(agreement), name, "application/pdf")


@blueprint.route("/agreements/<agreement_id>/counterparts/new", methods=["GET", "POST"])
@member_required
def upload(agreement_id: str) -> Any:
    """Put up the scan of the sealed paper."""
    agreement, user = _with_text(agreement_id), present_user()
    side = own_side(agreement)
    if not policies.may_enter(user, agreement.party(side)):
        raise NotAllowed()
    form = CounterpartForm()
    if form.validate_on_submit():
        data = form.scan.data.read()
        with refusals_at_fields(form):
            scan = (files.put(data), data)
            with transaction():
                services.upload(
                    agreement, side, form.mark.data or "", form.pages.data or 0, scan, user
                )
            return see_other("on_paper.counterparts", agreement_id=agreement.public_id)
    page = render_template("on_paper/upload.html", agreement=agreement, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/counterparts/<counterpart_id>/scan")
@login_required
def counterpart_scan(counterpart_id: str) -> Response:
    """The scan as it was uploaded."""
    found = _visible(counterpart_id)
    return send_scan(found.scan_sha256, f"counterpart-{found.mark}")


@blueprint.post("/counterparts/<counterpart_id>/match")
@login_required
def match(counterpart_id: str) -> Any:
    """Every page was compared."""
    found = _visible(counterpart_id)
    with transaction():
        services.match(found, present_user())
    return see_other("on_paper.counterparts", agreement_id=found.agreement.public_id)


@blueprint.route("/counterparts/<counterpart_id>/rejection", methods=["GET", "POST"])
@login_required
def reject(counterpart_id: str) -> Any:
    """Say what is wrong with the scan."""
    found = _visible(counterpart_id)
    if not policies.may_compare(current_user, found):
        raise NotAllowed()
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            services.reject(found, form.reason.data or "", present_user())
        return see_other("on_paper.counterparts", agreement_id=found.agreement.public_id)
    page = render_template("on_paper/reject.html", counterpart=found, form=form)
    return page, 422 if form.is_submitted() else 200


def _with_text(agreement_id: str) -> Agreement:
    agreement = visible(agreement_id)
    if agreement.elsewhere:
        raise Missing()
    if agreement.text_record is None:
        raise Refused("no_text", N_("Nothing is signed yet: there is no text to seal on paper."))
    return agreement


def _visible(counterpart_id: str) -> Counterpart:
    found = queries.counterpart_by_id(counterpart_id)
    visible(found.agreement.public_id)
    return found
