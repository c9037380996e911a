"""Drawing up an amendment or the end of a contract."""

from typing import Any

from flask import render_template, request

from marketplace.accounts.acting import member_required
from marketplace.agreements.models import Agreement
from marketplace.database import transaction
from marketplace.declarations.problems import Blocked
from marketplace.deeds import services
from marketplace.deeds.forms import TerminationForm, WordsForm
from marketplace.deeds.queries import terms_in_force
from marketplace.deeds.views import blueprint
from marketplace.deeds.views.access import drawn_by
from marketplace.errors import Refused
from marketplace.listings.forms_terms import terms_form
from marketplace.listings.terms_pages import placed
from marketplace.terms.enums import FeeMode
from marketplace.terms.findings import TermsError
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.terms.summary import summary
from marketplace.web import language, refusal_text, refusals_at_fields, see_other


@blueprint.route("/agreements/<agreement_id>/amendments/new", methods=["GET", "POST"])
@member_required
def amend(agreement_id: str) -> Any:
    """Type the terms as they shall hold; what is not touched stays."""
    agreement, side, user = drawn_by(agreement_id)
    present = terms_in_force(agreement)
    mode = _mode(agreement, present)
    form = terms_form(agreement.route, mode, present)
    words = WordsForm()
    elsewhere: list[str] = []
    if form.validate_on_submit() and words.validate():
        try:
            typed = form.terms().carrying(present)
            with transaction():
                deed = services.propose_amendment(
                    agreement, side, typed, words.words.data or "", user
                )
            return see_other("deeds.show", deed_id=deed.public_id)
        except TermsError as error:
            elsewhere = form.place_findings(error.findings)
        except Blocked as blocked:
            elsewhere = placed(form, blocked)
        except Refused as refusal:
            if refusal.status == 403:
                raise
            elsewhere = [refusal_text(refusal)]
    page = render_template(
        "deeds/amend.html",
        agreement=agreement,
        form=form,
        words=words,
        elsewhere=elsewhere,
        modes=sorted(ROUTES[agreement.route].fee_modes),
        summary=summary(present, language()),
    )
    return page, 422 if elsewhere or form.is_submitted() else 200


@blueprint.route("/agreements/<agreement_id>/terminations/new", methods=["GET", "POST"])
@member_required
def end(agreement_id: str) -> Any:
    """Choose the ground on which the contract ends; only those that are given are offered."""
    agreement, side, user = drawn_by(agreement_id)
    form = TerminationForm(agreement, side)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                deed = services.propose_termination(
                    agreement, side, form.ground.data, form.words.data or "", user
                )
            return see_other("deeds.show", deed_id=deed.public_id)
    page = render_template("deeds/end.html", agreement=agreement, form=form)
    return page, 422 if form.is_submitted() else 200


def _mode(agreement: Agreement, present: Terms) -> FeeMode:
    asked = request.args.get("mode", "")
    modes = {mode.value: mode for mode in ROUTES[agreement.route].fee_modes}
    return modes.get(asked, present.fee_mode)
