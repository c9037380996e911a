"""Pages of royalty statements and of the bills that follow."""

from typing import Any

from flask import Response, render_template
from flask_login import current_user, login_required
from sqlalchemy import select

from marketplace import files
from marketplace.accounts.acting import member_required, present_user
from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.agreements.views.access import visible
from marketplace.database import transaction
from marketplace.deeds.queries import terms_in_force
from marketplace.documents.downloads import send_attachment
from marketplace.documents.models import DocumentKind
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.obligations import papers, policies, statements
from marketplace.obligations.forms import DisputeStatementForm, ReportForm
from marketplace.obligations.models import Obligation, RoyaltyBill, RoyaltyStatement
from marketplace.obligations.plausibility import look
from marketplace.obligations.views.common import blueprint, paper, to_agreement
from marketplace.terms.enums import RoyaltyBase
from marketplace.web import refusals_at_fields


@blueprint.route("/agreements/<agreement_id>/statements/new", methods=["GET", "POST"])
@member_required
def report(agreement_id: str) -> Any:
    """The licensee reports the base of a royalty period that is over."""
    agreement, user = _reporting(agreement_id)
    royalty = terms_in_force(agreement).royalty
    periods = statements.reportable_periods(agreement)
    if royalty is None or not periods:
        raise Refused("no_open_period", N_("No reporting period is over and unanswered now."))
    form = ReportForm(periods=periods, in_units=royalty.base is RoyaltyBase.OUTPUT)
    if form.validate_on_submit():
        row = next(row for row in periods if row.public_id == form.period.data)
        with refusals_at_fields(form):
            _submit(agreement, row, form, user)
            return to_agreement(agreement)
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
        look=look(found),
    )


@blueprint.post("/statements/<statement_id>/acceptance")
@member_required
def accept(statement_id: str) -> Any:
    """The licensor accepts: the royalty of the period falls due."""
    found, user = _answerable(statement_id)
    with transaction():
        statements.accept_statement(found, user)
    return to_agreement(found.agreement)


@blueprint.route("/statements/<statement_id>/dispute", methods=["GET", "POST"])
@member_required
def dispute(statement_id: str) -> Any:
    """The licensor disputes the figure, with the reason."""
    found, user = _answerable(statement_id)
    form = DisputeStatementForm()
    if form.validate_on_submit():
        with transaction():
            statements.dispute_statement(found, form.reason.data or "", user)
        return to_agreement(found.agreement)
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


@blueprint.get("/bills/<bill_id>/file.pdf")
@login_required
def bill(bill_id: str) -> Response:
    """A royalty bill or credit note: the sealed Chinese file, or its English for reading."""
    found = db.session.scalar(select(RoyaltyBill).where(RoyaltyBill.public_id == bill_id))
    if found is None:
        raise Missing()
    visible(found.obligation.agreement.public_id)
    return paper(found, DocumentKind.STATEMENT, "receipt", papers.bill(found, "en"))


def _submit(agreement: Agreement, row: Obligation, form: ReportForm, user: User) -> None:
    if row.period_from is None or row.period_to is None:
        raise Missing()
    evidence = files.put(form.proof.data.read()) if form.proof.data else None
    with transaction():
        statements.submit_statement(
            agreement, row.period_from, row.period_to, form.quantity.data, user, evidence
        )


def _reporting(agreement_id: str) -> tuple[Agreement, User]:
    agreement, user = visible(agreement_id), present_user()
    if not policies.may_report(user, agreement):
        raise NotAllowed()
    return agreement, user


def _answerable(statement_id: str) -> tuple[RoyaltyStatement, User]:
    found, user = _statement(statement_id), present_user()
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
