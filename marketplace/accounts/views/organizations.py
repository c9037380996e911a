"""The organization one acts for: registered, edited, put before the operator."""

from flask import Response as FileResponse
from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import login_required

from marketplace import files
from marketplace.accounts import acting, evidence, forms, policies, queries, regions, services
from marketplace.accounts.acting import member_required
from marketplace.accounts.forms import refusals_at_fields
from marketplace.accounts.models import Role
from marketplace.accounts.views.sessions import Page
from marketplace.accounts.views.shared import blueprint, form_page, me, mine
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.web import language, safe_next, see_other


@blueprint.get("/organization")
@member_required
def organization() -> Page:
    membership, organization = mine()
    return render_template(
        "accounts/organization.html",
        organization=organization,
        membership=membership,
        memberships=me().memberships,
        may_manage=policies.may_manage(me(), organization),
        may_finance=policies.may_finance(me(), organization),
        province=regions.province_name(organization, language()),
        may_request=organization.may_request_verification,
    )


@blueprint.route("/organization/new", methods=["GET", "POST"])
@login_required
def new_organization() -> Page:
    form = forms.OrganizationForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                created = services.create_organization(me(), **form.details)
            acting.act_for(created)
            acting.come_back_to(safe_next(""))
            flash(_("The organization is registered. Ask for its verification now."), "done")
            return see_other(".verification")
    return form_page("new_organization", form, is_first=not me().memberships)


@blueprint.route("/organization/edit", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def edit_organization() -> Page:
    _membership, organization = mine()
    form = forms.OrganizationForm(obj=organization)
    if not form.is_submitted():
        form.region.data = regions.province_of(organization.region)
    if form.validate_on_submit():
        details = form.details
        if details["region"] == regions.province_of(organization.region):
            details["region"] = organization.region
        with refusals_at_fields(form):
            with transaction():
                services.edit_organization(organization, me(), **details)
            flash(_("Saved."), "done")
            return see_other(".organization")
    return form_page("edit_organization", form, organization=organization)


@blueprint.post("/organization/choice")
@login_required
def choose_organization() -> Page:
    """Act for another of one's organizations from now on."""
    chosen = queries.organization_by(request.form.get("organization", ""))
    if chosen is None:
        raise Missing()
    acting.act_for(chosen)
    return see_other(".organization")


@blueprint.route("/organization/verification", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def verification() -> Page:
    _membership, organization = mine()
    wants_evidence = organization.kind.has_code and organization.evidence_sha256 is None
    form = forms.EvidenceForm() if wants_evidence else forms.VerificationForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            upload = form.evidence.data
            digest = evidence.keep(upload.read()) if upload else None
            with transaction():
                services.request_verification(organization, me(), evidence_sha256=digest)
            flash(_("The operator has your request; the answer comes to the inbox."), "done")
            return see_other(".organization")
    return form_page(
        "verification",
        form,
        organization=organization,
        may_request=organization.may_request_verification,
    )


@blueprint.get("/organizations/<public_id>/evidence")
@login_required
def show_evidence(public_id: str) -> FileResponse:
    """The evidence as a download, for the organization's managers and the operator's staff."""
    organization = queries.organization_by(public_id)
    if organization is None or organization.evidence_sha256 is None:
        raise Missing()
    if not (policies.may_manage(me(), organization) or policies.is_administrator(me())):
        raise NotAllowed()
    data = files.get(organization.evidence_sha256)
    name = f"evidence-{organization.public_id}.{evidence.extension_of(data)}"
    return FileResponse(
        data,
        mimetype="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.route("/organization/invoice-title", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.FINANCE)
def invoice_title() -> Page:
    _membership, organization = mine()
    form = forms.InvoiceForm(
        data={
            "title": organization.invoice_title or organization.name,
            "tax_number": organization.invoice_tax_number or organization.code,
        }
    )
    if form.validate_on_submit():
        with transaction():
            services.set_invoice_title(organization, form.title.data, form.tax_number.data, by=me())
        flash(_("Saved."), "done")
        return see_other(".organization")
    return form_page("invoice_title", form)
