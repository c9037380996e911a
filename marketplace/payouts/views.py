"""Pages of the divisions: receipts, one division, its files; a person's own parts."""

from typing import Any

from flask import Blueprint, Response, flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user, login_required
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.acting import acting_organization, member_required, present_user
from marketplace.accounts.models import Organization, Role
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment, send_document
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.in_house.queries import notice_of
from marketplace.in_house.rules import CUSTOMARY_DAYS
from marketplace.payments.models import Payment
from marketplace.payouts import papers, policies, queries, services
from marketplace.payouts.dividing import preview
from marketplace.payouts.forms import DivideForm, DropForm, PaidForm, ShowForm, TaxesForm
from marketplace.payouts.models import LIFECYCLE, POSTED, Distribution, DistributionLine
from marketplace.terms.findings import TermsError
from marketplace.web import refusals_at_fields, see_other

blueprint = Blueprint("payouts", __name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own() -> Organization:
    """The organization for which the visitor acts."""
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization


@blueprint.get("/payouts")
@member_required(Role.OWNER, Role.FINANCE)
def index() -> str:
    organization = own()
    return render_template(
        "payouts/index.html",
        receipts=queries.receipts_of(organization),
        distributions=queries.distributions_of(organization),
        rule=queries.rule_on(organization, clock.today()),
    )


@blueprint.route("/payouts/payments/<payment_id>", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.FINANCE)
def divide(payment_id: str) -> Any:
    """Say what is taken off, see the parts, propose the division."""
    payment = _payment(payment_id)
    form, lines, problem = DivideForm(), [], None
    if form.validate_on_submit():
        try:
            with refusals_at_fields(form):
                lines = preview(payment, queries.left_fen(payment), form.deductions())
                if request.form.get("propose"):
                    with transaction():
                        made = services.propose(payment, form.deductions(), present_user())
                    return see_other(".show", distribution_id=made.public_id)
        except TermsError as error:
            problem = _(error.findings[0].message)
    page = render_template(
        "payouts/divide.html",
        payment=payment,
        left=queries.left_fen(payment),
        form=form,
        lines=lines,
        problem=problem,
    )
    return page, 422 if form.errors or problem else 200


@blueprint.get("/payouts/<distribution_id>")
@login_required
def show(distribution_id: str) -> str:
    found = _seen(distribution_id)
    return render_template(
        "payouts/show.html",
        of=found,
        actions=LIFECYCLE.actions(found.status),
        is_posted=found.status in POSTED,
        may_act=policies.may_divide(current_user, found.organization),
        may_confirm=policies.may_confirm(current_user, found),
        taxes=TaxesForm(),
        paid=PaidForm(paid_on=clock.today()),
        shown=ShowForm(opened_on=clock.today(), days=CUSTOMARY_DAYS),
        drop=DropForm(),
        shown_in=notice_of(found),
        documents={each.public_id: papers.statement_of(each) for each in found.lines},
    )


@blueprint.post("/payouts/<distribution_id>/taxes")
@member_required(Role.OWNER, Role.FINANCE)
def taxes(distribution_id: str) -> Any:
    found = _own(distribution_id)
    try:
        amounts = TaxesForm().amounts(found.lines, request.form)
    except ValueError:
        flash(_("Enter amounts in yuan, for example 1,200.00. Nothing was saved."), "error")
        return see_other(".show", distribution_id=distribution_id)
    with transaction():
        services.state_taxes(found, amounts, present_user())
    return see_other(".show", distribution_id=distribution_id)


@blueprint.post("/payouts/<distribution_id>/notice")
@member_required(Role.OWNER, Role.FINANCE)
def open_notice(distribution_id: str) -> Any:
    """Show the rewards in-house; who may open a notice is the house's own rule."""
    found, form = _own(distribution_id), ShowForm()
    if not form.validate_on_submit():
        return _again(form, distribution_id)
    values = {name: form[name].data for name in ("opened_on", "days", "place")}
    with transaction():
        notice = services.show(found, present_user(), **values)
    return see_other("in_house.show_notice", public_id=notice.public_id)


@blueprint.post("/payouts/<distribution_id>/confirmation")
@login_required
def confirm(distribution_id: str) -> Any:
    found = _seen(distribution_id)
    with transaction():
        services.confirm(found, present_user())
    return see_other(".show", distribution_id=distribution_id)


@blueprint.post("/payouts/<distribution_id>/payment")
@member_required(Role.OWNER, Role.FINANCE)
def pay(distribution_id: str) -> Any:
    found, form = _own(distribution_id), PaidForm()
    if not form.validate_on_submit():
        return _again(form, distribution_id)
    with transaction():
        services.pay(found, form.paid_on.data, present_user())
    return see_other(".show", distribution_id=distribution_id)


@blueprint.post("/payouts/<distribution_id>/drop")
@member_required(Role.OWNER, Role.FINANCE)
def drop(distribution_id: str) -> Any:
    found, form = _own(distribution_id), DropForm()
    if not form.validate_on_submit():
        return _again(form, distribution_id)
    with transaction():
        services.drop(found, present_user(), form.reason.data)
    return see_other(".show", distribution_id=distribution_id)


@blueprint.get("/payouts/<distribution_id>/bank.<kind>")
@member_required(Role.OWNER, Role.FINANCE)
def bank_file(distribution_id: str, kind: str) -> Response:
    found = _own(distribution_id)
    name = f"payout-{found.number}.{kind}"
    if kind == "csv":
        return send_attachment(papers.bank_csv(found), name, "text/csv")
    if kind == "xlsx":
        return send_attachment(papers.bank_workbook(found), name, _XLSX)
    raise Missing()


@blueprint.post("/payouts/lines/<line_id>/statement")
@login_required
def request_statement(line_id: str) -> Any:
    line = _line(line_id)
    if not policies.may_divide(current_user, line.distribution.organization):
        raise NotAllowed()
    with transaction():
        papers.request_statement(line, present_user())
    return see_other(".show", distribution_id=line.distribution.public_id)


@blueprint.get("/payouts/lines/<line_id>.pdf")
@login_required
def statement(line_id: str) -> Response:
    """A party's own statement: for the institution's finance members and that person alone."""
    document = papers.statement_of(_line(line_id))
    if document is None:
        raise Missing()
    return send_document(document)


@blueprint.get("/my/shares")
@login_required
def mine() -> str:
    """A person's own parts, whoever divided them."""
    lines = queries.lines_for(present_user())
    documents = {each.public_id: papers.statement_of(each) for each in lines}
    return render_template("payouts/mine.html", lines=lines, documents=documents)


def _payment(public_id: str) -> Payment:
    """A payment to one's own organization; Missing for any other."""
    payment = db.session.scalar(select(Payment).filter_by(public_id=public_id))
    if payment is None or payment.licensor_id != own().id or payment.agreement is None:
        raise Missing()
    return payment


def _seen(public_id: str) -> Distribution:
    found = db.session.scalar(select(Distribution).filter_by(public_id=public_id))
    if found is None or not policies.may_see(current_user, found):
        raise Missing()
    return found


def _own(public_id: str) -> Distribution:
    found = _seen(public_id)
    if not policies.may_divide(current_user, found.organization):
        raise NotAllowed()
    return found


def _line(public_id: str) -> DistributionLine:
    line = db.session.scalar(select(DistributionLine).filter_by(public_id=public_id))
    if line is None:
        raise Missing()
    if policies.may_see(current_user, line.distribution) or policies.is_own(current_user, line):
        return line
    raise Missing()


def _again(form: Any, distribution_id: str) -> Any:
    """The short forms of the page: what was wrong is said at its head."""
    for field in form:
        for error in field.errors:
            flash(f"{field.label.text}: {error}", "error")
    return see_other(".show", distribution_id=distribution_id)
