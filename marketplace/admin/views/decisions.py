"""Payee accounts and held notices: one page each, one decision each."""

from flask import flash, render_template
from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.accounts import policies, services
from marketplace.accounts.acting import administrator_required
from marketplace.accounts.models import PayeeAccount
from marketplace.admin.forms import ExportForm
from marketplace.admin.services import ExportFinding, release_export_check
from marketplace.admin.views import admin
from marketplace.admin.views.shared import Page, me
from marketplace.agreements.queries import by_public_id
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.web import refusals_at_fields, see_other


@admin.get("/payee-accounts/<public_id>")
@administrator_required
def payee_account(public_id: str) -> str:
    account = _account(public_id)
    return render_template(
        "admin/payee_account.html",
        account=account,
        present=account.organization.payee_account,
        may_decide=policies.may_decide_on(me(), account.organization),
    )


@admin.post("/payee-accounts/<public_id>/verification")
@administrator_required
def verify_payee_account(public_id: str) -> Page:
    with transaction():
        services.verify_payee_account(_account(public_id), me())
    flash(_("Verified. Payers are shown this account from now on."), "done")
    return see_other(".queue", key="payee-accounts")


@admin.route("/held-notices/<public_id>", methods=["GET", "POST"])
@administrator_required
def held_notice(public_id: str) -> Page:
    """Enter what the technology-export check found; the notice is served with it."""
    agreement, form = by_public_id(public_id), ExportForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            finding = ExportFinding(form.finding.data)
            with transaction():
                release_export_check(agreement, finding, form.reference.data or "", me())
            flash(_("The result is entered, and the notice goes on to the licensor."), "done")
            return see_other(".queue", key="held-notices")
    page = render_template(
        "admin/held_notice.html",
        agreement=agreement,
        form=form,
        may_decide=policies.may_decide_on(me(), agreement.licensee)
        and policies.may_decide_on(me(), agreement.licensor),
    )
    return page, 422 if form.errors else 200


def _account(public_id: str) -> PayeeAccount:
    found = db.session.scalar(select(PayeeAccount).where(PayeeAccount.public_id == public_id))
    if found is None:
        raise Missing()
    return found
