"""``/reports`` for staff and auditors; ``/cases`` for everybody; the case of a deal for its parties."""

from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask_login import login_required
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.acting import (
    administrator_required,
    present_user,
    signed_in,
    supervisor_required,
)
from marketplace.accounts.models import Organization
from marketplace.accounts.policies import is_administrator, may_manage
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views.access import visible
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment, send_document
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.reports import queries, services, sheets
from marketplace.reports.figures import share_of
from marketplace.reports.forms import CaseForm, ConsentForm, ReportForm, StandingForm, TargetForm
from marketplace.reports.models import Measure, Report, Subordination
from marketplace.types import canonical_json
from marketplace.web import label, refusals_at_fields, see_other
from marketplace.web_parts.charts import Bar

blueprint = Blueprint("reports", __name__)

_FEN = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/reports")
@supervisor_required
def index() -> str:
    return _index()


@blueprint.post("/reports")
@administrator_required
def make() -> Any:
    """Count and fix a report."""
    form = ReportForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                report = services.make_report(form.first_on.data, form.last_on.data, present_user())
                public_id = report.public_id
            return see_other(".show", report_id=public_id)
    return _index(report=form), 422


@blueprint.post("/reports/targets")
@administrator_required
def set_target() -> Any:
    form = TargetForm(prefix="target")
    if form.validate_on_submit():
        measure = Measure(form.measure.data)
        value = (form.value.data or 0) * (_FEN if measure.is_money else 1)
        with transaction():
            services.set_target(form.year.data or 0, measure, value, present_user())
        return see_other(".index")
    return _index(target=form), 422


@blueprint.post("/reports/standings")
@administrator_required
def enter_standing() -> Any:
    form = StandingForm(_institutions(), prefix="standing")
    if form.validate_on_submit():
        with transaction():
            found = select(Organization).where(Organization.public_id == form.organization.data)
            organization = db.session.scalars(found).one()
            chosen = Subordination(form.subordination.data)
            services.enter_standing(organization, chosen, present_user())
        return see_other(".index")
    return _index(standing=form), 422


@blueprint.get("/reports/<report_id>")
@supervisor_required
def show(report_id: str) -> str:
    report = queries.by_public_id(report_id)
    return render_template(
        "reports/show.html",
        report=report,
        document=queries.document_of(report),
        rows=_rows(report),
        groups=list(Subordination),
        chart=_chart(report),
    )


@blueprint.get("/reports/<report_id>.<any(pdf,xlsx,json):kind>")
@supervisor_required
def download(report_id: str, kind: str) -> Response:
    """The sealed paper, the sheet, or the data."""
    report = queries.by_public_id(report_id)
    name = f"report-{report.first_on}-{report.last_on}-{report.ordinal}"
    if kind == "xlsx":
        return send_attachment(sheets.xlsx(report.data), f"{name}.xlsx", _XLSX)
    if kind == "json":
        return send_attachment(canonical_json(report.data), f"{name}.json", "application/json")
    document = queries.document_of(report)
    if document is None:
        raise Missing()
    return send_document(document)


@blueprint.get("/cases")
def cases() -> str:
    """Deals told as examples, as long as both parties agree."""
    return render_template("reports/cases.html", cases=queries.shown_cases())


@blueprint.get("/cases/<case_id>")
def case(case_id: str) -> str:
    found = queries.case_by_id(case_id)
    if not found.is_shown:
        raise Missing()
    return render_template("reports/case.html", case=found)


@blueprint.route("/agreements/<agreement_id>/case", methods=["GET", "POST"])
@login_required
def of_agreement(agreement_id: str) -> Any:
    """Write the case of a deal; see who agrees."""
    agreement = visible(agreement_id)
    known = queries.case_of(agreement)
    form = CaseForm(obj=known)
    if form.validate_on_submit():
        with transaction():
            services.write_case(
                agreement, form.title.data or "", form.text.data or "", present_user()
            )
        return see_other(".of_agreement", agreement_id=agreement_id)
    page = render_template(
        "reports/of_agreement.html",
        agreement=agreement,
        case=known,
        form=form,
        sides=list(Side),
        own=[side for side in Side if may_manage(signed_in(), agreement.party(side))],
        may_write=_may_write(agreement),
    )
    return (page, 422) if form.errors else page


@blueprint.post("/cases/<case_id>/<any(consent,withdrawal):step>/<side>")
@login_required
def consent(case_id: str, step: str, side: str) -> Any:
    """A party agrees, or takes it back."""
    found, form = queries.case_by_id(case_id), ConsentForm()
    if side not in set(Side):
        raise Missing()
    if not form.validate_on_submit():
        abort(400)
    agreement_id = found.agreement.public_id
    visible(agreement_id)
    with transaction():
        services.consent(
            found, Side(side), step == "consent", present_user(), form.text_sha256.data or ""
        )
    return see_other(".of_agreement", agreement_id=agreement_id)


def _may_write(agreement: Agreement) -> bool:
    user = signed_in()
    sides = (agreement.licensor, agreement.licensee)
    return is_administrator(user) or any(may_manage(user, side) for side in sides)


def _index(**typed: Any) -> str:
    today = clock.today()
    return render_template(
        "reports/index.html",
        reports=queries.reports(),
        targets=queries.targets(today.year),
        figure=sheets.figure,
        year=today.year,
        institutions=queries.institutions(),
        may_make=is_administrator(signed_in()),
        report_form=typed.get("report")
        or ReportForm(formdata=None, first_on=today.replace(month=1, day=1), last_on=today),
        target_form=typed.get("target")
        or TargetForm(formdata=None, prefix="target", year=today.year),
        standing_form=typed.get("standing")
        or StandingForm(_institutions(), formdata=None, prefix="standing"),
    )


def _institutions() -> list[tuple[str, str]]:
    return [(each.public_id, each.name) for each, _ in queries.institutions()]


def _rows(report: Report) -> list[tuple[Measure, list[str], str, str]]:
    """Measure, figure by group and total, target, how much of it is reached."""
    rows = []
    for measure in Measure:
        total = report.data["totals"][measure.value]
        groups = [report.data["groups"][each.value][measure.value] for each in Subordination]
        target = report.data["targets"].get(measure.value)
        rows.append(
            (
                measure,
                [sheets.figure(measure, value) for value in (*groups, total)],
                "—" if target is None else sheets.figure(measure, target),
                "—" if target is None else share_of(total, target) or "—",
            )
        )
    return rows


def _chart(report: Report) -> list[Bar]:
    """Licenses by subordination; the table has everything."""
    return [
        Bar(str(label(each)), report.data["groups"][each.value][Measure.LICENSES.value])
        for each in Subordination
    ]
