"""Organizations: found, looked at, verified, returned, suspended, resumed."""

from collections.abc import Callable

from flask import flash, render_template, request
from flask_babel import gettext as _
from sqlalchemy import Select, or_, select

from marketplace.accounts import policies, regions, services, uscc
from marketplace.accounts.acting import administrator_required
from marketplace.accounts.models import Organization, OrganizationStatus, User
from marketplace.admin.forms import OrganizationsForm, ReasonForm
from marketplace.admin.views import admin
from marketplace.admin.views.shared import PER_PAGE, Page, filled, me
from marketplace.agreements.queries import held_for
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.web import language, see_other


@admin.get("/organizations")
@administrator_required
def organizations() -> str:
    form = OrganizationsForm(request.args)
    page = db.paginate(_found(form), per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)
    return render_template("admin/organizations.html", form=form, page=page, kept=filled(form))


@admin.get("/organizations/<public_id>")
@administrator_required
def organization(public_id: str) -> Page:
    return _page(_organization(public_id))


@admin.post("/organizations/<public_id>/verification")
@administrator_required
def verify_organization(public_id: str) -> Page:
    with transaction():
        services.verify_organization(_organization(public_id), me())
    flash(_("Verified. Notices that were held for it are served now."), "done")
    return see_other(".queue", key="verifications")


@admin.post("/organizations/<public_id>/resumption")
@administrator_required
def resume_organization(public_id: str) -> Page:
    with transaction():
        services.resume_organization(_organization(public_id), me())
    flash(_("The suspension is lifted."), "done")
    return see_other(".organization", public_id=public_id)


@admin.post("/organizations/<public_id>/return")
@administrator_required
def return_organization(public_id: str) -> Page:
    return _with_reason(public_id, services.return_organization, _("Returned."))


@admin.post("/organizations/<public_id>/suspension")
@administrator_required
def suspend_organization(public_id: str) -> Page:
    return _with_reason(public_id, services.suspend_organization, _("Suspended."))


def _with_reason(public_id: str, act: Callable[[Organization, str, User], None], done: str) -> Page:
    organization, form = _organization(public_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(organization, form), 422
    with transaction():
        act(organization, form.reason.data, me())
    flash(done, "done")
    return see_other(".organization", public_id=public_id)


def _page(organization: Organization, form: ReasonForm | None = None) -> str:
    return render_template(
        "admin/organization.html",
        organization=organization,
        form=form or ReasonForm(formdata=None),
        may_decide=policies.may_decide_on(me(), organization),
        code_is_sound=organization.code is not None and uscc.is_valid(organization.code),
        code_region=uscc.region_of(organization.code) if organization.code else None,
        province=regions.province_name(organization, language()),
        held=held_for(organization),
    )


def _organization(public_id: str) -> Organization:
    found = db.session.scalar(select(Organization).where(Organization.public_id == public_id))
    if found is None:
        raise Missing()
    return found


def _found(form: OrganizationsForm) -> Select[Organization]:
    statement = select(Organization).order_by(Organization.created_at.desc(), Organization.id)
    text, status = (form.q.data or "").strip(), form.status.data
    if text:
        named = Organization.name.contains(text, autoescape=True)
        coded = Organization.code == uscc.normalize(text)
        statement = statement.where(or_(named, coded, Organization.public_id == text))
    if status in set(OrganizationStatus):
        statement = statement.where(Organization.status == status)
    return statement
