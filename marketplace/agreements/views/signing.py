"""Three steps to a signature: check what it means, read the text, sign."""

from datetime import timedelta
from typing import Any

from flask import Response, render_template, request
from flask_login import current_user

from marketplace import clock
from marketplace.accounts.acting import member_required, present_user, reauthenticated
from marketplace.agreements import policies, services, texts
from marketplace.agreements.forms import SignForm
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.printing import document_data
from marketplace.agreements.services.acts import Act
from marketplace.agreements.services.notices import held_reason
from marketplace.agreements.services.places import DRAFT_DAYS, Places, better_place, places
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.documents.services import preview as preview_pdf
from marketplace.errors import NotAllowed, Refused
from marketplace.patents.bars import evaluate
from marketplace.terms.clauses import clauses, summary
from marketplace.terms.routes import ROUTES, Instrument
from marketplace.web import language, refusal_text, see_other

INVITATION_DAYS = 30


@blueprint.get("/agreements/<agreement_id>/check")
@member_required
def check(agreement_id: str) -> str:
    """Step 1: who binds whom to what, what it costs, what is uncertain."""
    agreement = visible(agreement_id)
    side = own_side(agreement)
    services.require_invited(agreement)
    return render_template(
        "agreements/check.html",
        agreement=agreement,
        side=side,
        rules=ROUTES[agreement.route],
        summary=summary(agreement.record, _record_language()),
        held=held_reason(agreement.licensee) if _is_notice(agreement) else None,
        places=_places(agreement),
        free_place=better_place(agreement),
        kept_until=clock.shanghai_day(agreement.drafted_at) + timedelta(days=DRAFT_DAYS),
        bars={patent.number: evaluate(patent, clock.today()) for patent in agreement.patents},
        may_sign=policies.may_sign_for(current_user, agreement, side),
    )


@blueprint.post("/agreements/<agreement_id>/place")
@member_required
def renew_place(agreement_id: str) -> Any:
    """Take a place among the first licensees that has become free; then read the new text."""
    agreement = visible(agreement_id)
    if own_side(agreement) is not Side.LICENSEE:
        raise NotAllowed()
    with transaction():
        services.renew_place(agreement, present_user())
    return see_other("agreements.check", agreement_id=agreement.public_id)


@blueprint.get("/agreements/<agreement_id>/text")
@member_required
def read(agreement_id: str) -> str:
    """Step 2: the very text that will be signed."""
    agreement = visible(agreement_id)
    text = texts.build(agreement)
    return render_template(
        "agreements/read.html",
        agreement=agreement,
        text=text,
        language=_record_language(),
        clauses=text.record["clauses"][_record_language()],
        fee_clauses=clauses(agreement.record, _record_language()),
    )


@blueprint.route("/agreements/<agreement_id>/signature", methods=["GET", "POST"])
@member_required
def sign(agreement_id: str) -> Any:
    """Step 3: the password again, and the act."""
    agreement = visible(agreement_id)
    side = own_side(agreement)
    _require_invited(agreement, side)
    text = texts.build(agreement)
    form = SignForm(text_sha256=text.sha256)
    status = 200
    if form.validate_on_submit():
        try:
            user = reauthenticated(form.password.data or "")
            act = Act(
                by=user,
                text_sha256=form.text_sha256.data or "",
                address=request.remote_addr or "",
                agent=request.user_agent.string,
            )
            with transaction():
                sign_by_route(agreement, side, act)
            return see_other("desk.agreement", agreement_id=agreement.public_id)
        except Refused as refusal:
            keep_refusal(agreement, side, refusal)
            if refusal.status == 403:
                raise
            field = form.password if refusal.field == "password" else form.read
            field.errors = [*field.errors, refusal_text(refusal)]
            status = refusal.status
    elif form.is_submitted():
        status = 422
    page = render_template(
        "agreements/sign.html",
        agreement=agreement,
        side=side,
        form=form,
        text=text,
        rules=ROUTES[agreement.route],
        held=held_reason(agreement.licensee) if _is_notice(agreement) else None,
    )
    return page, status


@blueprint.get("/agreements/<agreement_id>/preview.pdf")
@member_required
def preview(agreement_id: str) -> Response:
    """The text as it will be printed, marked as a preview."""
    agreement = visible(agreement_id)
    text = texts.build(agreement)
    tongue = _record_language()
    pdf = preview_pdf("agreement", document_data(agreement, text.record, tongue), language=tongue)
    return send_attachment(pdf, f"preview-{agreement.public_id}.pdf", "application/pdf")


def _require_invited(agreement: Agreement, side: Side) -> None:
    """An invitation that is over is refused, and an act of signing that came after it is noted."""
    try:
        services.require_invited(agreement)
    except Refused as refusal:
        if request.method == "POST":
            keep_refusal(agreement, side, refusal)
        raise


def keep_refusal(agreement: Agreement, side: Side, refusal: Refused) -> None:
    """A refused act of signing stays on record; a wrong password has an event of its own."""
    if refusal.field != "password":
        with transaction():
            services.note_refused_signature(agreement, side, present_user(), refusal.code)


def sign_by_route(agreement: Agreement, side: Side, act: Act) -> None:
    """What a signature of this side does on this route: the routes table decides."""
    instrument = ROUTES[agreement.route].instrument
    if instrument is Instrument.NOTICE:
        services.sign_notice(agreement, act)
    elif instrument is Instrument.TEXT:
        services.accept_open_source(agreement, act)
    elif side is Side.LICENSEE and is_as_offered(agreement):
        services.accept_standing_offer(agreement, act)
    else:
        ends_on = clock.today() + timedelta(days=INVITATION_DAYS)
        services.sign_contract(agreement, side, act, ends_on)


def in_one_step(agreement: Agreement) -> bool:
    """Whether the licensee's signature alone is missing: a notice, a signed offer, a published text."""
    contract = ROUTES[agreement.route].instrument is Instrument.CONTRACT
    return not contract or is_as_offered(agreement)


def is_as_offered(agreement: Agreement) -> bool:
    """Whether these are the terms of the patentee's standing offer, not negotiated ones."""
    offer = agreement.listing.offer if agreement.listing is not None else None
    return offer is not None and offer.terms_sha256 == agreement.offered_sha256


def _places(agreement: Agreement) -> Places | None:
    """How the places among the first licensees stand for this licensee now."""
    quota, listing = agreement.record.quota, agreement.listing
    if quota is None or listing is None or agreement.quota_place is None:
        return None
    return places(listing, quota, agreement.licensee)


def _is_notice(agreement: Agreement) -> bool:
    return ROUTES[agreement.route].instrument is Instrument.NOTICE


def _record_language() -> str:
    return "en" if language() == "en" else "zh"
