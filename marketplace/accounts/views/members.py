"""Members of the organization, invitations, the statement of authority."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import login_required
from sqlalchemy import select

from marketplace.accounts import acting, forms, labels, policies, queries, services
from marketplace.accounts.acting import member_required
from marketplace.accounts.forms import refusals_at_fields
from marketplace.accounts.models import Invitation, Membership, Role
from marketplace.accounts.texts import AUTHORITY_STATEMENT
from marketplace.accounts.views.sessions import Page
from marketplace.accounts.views.shared import blueprint, form_page, me, mine
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.web import language, see_other


@blueprint.route("/organization/members", methods=["GET", "POST"])
@member_required
def members() -> Page:
    _membership, organization = mine()
    may_own = policies.may_own(me(), organization)
    form = forms.InvitationForm(data={"roles": [Role.VIEWER.value]})
    if may_own and form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.invite(organization, form.email.data, form.roles.data, by=me())
            flash(_("The invitation is on its way; it can be accepted for seven days."), "done")
            return see_other(".members")
    return form_page(
        "members",
        form,
        organization=organization,
        may_own=may_own,
        invitations=queries.open_invitations(organization),
        hints=labels.ROLE_HINTS,
        me=me(),
    )


@blueprint.route("/organization/members/<public_id>/roles", methods=["GET", "POST"])
@member_required(Role.OWNER)
def set_roles(public_id: str) -> Page:
    membership = _colleague(public_id)
    form = forms.RolesForm(data={"roles": membership.roles})
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.set_roles(membership, form.roles.data, by=me())
            flash(_("Saved."), "done")
            return see_other(".members")
    return form_page("roles", form, membership=membership, hints=labels.ROLE_HINTS)


@blueprint.post("/organization/members/<public_id>/removal")
@member_required(Role.OWNER)
def remove_member(public_id: str) -> Page:
    membership = _colleague(public_id)
    with transaction():
        services.remove_member(membership, by=me())
    flash(_("%(person)s is no longer a member.", person=membership.user.name), "done")
    return see_other(".members")


@blueprint.post("/organization/departure")
@member_required
def leave() -> Page:
    membership, organization = mine()
    with transaction():
        services.leave(membership)
    flash(_("You left %(organization)s.", organization=organization.name), "done")
    return see_other(".account")


@blueprint.post("/organization/invitations/<public_id>/withdrawal")
@member_required(Role.OWNER)
def withdraw_invitation(public_id: str) -> Page:
    _membership, organization = mine()
    invitation = db.session.scalar(
        select(Invitation).where(
            Invitation.public_id == public_id, Invitation.organization_id == organization.id
        )
    )
    if invitation is None:
        raise Missing()
    with transaction():
        services.withdraw_invitation(invitation, by=me())
    flash(_("The invitation is withdrawn; its link no longer works."), "done")
    return see_other(".members")


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@login_required
def invitation(token: str) -> Page:
    found = services.open_invitation(token)
    form = forms.PlainForm()
    if form.validate_on_submit():
        with transaction():
            membership = services.accept_invitation(token, me())
        acting.act_for(membership.organization)
        flash(_("You are a member now."), "done")
        return see_other(".organization")
    return form_page("invitation", form, invitation=found, me=me())


@blueprint.route("/organization/authority", methods=["GET", "POST"])
@member_required(Role.SIGNATORY)
def authority() -> Page:
    membership, organization = mine()
    form = forms.AuthorityForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.state_authority(membership, accepted=form.accepted.data)
            flash(_("Your authority is stated; you can sign now."), "done")
            return redirect(acting.way_back(url_for(".organization")), 303)
    names = {"person": me().name, "organization": organization.name}
    return form_page(
        "authority",
        form,
        membership=membership,
        title=AUTHORITY_STATEMENT.title(language()),
        version=AUTHORITY_STATEMENT.version,
        chinese=AUTHORITY_STATEMENT.paragraphs("zh_CN", **names),
        english=AUTHORITY_STATEMENT.paragraphs("en", **names) if language() == "en" else [],
    )


def _colleague(public_id: str) -> Membership:
    _membership, organization = mine()
    found = next((each for each in organization.memberships if each.public_id == public_id), None)
    if found is None:
        raise Missing()
    return found
