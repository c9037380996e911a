"""Pages of both parties about money that a bank holds between them."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from marketplace import files
from marketplace.accounts.acting import member_required, present_user
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.views.access import own_side, visible
from marketplace.custody import policies, queries, services
from marketplace.custody.forms import CarriedOutForm, CustodyForm, InstructionForm, ReceivedForm
from marketplace.custody.models import (
    Custody,
    Instruction,
    InstructionKind,
    ReleaseRule,
)
from marketplace.custody.rules import rule_holds
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing, NotAllowed
from marketplace.types import Money
from marketplace.web import refusals_at_fields, see_other

blueprint = Blueprint("custody", __name__)


@blueprint.get("/agreements/<agreement_id>/custody")
@member_required
def index(agreement_id: str) -> str:
    """What banks hold, or held, for a license."""
    agreement = visible(agreement_id)
    return render_template(
        "custody/index.html",
        agreement=agreement,
        custodies=queries.custodies_of(agreement),
        may_act=_may_act(agreement),
    )


@blueprint.route("/agreements/<agreement_id>/custody/new", methods=["GET", "POST"])
@member_required
def new(agreement_id: str) -> Any:
    """Write down what was arranged with a bank."""
    agreement = visible(agreement_id)
    side = _side(agreement)
    form = CustodyForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                custody = services.propose(
                    agreement,
                    side,
                    present_user(),
                    bank=form.bank.data or "",
                    bank_reference=form.bank_reference.data or "",
                    amount_fen=form.amount.fen,
                    release_rule=ReleaseRule(form.release_rule.data),
                    milestone=(form.milestone.data or "").strip(),
                    release_on=form.release_on.data,
                    return_on=form.return_on.data,
                    conditions=form.conditions.data or "",
                )
            return _to(custody)
    page = render_template("custody/new.html", agreement=agreement, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/custody/<custody_id>")
@member_required
def show(custody_id: str) -> str:
    """One arrangement: what stands, what the bank is to do, what it has confirmed."""
    custody = _custody(custody_id)
    may_act = _may_act(custody.agreement)
    return render_template(
        "custody/show.html",
        custody=custody,
        may_act=may_act,
        side=own_side(custody.agreement) if may_act else None,
        rules={kind: rule_holds(custody, kind) for kind in InstructionKind},
        instructing=InstructionForm(amount=Money(custody.free_fen).yuan()),
    )


@blueprint.post("/custody/<custody_id>/agreement")
@member_required
def agree(custody_id: str) -> Any:
    custody = _custody(custody_id)
    with transaction():
        services.agree(custody, _side(custody.agreement), present_user())
    return _to(custody)


@blueprint.post("/custody/<custody_id>/drop")
@member_required
def drop(custody_id: str) -> Any:
    custody = _custody(custody_id)
    with transaction():
        services.drop(custody, _side(custody.agreement), present_user())
    return _to(custody)


@blueprint.route("/custody/<custody_id>/received", methods=["GET", "POST"])
@member_required
def received(custody_id: str) -> Any:
    """Enter the bank's confirmation that it holds the money."""
    custody = _custody(custody_id)
    side = _side(custody.agreement)
    form = ReceivedForm(amount=Money(custody.amount_fen).yuan())
    if form.validate_on_submit():
        evidence = files.put(form.evidence.data.read())
        with refusals_at_fields(form):
            with transaction():
                services.confirm_received(
                    custody,
                    side,
                    present_user(),
                    amount_fen=form.amount.fen,
                    value_day=form.value_day.data,
                    bank_reference=form.bank_reference.data or "",
                    evidence_sha256=evidence,
                )
            return _to(custody)
    page = render_template("custody/confirm.html", custody=custody, form=form, instruction=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/custody/<custody_id>/instructions", methods=["GET", "POST"])
@member_required
def instruct(custody_id: str) -> Any:
    """Tell the bank what to do, or propose it to the other party."""
    custody = _custody(custody_id)
    side = _side(custody.agreement)
    form = InstructionForm(amount=Money(custody.free_fen).yuan())
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.instruct(
                    custody,
                    side,
                    present_user(),
                    InstructionKind(form.kind.data),
                    form.amount.fen,
                    form.reason.data or "",
                )
            return _to(custody)
    page = render_template("custody/instruct.html", custody=custody, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/custody/instructions/<instruction_id>/decision")
@member_required
def decide(instruction_id: str) -> Any:
    instruction = _instruction(instruction_id)
    with transaction():
        services.decide(instruction, _side(instruction.custody.agreement), present_user())
    return _to(instruction.custody)


@blueprint.post("/custody/instructions/<instruction_id>/withdrawal")
@member_required
def withdraw(instruction_id: str) -> Any:
    instruction = _instruction(instruction_id)
    with transaction():
        services.withdraw(instruction, _side(instruction.custody.agreement), present_user())
    return _to(instruction.custody)


@blueprint.route("/custody/instructions/<instruction_id>/done", methods=["GET", "POST"])
@member_required
def carried_out(instruction_id: str) -> Any:
    """Enter the bank's confirmation that it did as told."""
    instruction = _instruction(instruction_id)
    custody = instruction.custody
    side = _side(custody.agreement)
    form = CarriedOutForm()
    if form.validate_on_submit():
        evidence = files.put(form.evidence.data.read())
        with refusals_at_fields(form):
            with transaction():
                services.confirm_carried_out(
                    instruction,
                    side,
                    present_user(),
                    value_day=form.value_day.data,
                    bank_reference=form.bank_reference.data or "",
                    evidence_sha256=evidence,
                )
            return _to(custody)
    page = render_template(
        "custody/confirm.html", custody=custody, form=form, instruction=instruction
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/custody/<custody_id>/papers/<paper_id>")
@member_required
def paper(custody_id: str, paper_id: str) -> Any:
    """One of the bank's papers, for both parties."""
    for each in _custody(custody_id).confirmations:
        if each.public_id == paper_id:
            data = files.get(each.evidence_sha256)
            return send_attachment(data, f"custody-{paper_id}", "application/octet-stream")
    raise Missing()


def _custody(public_id: str) -> Custody:
    custody = queries.by_public_id(public_id)
    if custody is None:
        raise Missing()
    visible(custody.agreement.public_id)
    return custody


def _instruction(public_id: str) -> Instruction:
    instruction = queries.instruction(public_id)
    if instruction is None:
        raise Missing()
    visible(instruction.custody.agreement.public_id)
    return instruction


def _side(agreement: Agreement) -> Side:
    side = own_side(agreement)
    if not policies.may_act(current_user, agreement, side):
        raise NotAllowed()
    return side


def _may_act(agreement: Agreement) -> bool:
    try:
        return policies.may_act(current_user, agreement, own_side(agreement))
    except NotAllowed:
        return False


def _to(custody: Custody) -> Any:
    return see_other(".show", custody_id=custody.public_id)
