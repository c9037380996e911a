"""What a co-owner sees: the very terms, and one question; by a mailed link or signed in."""

from typing import Any

from flask import render_template, request
from sqlalchemy import select

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import member_required, reauthenticated, signed_in
from marketplace.accounts.models import User
from marketplace.database import transaction
from marketplace.declarations.material_forms import SignedStatementForm, StatementForm
from marketplace.declarations.material_models import Answer, CoOwner, StatementRequest
from marketplace.declarations.services import co_owners
from marketplace.declarations.views import blueprint
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.web import refusals_at_fields


@blueprint.route("/co-owner-statements/<token>", methods=["GET", "POST"])
def statement(token: str) -> Any:
    """The page behind a mailed link. Opening it changes nothing; stating closes it."""
    asked = co_owners.open_request(token)
    form = StatementForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                made = _state(co_owners.open_request(token), form, None)
            return _thanks(made)
    return _page(asked, form)


@blueprint.route("/my/statements/<co_owner_id>", methods=["GET", "POST"])
@member_required
def my_statement(co_owner_id: str) -> Any:
    """The same question to a co-owner that is an organization here; its signatory answers."""
    co_owner = db.session.scalar(select(CoOwner).filter_by(public_id=co_owner_id))
    if co_owner is None or co_owner.organization is None:
        raise Missing()
    if not accounts.may_view(signed_in(), co_owner.organization):
        raise NotAllowed()
    asked = co_owners.require_open(_latest(co_owner))
    form = SignedStatementForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            user = reauthenticated(form.password.data or "")
            with transaction():
                made = _state(co_owners.require_open(_latest(co_owner)), form, user)
            return _thanks(made)
    may_sign = accounts.may_sign(signed_in(), co_owner.organization)
    return _page(asked, form, may_sign=may_sign)


def _latest(co_owner: CoOwner) -> StatementRequest | None:
    return next((each for each in reversed(co_owner.requests) if each.is_open), None)


def _state(asked: StatementRequest, form: Any, user: User | None) -> Any:
    return co_owners.state(
        asked,
        Answer(form.answer.data),
        signer_name=form.signer_name.data,
        signer_position=form.signer_position.data or "",
        note=form.note.data or "",
        by=user,
        address=request.remote_addr or "",
    )


def _thanks(made: Any) -> str:
    return render_template("declarations/statement_made.html", statement=made)


def _page(asked: StatementRequest, form: Any, *, may_sign: bool = True) -> Any:
    page = render_template(
        "declarations/statement.html",
        asked=asked,
        co_owner=asked.co_owner,
        declaration=asked.co_owner.declaration,
        form=form,
        may_sign=may_sign,
    )
    return page, 422 if form.is_submitted() else 200
