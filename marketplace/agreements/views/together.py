"""Signing many in one session: every text by its own hash, one password, one signature each.

The list saves clicks and nothing else: each is an agreement of its own, with its own number and
files, and takes effect at its own fee. Each succeeds, or is named with its reason (PRODUCT §2).
"""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from marketplace.accounts.acting import (
    acting_organization,
    member_required,
    present_user,
    reauthenticated,
)
from marketplace.accounts.models import Organization, User
from marketplace.agreements import policies, queries, texts
from marketplace.agreements.forms import SignForm
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.services.acts import Act
from marketplace.agreements.services.notices import held_reason
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import visible
from marketplace.agreements.views.signing import in_one_step, keep_refusal, sign_by_route
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed, Refused
from marketplace.terms.clauses import summary
from marketplace.web import language, refusal_text, see_other

MOST = 300


@dataclass(frozen=True)
class Outcome:
    """What became of one: signed, or why not."""

    agreement: Agreement
    reason: str = ""


@blueprint.route("/to-sign", methods=["GET", "POST"], endpoint="to_sign")
@blueprint.route("/notices", methods=["GET", "POST"])
@member_required
def together() -> Any:
    """What each costs and says, and one signature for all that are listed; without names in the
    address everything that the organization has begun and can sign in one step."""
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    agreements = _drafts(organization)
    if not agreements:
        return render_template("agreements/nothing_to_sign.html")
    shown = {each.public_id: texts.build(each) for each in agreements}
    pairs = " ".join(f"{key}:{text.sha256}" for key, text in shown.items())
    form = SignForm(text_sha256=pairs)
    status = 200
    if form.validate_on_submit():
        try:
            user = reauthenticated(form.password.data or "")
            return _sign_all(organization, form.text_sha256.data or "", user)
        except Refused as refusal:
            if refusal.status == 403 or refusal.field != "password":
                raise
            form.password.errors = [*form.password.errors, refusal_text(refusal)]
            status = refusal.status
    elif form.is_submitted():
        status = 422
    page = render_template(
        "agreements/together.html",
        agreements=agreements,
        texts=shown,
        fees={each.public_id: _fee(each) for each in agreements},
        limits={key: _limits(text.record) for key, text in shown.items()},
        held=held_reason(organization),
        may_sign=policies.may_sign_for(present_user(), agreements[0], Side.LICENSEE),
        form=form,
    )
    return page, status


def _drafts(organization: Organization) -> list[Agreement]:
    """The unsigned ones that the address names, or all; what is signed is left out."""
    ids = list(dict.fromkeys(request.args.getlist("agreement")))[:MOST]
    if not ids:
        return [each for each in queries.drafts_of(organization) if in_one_step(each)][:MOST]
    found = [visible(each) for each in ids]
    for agreement in found:
        if agreement.licensee_id != organization.id or not in_one_step(agreement):
            raise NotAllowed()
    open_ones = [each for each in found if each.signature(Side.LICENSEE) is None]
    if not open_ones:
        raise Missing()
    return open_ones


def _sign_all(organization: Organization, pairs: str, user: User) -> Any:
    """Each in a transaction of its own, over the very text that was shown for it."""
    outcomes = []
    for pair in pairs.split():
        key, _, sha256 = pair.partition(":")
        agreement = visible(key)
        if agreement.licensee_id != organization.id:
            raise NotAllowed()
        act = Act(
            by=user,
            text_sha256=sha256,
            address=request.remote_addr or "",
            agent=request.user_agent.string,
        )
        outcomes.append(_sign_one(agreement, act))
    if all(not each.reason for each in outcomes):
        return see_other("agreements.index")
    return render_template("agreements/together_done.html", outcomes=outcomes), 409


def _sign_one(agreement: Agreement, act: Act) -> Outcome:
    try:
        with transaction():
            sign_by_route(agreement, Side.LICENSEE, act)
    except Refused as refusal:
        keep_refusal(agreement, Side.LICENSEE, refusal)
        if refusal.status == 403:
            raise
        return Outcome(agreement, refusal_text(refusal))
    return Outcome(agreement)


def _limits(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The clauses that limit liability (民法典 496), shown apart."""
    clauses = record["clauses"]["en" if language() == "en" else "zh"]
    return [clause for clause in clauses if clause["limits_liability"]]


def _fee(agreement: Agreement) -> str:
    return summary(agreement.record, "en" if language() == "en" else "zh")
