"""The organization's accounts that payments go to."""

from flask import flash
from flask_babel import gettext as _

from marketplace.accounts import forms, policies, services
from marketplace.accounts.acting import member_required
from marketplace.accounts.forms import refusals_at_fields
from marketplace.accounts.texts import PAYEE_CONSENT
from marketplace.accounts.views.sessions import Page
from marketplace.accounts.views.shared import blueprint, form_page, me, mine
from marketplace.database import transaction
from marketplace.errors import NotAllowed
from marketplace.web import language, see_other


@blueprint.route("/organization/payee-accounts", methods=["GET", "POST"])
@member_required
def payee_accounts() -> Page:
    _membership, organization = mine()
    if not policies.may_finance(me(), organization):
        raise NotAllowed()
    form = forms.PayeeAccountForm(data={"holder": organization.name})
    if not organization.is_natural_person:
        del form.consent
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.add_payee_account(
                    organization,
                    me(),
                    holder=form.holder.data,
                    bank=form.bank.data,
                    account_number=form.account_number.data,
                    consented=bool(form.consent and form.consent.data),
                )
            flash(_("The account is stated; it is used once the operator has verified it."), "done")
            return see_other(".payee_accounts")
    return form_page(
        "payee_accounts",
        form,
        organization=organization,
        consent_text=" ".join(PAYEE_CONSENT.paragraphs(language())),
    )
