"""Pages of invoices, for both sides of an agreement."""

from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, render_template
from flask_login import current_user, login_required
from sqlalchemy import or_, select

from marketplace import clock, files
from marketplace.accounts import masking
from marketplace.accounts.acting import acting_organization, member_required, present_user
from marketplace.accounts.models import Role
from marketplace.accounts.policies import is_auditor
from marketplace.agreements.views.access import visible
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.invoices import policies, services
from marketplace.invoices.forms import AskForm, PaperForm, RedForm, RefuseForm, TitleForm
from marketplace.invoices.models import (
    LIFECYCLE,
    InvoiceKind,
    InvoicePaper,
    InvoiceRequest,
    issues_receipts,
)
from marketplace.web import refusals_at_fields, see_other

blueprint = Blueprint("invoices", __name__)


@blueprint.get("/invoices")
@member_required(Role.OWNER, Role.FINANCE)
def index() -> str:
    """What was asked of the organization and what it asked for."""
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    own = organization.id
    rows = db.session.scalars(
        select(InvoiceRequest)
        .where(or_(InvoiceRequest.issuer_id == own, InvoiceRequest.buyer_id == own))
        .order_by(InvoiceRequest.id.desc())
    ).all()
    return render_template(
        "invoices/index.html",
        asked_of_us=[each for each in rows if each.issuer_id == own],
        ours=[each for each in rows if each.buyer_id == own],
    )


@blueprint.route("/agreements/<agreement_id>/invoices/new", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.FINANCE)
def new(agreement_id: str) -> Any:
    agreement = visible(agreement_id)
    if not policies.may_ask(current_user, agreement):
        raise NotAllowed()
    buyer = agreement.licensee
    form = AskForm(
        title=buyer.invoice_title or buyer.name,
        tax_number=buyer.invoice_tax_number or buyer.code or "",
    )
    if not issues_receipts(agreement.licensor):
        form.kind.choices = [
            each for each in form.kind.choices if each.value != InvoiceKind.PUBLIC_RECEIPT.value
        ]
    if form.validate_on_submit():
        with refusals_at_fields(form), transaction():
            made = services.ask(
                agreement,
                present_user(),
                kind=InvoiceKind(form.kind.data),
                amount_fen=form.amount.fen,
                **{name: form[name].data or "" for name in ("title", "tax_number", "note")},
            )
        if not form.errors:
            return see_other(".show", request_id=made.public_id)
    page = render_template("invoices/new.html", form=form, agreement=agreement)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/invoices/<request_id>")
@login_required
def show(request_id: str) -> str:
    found = _seen(request_id)
    return _page(found)


@blueprint.post("/invoices/<request_id>/issue")
@member_required(Role.OWNER, Role.FINANCE)
def issue(request_id: str) -> Any:
    return _entered(request_id, PaperForm(), "issue")


@blueprint.post("/invoices/<request_id>/correction")
@member_required(Role.OWNER, Role.FINANCE)
def correct(request_id: str) -> Any:
    """Enter the red-letter paper."""
    return _entered(request_id, RedForm(), "correct")


@blueprint.post("/invoices/<request_id>/refusal")
@member_required(Role.OWNER, Role.FINANCE)
def refuse(request_id: str) -> Any:
    found, form = _seen(request_id), RefuseForm()
    if not form.validate_on_submit():
        return _page(found, refusing=form), 422
    with transaction():
        services.refuse(found, present_user(), form.reason.data)
    return see_other(".show", request_id=request_id)


@blueprint.post("/invoices/<request_id>/again")
@member_required(Role.OWNER, Role.FINANCE)
def ask_again(request_id: str) -> Any:
    found, form = _seen(request_id), TitleForm()
    if form.validate_on_submit():
        values = {"title": form.title.data or "", "tax_number": form.tax_number.data or ""}
        with refusals_at_fields(form), transaction():
            services.ask_again(found, present_user(), **values)
        if not form.errors:
            return see_other(".show", request_id=request_id)
    return _page(found, again=form), 422


@blueprint.post("/invoices/<request_id>/withdrawal")
@member_required(Role.OWNER, Role.FINANCE)
def withdraw(request_id: str) -> Any:
    found = _seen(request_id)
    with transaction():
        services.withdraw(found, present_user())
    return see_other(".show", request_id=request_id)


@blueprint.get("/invoices/papers/<paper_id>/file")
@login_required
def paper_file(paper_id: str) -> Response:
    paper = db.session.scalar(select(InvoicePaper).filter_by(public_id=paper_id))
    if (
        paper is None
        or paper.file_sha256 is None
        or not policies.may_see(current_user, paper.request)
    ):
        raise Missing()
    name = f"invoice-{paper.number}.{paper.file_type}"
    return send_attachment(files.get(paper.file_sha256), name, "application/octet-stream")


def _entered(request_id: str, form: Any, verb: str) -> Any:
    found = _seen(request_id)
    if form.validate_on_submit():
        paper = _paper(form)
        with refusals_at_fields(form), transaction():
            if verb == "correct":
                services.correct(found, present_user(), paper, form.reason.data)
            else:
                services.issue(found, present_user(), paper)
        if not form.errors:
            return see_other(".show", request_id=request_id)
    db.session.rollback()
    return _page(_seen(request_id), **{"red" if verb == "correct" else "paper": form}), 422


def _paper(form: PaperForm) -> services.Paper:
    upload = form.file.data
    return services.Paper(
        number=form.number.data or "",
        issued_on=form.issued_on.data,
        tax_fen=form.tax_fen,
        tax_note=form.tax_note.data or "",
        file_sha256=files.put(upload.read()) if upload else None,
        file_type=PurePath(upload.filename).suffix.lstrip(".").lower()[:8] if upload else "",
    )


def _page(found: InvoiceRequest, **forms: Any) -> str:
    """The page; ``forms`` are those that were sent and have errors."""
    return render_template(
        "invoices/show.html",
        of=found,
        actions=LIFECYCLE.actions(found.status),
        may_issue=policies.may_issue(current_user, found),
        may_ask=policies.may_ask(current_user, found.agreement),
        paper=forms.get("paper") or PaperForm(formdata=None, issued_on=clock.today()),
        red=forms.get("red") or RedForm(formdata=None, issued_on=clock.today()),
        refusing=forms.get("refusing") or RefuseForm(formdata=None),
        again=forms.get("again")
        or TitleForm(formdata=None, title=found.title, tax_number=found.tax_number),
        sent=bool(forms),
        title=_title(found),
    )


def _title(found: InvoiceRequest) -> str:
    """Auditors see no personal name (LAW 9.3)."""
    own = policies.may_issue(current_user, found) or policies.may_ask(current_user, found.agreement)
    personal = not own and is_auditor(current_user) and found.buyer.is_natural_person
    return masking.name(found.title) if personal else found.title


def _seen(public_id: str) -> InvoiceRequest:
    found = db.session.scalar(select(InvoiceRequest).filter_by(public_id=public_id))
    if found is None or not policies.may_see(current_user, found):
        raise Missing()
    return found
