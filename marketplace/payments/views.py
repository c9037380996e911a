"""Paying: the account shown, the slip, online payment; confirming; Stripe's notices."""

from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask_login import current_user, login_required
from sqlalchemy import select
from werkzeug.wrappers import Response

from marketplace import files
from marketplace.accounts import services as accounts
from marketplace.accounts.acting import member_required, present_user
from marketplace.accounts.models import Organization
from marketplace.agreements.models import Agreement
from marketplace.agreements.views.access import visible
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import csrf, db
from marketplace.obligations.services import rows_of
from marketplace.payments import policies, services
from marketplace.payments.forms import DisputeForm, InvoiceForm, TransferForm
from marketplace.payments.gateway import CheckoutRequest, Gateway
from marketplace.payments.models import Payment, Provider
from marketplace.payments.online import checkout_request, settle, work_on
from marketplace.types import Money
from marketplace.web import refusals_at_fields, see_other

blueprint = Blueprint("payments", __name__)


def gateway() -> Gateway:
    """The gateway that the settings chose."""
    found: Gateway = current_app.extensions["gateway"]
    return found


@blueprint.route("/agreements/<agreement_id>/payment", methods=["GET", "POST"])
@member_required
def pay(agreement_id: str) -> Any:
    """What is payable, to which account, and the form for the slip."""
    agreement = _payable(agreement_id)
    payee, due = services.payable_now(agreement)
    form = TransferForm(amount=Money(due).yuan() if due else "")
    if form.validate_on_submit():
        slip = files.put(form.slip.data.read())
        with refusals_at_fields(form):
            with transaction():
                services.state_transfer(
                    agreement,
                    form.amount.fen,
                    form.value_day.data,
                    form.bank_reference.data or "",
                    slip,
                    present_user(),
                )
            return see_other("desk.agreement", agreement_id=agreement.public_id)
    page = render_template(
        "payments/pay.html",
        agreement=agreement,
        payee=payee,
        account=payee.payee_account,
        due=due,
        rows=rows_of(agreement),
        form=form,
        invoice=_invoice_form(agreement.licensee),
        online=gateway().enabled,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/agreements/<agreement_id>/invoice-title")
@member_required
def invoice_title(agreement_id: str) -> Any:
    """The invoice title, asked once per organization."""
    agreement = _payable(agreement_id)
    form = InvoiceForm()
    if form.validate_on_submit():
        with transaction():
            accounts.set_invoice_title(
                agreement.licensee,
                form.invoice_title.data or "",
                form.invoice_tax_number.data or "",
                present_user(),
            )
    return see_other("payments.pay", agreement_id=agreement.public_id)


@blueprint.post("/agreements/<agreement_id>/checkout")
@member_required
def checkout(agreement_id: str) -> Any:
    """Go to Stripe's page for what is payable now; the session is opened outside of a transaction."""
    agreement = _payable(agreement_id)
    with transaction():
        payment = services.open_stripe_payment(agreement, present_user())
        asked = _request(payment)
    session = gateway().open_checkout(asked)
    with transaction():
        services.keep_session(payment, session)
    if session.url is None:
        return see_other("payments.returned", payment_id=payment.public_id)
    return Response(status=303, headers={"Location": session.url})


@blueprint.get("/payments/<payment_id>/return")
@login_required
def returned(payment_id: str) -> Any:
    """Back from Stripe: ask how the session stands, whoever else tells us too."""
    payment = _payment(payment_id)
    if payment.agreement is None or not policies.may_pay(current_user, payment.agreement):
        raise Missing()
    settle(gateway(), payment)
    return see_other("desk.agreement", agreement_id=payment.agreement.public_id)


@blueprint.post("/payments/<payment_id>/confirmation")
@member_required
def confirm(payment_id: str) -> Any:
    """The licensor found the money. Of an online payment Stripe is asked: a click makes no money."""
    payment = _confirmable(payment_id)
    if payment.provider is Provider.STRIPE:
        settle(gateway(), payment)
    if payment.provider is Provider.BANK or not payment.counts:
        with transaction():
            services.confirm(payment, present_user())
    return _to_agreement(payment)


@blueprint.route("/payments/<payment_id>/dispute", methods=["GET", "POST"])
@member_required
def dispute(payment_id: str) -> Any:
    """The licensor does not find the money."""
    payment = _confirmable(payment_id)
    form = DisputeForm()
    if form.validate_on_submit():
        with transaction():
            services.dispute(payment, form.reason.data or "", present_user())
        return _to_agreement(payment)
    page = render_template("payments/dispute.html", payment=payment, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/payments/<payment_id>/slip")
@login_required
def slip(payment_id: str) -> Any:
    """The payment slip, for both parties."""
    payment = _payment(payment_id)
    if payment.agreement is None or payment.slip_sha256 is None:
        raise Missing()
    visible(payment.agreement.public_id)
    return send_attachment(
        files.get(payment.slip_sha256), f"slip-{payment.public_id}", "application/octet-stream"
    )


@blueprint.post("/stripe/webhook")
@csrf.exempt
def webhook() -> tuple[str, int]:
    """Stripe's notices: signature over the raw body first, each worked on once, 2xx only after the
    commit."""
    event = gateway().read_event(request.get_data(), request.headers.get("Stripe-Signature"))
    work_on(gateway(), event)
    return "", 200


def _invoice_form(licensee: Organization) -> InvoiceForm:
    """The title and number that most organizations use, ready to be kept or changed."""
    return InvoiceForm(invoice_title=licensee.name, invoice_tax_number=licensee.code)


def _request(payment: Payment) -> CheckoutRequest:
    back = url_for("payments.returned", payment_id=payment.public_id, _external=True)
    return checkout_request(payment, back)


def _payable(agreement_id: str) -> Agreement:
    agreement = visible(agreement_id)
    if not policies.may_pay(current_user, agreement):
        raise NotAllowed()
    return agreement


def _payment(payment_id: str) -> Payment:
    payment = db.session.scalar(select(Payment).where(Payment.public_id == payment_id))
    if payment is None:
        raise Missing()
    return payment


def _confirmable(payment_id: str) -> Payment:
    payment = _payment(payment_id)
    if payment.agreement is None:
        raise Missing()
    visible(payment.agreement.public_id)
    if not policies.may_confirm(current_user, payment):
        raise NotAllowed()
    return payment


def _to_agreement(payment: Payment) -> Any:
    if payment.agreement is None:
        return see_other("inbox")
    return see_other("desk.agreement", agreement_id=payment.agreement.public_id)
