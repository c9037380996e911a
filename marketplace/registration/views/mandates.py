"""``/filings/mandates``: who files for whom; ``/filings/yearly``: what an institution files itself."""

from typing import Any

from flask import render_template
from flask_login import login_required
from sqlalchemy import select

from marketplace import clock, files
from marketplace.accounts import policies as accounts
from marketplace.accounts import queries as found
from marketplace.accounts.acting import acting_organization, present_user
from marketplace.accounts.models import Organization
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import queries, services
from marketplace.registration.desk_models import FilingMandate
from marketplace.registration.forms import MandateForm, YearlyForm
from marketplace.registration.views import blueprint
from marketplace.terms.routes import Duty
from marketplace.web import refusals_at_fields, see_other


@blueprint.route("/filings/mandates", methods=["GET", "POST"])
@login_required
def mandates() -> Any:
    """Mandates given and held, and a new one."""
    organization, form = _own(), MandateForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            agency = _agency(form.agency.data)
            evidence = files.put(form.evidence.data.read())
            with transaction():
                services.give_mandate(
                    organization,
                    agency,
                    [Duty(kind) for kind in form.kinds.data],
                    evidence,
                    form.given_on.data,
                    present_user(),
                )
            return see_other(".mandates")
    page = render_template(
        "registration/mandates.html",
        organization=organization,
        form=form,
        mandates=queries.mandates_of(organization),
        duty=Duty,
        may_give=accounts.may_manage(present_user(), organization),
    )
    return (page, 422) if form.errors else page


@blueprint.post("/filings/mandates/<mandate_id>/end")
@login_required
def end_mandate(mandate_id: str) -> Any:
    mandate = _mandate(mandate_id)
    with transaction():
        services.end_mandate(mandate, present_user())
    return see_other(".mandates")


@blueprint.get("/filings/mandates/<mandate_id>/evidence")
@login_required
def mandate_evidence(mandate_id: str) -> Any:
    """The scanned power of attorney."""
    mandate = _mandate(mandate_id)
    data = files.get(mandate.evidence_sha256)
    return send_attachment(data, f"mandate-{mandate_id}", "application/octet-stream")


@blueprint.route("/filings/yearly", methods=["GET", "POST"])
@login_required
def yearly() -> Any:
    """Put the inventory or the conversion report of a year on the list."""
    organization = _own()
    form = YearlyForm(year=clock.today().year - 1)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                filing = services.open_yearly(
                    organization, Duty(form.kind.data), form.year.data, present_user()
                )
                public_id = filing.public_id
            return see_other(".show", filing_id=public_id)
    page = render_template("registration/yearly.html", organization=organization, form=form)
    return (page, 422) if form.errors else page


def _own() -> Organization:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    return organization


def _agency(text: str) -> Organization:
    agency = found.organization_by(text)
    if agency is None:
        raise Refused(
            "no_organization_with_code",
            N_("No organization has this credit code or id. Check it, or ask them to register."),
            status=422,
            field="agency",
        )
    return agency


def _mandate(public_id: str) -> FilingMandate:
    mandate = db.session.scalar(select(FilingMandate).where(FilingMandate.public_id == public_id))
    sides = (mandate.client, mandate.agency) if mandate is not None else ()
    if mandate is None or not any(accounts.may_view(present_user(), side) for side in sides):
        raise Missing()
    return mandate
