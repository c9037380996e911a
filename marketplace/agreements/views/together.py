"""The notices of a basket at once: every text by its own hash, one password, one notice each.

The basket saves clicks and nothing else: each notice is an agreement of its own, with its own
number and files, and takes effect at its own fee (Patent Law 51(1)).
"""

from typing import Any

from flask import render_template, request

from marketplace.accounts.acting import member_required, present_user, reauthenticated
from marketplace.agreements import policies, services, texts
from marketplace.agreements.forms import SignForm
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services.acts import Act
from marketplace.agreements.services.notices import held_reason
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed, Refused
from marketplace.terms.clauses import summary
from marketplace.terms.routes import ROUTES, Instrument
from marketplace.web import language, refusal_text, see_other

MOST = 300


@blueprint.route("/notices", methods=["GET", "POST"])
@member_required
def together() -> Any:
    """What each notice costs and says, and one signature for all that are listed."""
    agreements = _drafts()
    shown = {each.public_id: texts.build(each) for each in agreements}
    form = SignForm(text_sha256=" ".join(text.sha256 for text in shown.values()))
    status = 200
    if form.validate_on_submit():
        try:
            _sign_all(agreements, form)
            return see_other("agreements.index")
        except Refused as refusal:
            if refusal.status == 403:
                raise
            field = form.password if refusal.field == "password" else form.read
            field.errors = [*field.errors, refusal_text(refusal)]
            status = refusal.status
    elif form.is_submitted():
        status = 422
    page = render_template(
        "agreements/together.html",
        agreements=agreements,
        texts=shown,
        fees={each.public_id: _fee(each) for each in agreements},
        held=held_reason(agreements[0].licensee),
        may_sign=policies.may_sign_for(present_user(), agreements[0], Side.LICENSEE),
        form=form,
    )
    return page, status


def _drafts() -> list[Agreement]:
    """The unsigned notices that the address names; signed ones are left out."""
    ids = list(dict.fromkeys(request.args.getlist("agreement")))[:MOST]
    found = [visible(each) for each in ids]
    for agreement in found:
        is_notice = ROUTES[agreement.route].instrument is Instrument.NOTICE
        if not is_notice or own_side(agreement) is not Side.LICENSEE:
            raise NotAllowed()
    open_ones = [each for each in found if each.signature(Side.LICENSEE) is None]
    if not open_ones:
        raise Missing()
    return open_ones


def _sign_all(agreements: list[Agreement], form: SignForm) -> None:
    """All or none: each notice over the very text that was shown for it."""
    user = reauthenticated(form.password.data or "")
    hashes = (form.text_sha256.data or "").split()
    if len(hashes) != len(agreements):
        raise Missing()
    with transaction():
        for agreement, sha256 in zip(agreements, hashes, strict=True):
            act = Act(
                by=user,
                text_sha256=sha256,
                address=request.remote_addr or "",
                agent=request.user_agent.string,
            )
            services.sign_notice(agreement, act)


def _fee(agreement: Agreement) -> str:
    return summary(agreement.record, "en" if language() == "en" else "zh")
