"""The signature of a further paper, its refusal and its taking back."""

from typing import Any

from flask import render_template, request

from marketplace.accounts.acting import member_required, reauthenticated
from marketplace.agreements.forms import ReasonForm, SignForm
from marketplace.agreements.services import Act
from marketplace.agreements.views.access import own_side
from marketplace.database import transaction
from marketplace.deeds import services, texts
from marketplace.deeds.views import blueprint
from marketplace.deeds.views.access import manager, viewed
from marketplace.errors import NotAllowed, Refused
from marketplace.web import refusal_text, see_other


@blueprint.route("/deeds/<deed_id>/signature", methods=["GET", "POST"])
@member_required
def sign(deed_id: str) -> Any:
    """The password again, and the act over the very text that was read."""
    deed = viewed(deed_id)
    side = own_side(deed.agreement)
    text = texts.build(deed)
    form = SignForm(text_sha256=text.sha256)
    status = 200
    if form.validate_on_submit():
        try:
            act = Act(
                by=reauthenticated(form.password.data or ""),
                text_sha256=form.text_sha256.data or "",
                address=request.remote_addr or "",
                agent=request.user_agent.string,
            )
            with transaction():
                services.sign(deed, side, act)
            return see_other("deeds.show", deed_id=deed.public_id)
        except Refused as refusal:
            if refusal.status == 403:
                raise
            field = form.password if refusal.field == "password" else form.read
            field.errors = [*field.errors, refusal_text(refusal)]
            status = refusal.status
    elif form.is_submitted():
        status = 422
    page = render_template("deeds/sign.html", deed=deed, side=side, form=form, text=text)
    return page, status


@blueprint.route("/deeds/<deed_id>/refusal", methods=["GET", "POST"])
@member_required
def refuse(deed_id: str) -> Any:
    """Decline with a reason that the other side is told."""
    deed = viewed(deed_id)
    side = own_side(deed.agreement)
    if side is deed.side:
        raise NotAllowed()
    user = manager(deed.agreement, side)
    form = ReasonForm()
    if form.validate_on_submit():
        with transaction():
            services.refuse(deed, form.reason.data or "", user)
        return see_other("deeds.show", deed_id=deed.public_id)
    page = render_template("deeds/refuse.html", deed=deed, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/deeds/<deed_id>/withdrawal")
@member_required
def withdraw(deed_id: str) -> Any:
    """Take back what the own side has proposed."""
    deed = viewed(deed_id)
    side = own_side(deed.agreement)
    if side is not deed.side:
        raise NotAllowed()
    user = manager(deed.agreement, side)
    with transaction():
        services.withdraw(deed, user)
    return see_other("deeds.show", deed_id=deed.public_id)
