"""Negotiation of an ordinary license: propose terms, and read each version beside the one before."""

from itertools import pairwise
from typing import Any

from flask import render_template, request
from flask_login import current_user, login_required

from marketplace.accounts.acting import acting_organization, member_required, signed_in
from marketplace.accounts.models import User
from marketplace.agreements import policies, queries, services
from marketplace.agreements.forms import ProposalForm
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.declarations.problems import Blocked
from marketplace.errors import Missing, NotAllowed
from marketplace.listings.forms_terms import terms_form
from marketplace.listings.terms_pages import placed
from marketplace.terms.differences import differences, field_changes
from marketplace.terms.enums import FeeMode
from marketplace.terms.findings import TermsError
from marketplace.terms.routes import ROUTES, Instrument
from marketplace.terms.summary import summary
from marketplace.web import language, see_other


@blueprint.get("/agreements/<agreement_id>/proposals")
@login_required
def proposals(agreement_id: str) -> str:
    """Every version with who proposed it, the latest first, each against the one before."""
    agreement = visible(agreement_id)
    versions = list(queries.proposals_of(agreement))
    organization = acting_organization()
    side = agreement.side_of(organization) if organization else None
    compared = [
        (
            new,
            differences(old.record, new.record, language()),
            field_changes(old.record, new.record),
        )
        for old, new in pairwise(versions)
    ]
    return render_template(
        "agreements/proposals.html",
        agreement=agreement,
        side=side,
        versions=versions,
        compared=compared[::-1],
        summaries={each.ordinal: summary(each.record, language()) for each in versions},
        may_manage=side is not None and policies.may_manage_for(current_user, agreement, side),
        may_sign=side is not None and policies.may_sign_for(current_user, agreement, side),
    )


@blueprint.route("/agreements/<agreement_id>/proposals/new", methods=["GET", "POST"])
@member_required
def propose(agreement_id: str) -> Any:
    """Type the terms as the own side wants them; it binds nobody."""
    agreement = visible(agreement_id)
    rules = ROUTES[agreement.route]
    if rules.instrument is not Instrument.CONTRACT or rules.passes_right:
        raise Missing()
    user = _manager(agreement, own_side(agreement))
    present = agreement.record
    modes = {mode.value: mode for mode in rules.fee_modes}
    mode: FeeMode = modes.get(request.args.get("mode", ""), present.fee_mode)
    form = terms_form(agreement.route, mode, present)
    note = ProposalForm()
    elsewhere: list[str] = []
    if form.validate_on_submit() and note.validate():
        try:
            typed = form.terms().carrying(present)
            with transaction():
                services.negotiate(agreement, typed, user, note.note.data or "")
            return see_other("agreements.proposals", agreement_id=agreement.public_id)
        except TermsError as error:
            elsewhere = form.place_findings(error.findings)
        except Blocked as blocked:
            elsewhere = placed(form, blocked)
    page = render_template(
        "agreements/propose.html",
        agreement=agreement,
        form=form,
        note=note,
        elsewhere=elsewhere,
        modes=sorted(modes.values()),
        summary=summary(present, language()),
    )
    return page, 422 if form.is_submitted() else 200


def _manager(agreement: Agreement, side: Side) -> User:
    user = signed_in()
    if user is None or not policies.may_manage_for(user, agreement, side):
        raise NotAllowed()
    return user
