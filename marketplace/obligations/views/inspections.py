"""The licensor's look at the accounts: request, answer, findings."""

from typing import Any

from flask import Response, render_template
from flask_babel import lazy_gettext as _l
from flask_login import login_required
from sqlalchemy import select

from marketplace import files
from marketplace.accounts.acting import member_required
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.obligations import inspections, policies
from marketplace.obligations.forms import InspectionForm, WordsForm
from marketplace.obligations.models import Inspection
from marketplace.obligations.views.common import between_parties, blueprint, stored, to_record
from marketplace.web import refusals_at_fields


@blueprint.route("/agreements/<agreement_id>/inspections/new", methods=["GET", "POST"])
@member_required
def inspect(agreement_id: str) -> Any:
    """The licensor asks to inspect the accounts."""
    agreement, user = between_parties(agreement_id)
    if not policies.may_answer(user, agreement):
        raise NotAllowed()
    form = InspectionForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                inspections.request(agreement, form.scope.data or "", form.wished_on.data, user)
            return to_record(agreement)
    page = render_template("obligations/inspect.html", agreement=agreement, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/inspections/<inspection_id>/answer", methods=["GET", "POST"])
@member_required
def open_books(inspection_id: str) -> Any:
    """The licensee answers."""
    found, agreement, user = _inspection(inspection_id)
    if not policies.may_report(user, agreement):
        raise NotAllowed()
    form = WordsForm()
    if form.validate_on_submit():
        evidence = stored(form.proof)
        with transaction():
            inspections.open_books(found, form.text.data or "", evidence, user)
        return to_record(agreement)
    return _words(found, form, _l("Answer the request"))


@blueprint.route("/inspections/<inspection_id>/findings", methods=["GET", "POST"])
@member_required
def close_books(inspection_id: str) -> Any:
    """The licensor says what was found."""
    found, agreement, user = _inspection(inspection_id)
    if not policies.may_answer(user, agreement):
        raise NotAllowed()
    form = WordsForm()
    del form.proof
    if form.validate_on_submit():
        with transaction():
            inspections.close(found, form.text.data or "", user)
        return to_record(agreement)
    return _words(found, form, _l("Enter what was found"))


@blueprint.get("/inspections/<inspection_id>/file")
@login_required
def inspected_file(inspection_id: str) -> Response:
    """What the licensee gave, for the two parties."""
    found, _agreement, _user = _inspection(inspection_id)
    if found.evidence_sha256 is None:
        raise Missing()
    name = f"inspection-{found.public_id}"
    return send_attachment(files.get(found.evidence_sha256), name, "application/octet-stream")


def _words(found: Inspection, form: WordsForm, title: Any) -> Any:
    page = render_template(
        "obligations/words.html",
        inspection=found,
        agreement=found.agreement,
        form=form,
        title=title,
    )
    return page, 422 if form.is_submitted() else 200


def _inspection(inspection_id: str) -> tuple[Inspection, Agreement, User]:
    found = db.session.scalar(select(Inspection).where(Inspection.public_id == inspection_id))
    if found is None:
        raise Missing()
    agreement, user = between_parties(found.agreement.public_id)
    return found, agreement, user
