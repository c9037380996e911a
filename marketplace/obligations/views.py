"""Pages of what is owed: royalty statements, and facts that trigger payment."""

from typing import Any

from flask import Blueprint, Response, render_template
from flask_login import current_user, login_required
from sqlalchemy import select

from marketplace import files
from marketplace.accounts.acting import member_required, signed_in
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.deeds.queries import terms_in_force
from marketplace.documents.downloads import send_attachment
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.obligations import policies, services, statements
from marketplace.obligations.forms import DisputeStatementForm, FactForm, ReportForm
from marketplace.obligations.models import FactKind, Obligation, RoyaltyStatement
from marketplace.terms.enums import RoyaltyBase
from marketplace.web import refusals_at_fields, see_other

blueprint = Blueprint("obligations", __name__)

_FACTS = {policies.slug(kind): kind for kind in (FactKind.FIRST_REVENUE, FactKind.MILESTONE)}


@blueprint.route("/agreements/<agreement_id>/statements/new", methods=["GET", "POST"])
@member_required
def report(agreement_id: str) -> Any:
    """The licensee reports the base of a royalty period that is over."""
    agreement, user = _reporting(agreement_id)
    royalty = terms_in_force(agreement).royalty
    periods = statements.open_periods(agreement)
    if royalty is None or not periods:
        raise Refused("no_open_period", N_("No reporting period is over and unanswered now."))
    form = ReportForm(periods=periods, in_units=royalty.base is RoyaltyBase.OUTPUT)
    if form.validate_on_submit():
        row = next(row for row in periods if row.public_id == form.period.data)
        with refusals_at_fields(form):
            _submit(agreement, row, form, user)
            return _to(agreement)
    page = render_template(
        "obligations/report.html", agreement=agreement, form=form, royalty=royalty
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/statements/<statement_id>")
@login_required
def statement(statement_id: str) -> str:
    """One royalty statement, for both parties, staff and auditors."""
    found = _statement(statement_id)
    royalty = terms_in_force(found.agreement).royalty
    return render_template(
        "obligations/statement.html",
        statement=found,
        agreement=found.agreement,
        royalty=royalty,
        in_units=royalty is not None and royalty.base is RoyaltyBase.OUTPUT,
        may_answer=policies.may_answer(current_user, found.agreement),
    )


@blueprint.post("/statements/<statement_id>/acceptance")
@member_required
def accept(statement_id: str) -> Any:
    """The licensor accepts: the royalty of the period falls due."""
    found, user = _answerable(statement_id)
    with transaction():
        statements.accept_statement(found, user)
    return _to(found.agreement)


@blueprint.route("/statements/<statement_id>/dispute", methods=["GET", "POST"])
@member_required
def dispute(statement_id: str) -> Any:
    """The licensor disputes the figure, with the reason."""
    found, user = _answerable(statement_id)
    form = DisputeStatementForm()
    if form.validate_on_submit():
        with transaction():
            statements.dispute_statement(found, form.reason.data or "", user)
        return _to(found.agreement)
    page = render_template("obligations/dispute.html", statement=found, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/statements/<statement_id>/proof")
@login_required
def proof(statement_id: str) -> Response:
    """The proof of a statement, for both parties, staff and auditors."""
    found = _statement(statement_id)
    if found.evidence_sha256 is None:
        raise Missing()
    name = f"statement-{found.public_id}"
    return send_attachment(files.get(found.evidence_sha256), name, "application/octet-stream")


@blueprint.route("/agreements/<agreement_id>/facts/<kind>", methods=["GET", "POST"])
@member_required
def fact(agreement_id: str, kind: str) -> Any:
    """Enter a first revenue or an accepted milestone: it triggers payment as agreed."""
    agreement, user = visible(agreement_id), _user()
    side = own_side(agreement)
    if kind not in _FACTS or kind not in policies.facts_to_enter(user, agreement, side):
        raise Missing()
    names = policies.open_milestones(agreement) if _FACTS[kind] is FactKind.MILESTONE else []
    form = FactForm(names=names, proof_needed=side is Side.LICENSOR)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            _enter(agreement, _FACTS[kind], form, user)
            return _to(agreement)
    page = render_template(
        "obligations/fact.html", agreement=agreement, form=form, kind=_FACTS[kind]
    )
    return page, 422 if form.is_submitted() else 200


def _submit(agreement: Agreement, row: Obligation, form: ReportForm, user: User) -> None:
    if row.period_from is None or row.period_to is None:
        raise Missing()
    evidence = files.put(form.proof.data.read()) if form.proof.data else None
    with transaction():
        statements.submit_statement(
            agreement, row.period_from, row.period_to, form.quantity.data, user, evidence
        )


def _enter(agreement: Agreement, kind: FactKind, form: FactForm, user: User) -> None:
    evidence = files.put(form.proof.data.read()) if form.proof.data else None
    with transaction():
        services.enter_fact(
            agreement,
            kind,
            form.on.data,
            user,
            name=form.name.data if "name" in form else "",
            evidence_sha256=evidence,
            note=form.note.data or "",
        )


def _reporting(agreement_id: str) -> tuple[Agreement, User]:
    agreement, user = visible(agreement_id), _user()
    if not policies.may_report(user, agreement):
        raise NotAllowed()
    return agreement, user


def _answerable(statement_id: str) -> tuple[RoyaltyStatement, User]:
    found, user = _statement(statement_id), _user()
    if not policies.may_answer(user, found.agreement):
        raise NotAllowed()
    return found, user


def _statement(statement_id: str) -> RoyaltyStatement:
    """Missing for everybody who may not see its agreement."""
    found = db.session.scalar(
        select(RoyaltyStatement).where(RoyaltyStatement.public_id == statement_id)
    )
    if found is None:
        raise Missing()
    visible(found.agreement.public_id)
    return found


def _user() -> User:
    user = signed_in()
    if user is None:
        raise NotAllowed()
    return user


def _to(agreement: Agreement) -> Any:
    return see_other("desk.agreement", agreement_id=agreement.public_id)
