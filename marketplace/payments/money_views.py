"""Receipts of the licensor: its bank's statements, rows and money to decide on, and what goes back."""

import hashlib
from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from marketplace import files
from marketplace.accounts.acting import acting_organization, member_required, present_user
from marketplace.accounts.models import Organization
from marketplace.accounts.policies import may_finance
from marketplace.agreements.models import Agreement
from marketplace.database import transaction
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.obligations.creditors import licensed_by
from marketplace.payments import policies, queries, services
from marketplace.payments.bank_choices import Answer, answers_for, choices_of
from marketplace.payments.bank_files import read_bank_file
from marketplace.payments.bank_forms import (
    OTHER,
    UNRELATED,
    GivenBackForm,
    LicenseForm,
    RefundForm,
    RowForm,
    StatementForm,
)
from marketplace.payments.bank_models import BankRow, BankStatement
from marketplace.payments.bank_reading import plain
from marketplace.payments.models import Payment, Provider
from marketplace.payments.online import finish_refund, settle
from marketplace.payments.views import blueprint, gateway
from marketplace.types import Money
from marketplace.web import refusal_text, refusals_at_fields, see_other


@blueprint.route("/money", methods=["GET", "POST"])
@member_required
def money() -> Any:
    """What came in and waits for a person, and the bank's statements so far."""
    organization = _own()
    form = StatementForm()
    if form.validate_on_submit():
        data = form.file.data.read()
        with refusals_at_fields(form):
            reading = read_bank_file(data)
            files.put(data)
            with transaction():
                statement, is_new = services.import_statement(
                    organization,
                    form.file.data.filename or "",
                    hashlib.sha256(data).hexdigest(),
                    reading,
                    present_user(),
                )
            if not is_new:
                flash(_("This file was read before. Nothing was added."), "info")
            return see_other(".bank_statement", statement_id=statement.public_id)
    page = render_template(
        "payments/money.html",
        organization=organization,
        form=form,
        rows=queries.undecided_rows(organization),
        suspense=services.in_suspense(organization),
        statements=queries.statements_of(organization),
        refunds=queries.refunds_under_way(organization),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/money/statements/<statement_id>")
@member_required
def bank_statement(statement_id: str) -> str:
    """What became of every row of a file."""
    statement = _found(BankStatement, statement_id)
    return render_template(
        "payments/bank_statement.html",
        statement=statement,
        rows=queries.rows_of_statement(statement),
        refused=[
            (each["row"], refusal_text(Refused(each["code"], each["message"], **each["params"])))
            for each in statement.refused
        ],
    )


@blueprint.route("/money/rows/<row_id>", methods=["GET", "POST"])
@member_required
def bank_row(row_id: str) -> Any:
    """One row for a person to decide on."""
    row = _found(BankRow, row_id)
    answers = answers_for(row)
    form = RowForm(choices_of(answers))
    if form.validate_on_submit():
        chosen = next(each for each in answers if each.value == form.choice.data)
        with refusals_at_fields(form):
            with transaction():
                _decide(row, chosen, form.reference.data or "")
            return see_other(".money")
    hints = {each.value: each.hint for each in answers if each.hint}
    page = render_template("payments/bank_row.html", row=row, form=form, hints=hints)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/payments/<payment_id>/license", methods=["GET", "POST"])
@member_required
def assign(payment_id: str) -> Any:
    """Say for which license money came that we could not place."""
    payment = _confirmable(payment_id)
    form = LicenseForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                agreement = _license(payment.licensor, form.reference.data or "")
                services.assign(payment, agreement, present_user())
            return see_other(".money")
    page = render_template("payments/assign.html", payment=payment, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/payments/<payment_id>/refund", methods=["GET", "POST"])
@member_required
def refund(payment_id: str) -> Any:
    """Give money back through Stripe, wholly or in part: asked for and committed first, then sent."""
    payment = _confirmable(payment_id)
    if payment.provider is not Provider.STRIPE:
        return see_other(".given_back", payment_id=payment_id)
    settle(gateway(), payment)
    left = services.refundable_fen(payment)
    form = RefundForm(amount=Money(max(left, 0)).yuan())
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                asked = services.ask_refund(
                    payment, form.amount.fen, form.reason.data or "", present_user()
                )
            _send(asked)
            return see_other(".money")
    page = render_template(
        "payments/refund.html",
        payment=payment,
        form=form,
        left=left,
        refunds=services.refunds_of(payment),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/payments/<payment_id>/given-back", methods=["GET", "POST"])
@member_required
def given_back(payment_id: str) -> Any:
    """State that money went back by bank transfer."""
    payment = _confirmable(payment_id)
    left = services.refundable_fen(payment)
    form = GivenBackForm(amount=Money(max(left, 0)).yuan())
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.give_back_by_transfer(
                    payment,
                    form.amount.fen,
                    form.value_day.data,
                    form.bank_reference.data or "",
                    form.reason.data or "",
                    present_user(),
                )
            return see_other(".money")
    page = render_template(
        "payments/refund.html",
        payment=payment,
        form=form,
        left=left,
        refunds=services.refunds_of(payment),
    )
    return page, 422 if form.is_submitted() else 200


def _send(refund: Any) -> None:
    """Where Stripe does not answer the refund is finished by ``sweep``; the page says so."""
    try:
        finish_refund(gateway(), refund)
    except Refused as refusal:
        if refusal.status != 503:
            raise
        flash(_("Stripe does not answer. The refund is asked for again until it does."), "due")


def _decide(row: BankRow, chosen: Answer, reference: str) -> None:
    user = present_user()
    if chosen.value == UNRELATED:
        services.set_aside(row, user)
    elif chosen.earlier is not None:
        services.take_back(row, chosen.earlier, user)
    else:
        other = _license(row.organization, reference) if chosen.value == OTHER else None
        agreement = other or chosen.agreement
        if agreement is not None:
            services.book_row(row, agreement, user, chosen.slip)


def _license(organization: Organization, reference: str) -> Agreement:
    """A license of this licensor by its reference, however it is typed."""
    found = db.session.scalar(
        select(Agreement).where(Agreement.public_id == plain(reference), licensed_by(organization))
    )
    if found is None:
        raise Refused(
            "license_unknown",
            N_("No license of your organization has this reference. Copy it from its page."),
            status=422,
            field="reference",
        )
    return found


def _own() -> Organization:
    organization = acting_organization()
    if organization is None or not may_finance(current_user, organization):
        raise NotAllowed()
    return organization


def _found(kind: Any, public_id: str) -> Any:
    """A statement or row of the organization for which one acts; Missing for everybody else."""
    found = db.session.scalar(select(kind).where(kind.public_id == public_id))
    if found is None or found.organization_id != _own().id:
        raise Missing()
    return found


def _confirmable(payment_id: str) -> Payment:
    payment = db.session.scalar(select(Payment).where(Payment.public_id == payment_id))
    if payment is None or not policies.may_confirm(current_user, payment):
        raise Missing()
    return payment
