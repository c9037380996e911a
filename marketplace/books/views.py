"""Pages of the books: statement of account, its files, reports of payments."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user, login_required
from sqlalchemy import select

from marketplace.accounts.acting import acting_organization, member_required, present_user
from marketplace.accounts.models import Organization, Role
from marketplace.accounts.policies import may_finance
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import of_organization
from marketplace.books import exports, policies, reports
from marketplace.books.forms import ReportForm, SpanForm
from marketplace.books.labels import reason_text
from marketplace.books.models import PaymentReport
from marketplace.books.reading import Reading, read, usual_span
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment, send_document
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.web import refusals_at_fields, see_other

blueprint = Blueprint("books", __name__)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/my/books")
@member_required(Role.OWNER, Role.FINANCE)
def own() -> Any:
    """The books of the organization for which the visitor acts."""
    return see_other(".statement", organization_id=_own().public_id)


@blueprint.get("/organizations/<organization_id>/books")
@login_required
def statement(organization_id: str) -> Any:
    organization = _seen(organization_id)
    form, reading = _asked(organization)
    document = exports.paper_of(reading) if reading else None
    page = render_template(
        "books/statement.html",
        organization=organization,
        form=form,
        reading=reading,
        document=document if document and reading and exports.is_of(document, reading) else None,
        may_request=_may_request(organization),
        reason_text=reason_text,
    )
    return page, 200 if reading else 422


@blueprint.get("/organizations/<organization_id>/books.xlsx")
@login_required
def workbook(organization_id: str) -> Response:
    organization = _seen(organization_id)
    reading = _required(organization)
    name = f"books-{reading.first}-{reading.last}.xlsx"
    return send_attachment(exports.as_workbook(reading), name, _XLSX)


@blueprint.post("/organizations/<organization_id>/books/paper")
@login_required
def request_paper(organization_id: str) -> Any:
    """Have the statement of these days sealed."""
    organization = _seen(organization_id)
    if not _may_request(organization):
        raise NotAllowed()
    reading = _required(organization)
    with transaction():
        exports.request_paper(reading, present_user())
    return see_other(
        ".statement", organization_id=organization_id, first=reading.first, last=reading.last
    )


@blueprint.get("/organizations/<organization_id>/books.pdf")
@login_required
def paper(organization_id: str) -> Response:
    reading = _required(_seen(organization_id))
    document = exports.paper_of(reading)
    if document is None or policies.is_masked(current_user, reading.organization):
        raise Missing()
    return send_document(document)


@blueprint.route("/my/payment-reports", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.FINANCE)
def payment_reports() -> Any:
    """The reports of payments of one's own organization, and the form for another."""
    organization = _own()
    agreements = {
        each.public_id: each for each in db.session.scalars(of_organization(organization))
    }
    first, last = usual_span()
    form = ReportForm(first=first, last=last, agreement=request.args.get("agreement", ""))
    form.agreement.choices = [("", _("All agreements"))] + [
        (key, each.title) for key, each in agreements.items()
    ]
    if form.validate_on_submit():
        with refusals_at_fields(form):
            _issue(organization, form, agreements.get(form.agreement.data))
            return see_other(".payment_reports")
    found = [(each, reports.document_of(each)) for each in reports.reports_of(organization)]
    page = render_template("books/reports.html", form=form, reports=found)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/payment-reports/<report_id>.pdf")
@login_required
def report(report_id: str) -> Response:
    found = db.session.scalar(select(PaymentReport).filter_by(public_id=report_id))
    if found is None or not policies.may_read(current_user, found.organization):
        raise Missing()
    document = reports.document_of(found)
    if document is None or policies.is_masked(current_user, found.organization):
        raise Missing()
    return send_document(document)


def _issue(organization: Organization, form: ReportForm, agreement: Agreement | None) -> None:
    first, last = form.first.data, form.last.data
    with transaction():
        reports.request_report(organization, first, last, present_user(), agreement)


def _own() -> Organization:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization


def _seen(public_id: str) -> Organization:
    """Missing for whoever may not read these books: whether there are any is nobody's business."""
    organization = db.session.scalar(select(Organization).filter_by(public_id=public_id))
    if organization is None or not policies.may_read(current_user, organization):
        raise Missing()
    return organization


def _asked(organization: Organization) -> tuple[SpanForm, Reading | None]:
    """The form with the days asked for, and the books of these days where they are sound."""
    first, last = usual_span()
    form = SpanForm(request.values if request.values else None, first=first, last=last)
    if request.values.get("first") and not form.validate():
        return form, None
    with refusals_at_fields(form):
        return form, _read(organization, form.first.data or first, form.last.data or last)
    return form, None


def _required(organization: Organization) -> Reading:
    _form, reading = _asked(organization)
    if reading is None:
        raise Missing()
    return reading


def _read(organization: Organization, first: date, last: date) -> Reading:
    return read(organization, first, last, masked=policies.is_masked(current_user, organization))


def _may_request(organization: Organization) -> bool:
    """Its own finance members; who only supervises changes nothing."""
    return may_finance(current_user, organization)
