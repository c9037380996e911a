"""Pages of declarations: the list, one declaration with its life, and a POST for every step."""

from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_login import login_required
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from marketplace import clock, files
from marketplace.accounts.acting import acting_organization, member_required, signed_in
from marketplace.accounts.labels import ROLES
from marketplace.accounts.models import User
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import checks, pages, policies, queries, services
from marketplace.declarations.forms import PapersForm
from marketplace.declarations.labels import EVENTS
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.services.preparing import EDITABLE
from marketplace.declarations.wording import promotional
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.fees.statement import draft
from marketplace.in_house import queries as house
from marketplace.terms.clauses import clauses
from marketplace.web import language, refusals_at_fields, see_other

blueprint = Blueprint("declarations", __name__)

PAGE_SIZE = 25


@blueprint.get("/my/declarations")
@member_required
def index() -> str:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    value = request.args.get("status", "")
    status = DeclarationStatus(value) if value in set(DeclarationStatus) else None
    page = db.paginate(queries.of_organization(organization, status=status), per_page=PAGE_SIZE)
    return render_template(
        "declarations/index.html",
        page=page,
        status=status,
        counts=queries.counts(organization),
        organization=organization,
    )


@blueprint.get("/declarations/<public_id>")
@login_required
def show(public_id: str) -> str:
    return _page(viewed(public_id))


@blueprint.post("/declarations/<public_id>/papers")
@login_required
def revise(public_id: str) -> Any:
    declaration = _managed(public_id)
    form = PapersForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.revise(
                    declaration,
                    _me(),
                    fee_statement=form.fee_statement.data,
                    contact=form.contact.data,
                )
            return see_other(".show", public_id=public_id)
    return _page(declaration, papers=form), 422


@blueprint.post("/declarations/<public_id>/<slug>")
@login_required
def step(public_id: str, slug: str) -> Any:
    """Take one step of the life; refused moves are 409, what was typed wrongly stands there."""
    declaration = viewed(public_id)
    step = pages.STEPS.get(slug) or abort(404)
    if not step.allowed(signed_in(), declaration) and not policies.may_manage(
        signed_in(), declaration
    ):
        raise NotAllowed()
    form = step.form(prefix=slug)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                step.act(declaration, form, _me())
            return see_other(".show", public_id=public_id)
    return _page(declaration, failed={slug: form}), 422


@blueprint.get("/declarations/<public_id>/evidence/<digest>")
@login_required
def evidence(public_id: str, digest: str) -> BaseResponse:
    """The evidence of an announcement, as a download (never shown inline from this origin)."""
    declaration = viewed(public_id)
    if digest not in {declaration.evidence_sha256, declaration.withdrawal_evidence_sha256}:
        raise Missing()
    return send_file(
        BytesIO(files.get(digest)),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=f"evidence-{digest[:12]}",
    )


def _page(declaration: Declaration, *, papers: Any = None, failed: Any = None) -> str:
    user = signed_in()
    failed = failed or {}
    steps = [
        (step, failed.get(step.slug) or step.form(formdata=None, prefix=step.slug))
        for step in pages.steps_for(user, declaration)
    ]
    editable = declaration.status in EDITABLE and policies.may_manage(user, declaration)
    terms = declaration.record
    return render_template(
        "declarations/show.html",
        declaration=declaration,
        steps=steps,
        papers=(papers or PapersForm(obj=declaration, formdata=None)) if editable else None,
        clauses=clauses(terms, language()[:2]),
        events=history(declaration),
        event_texts=EVENTS,
        english_statement=draft(terms, language="en") if language() == "en" else None,
        problems=checks.problems(declaration, clock.today()) if editable else [],
        promotional=promotional(f"{declaration.fee_statement} {declaration.contact}"),
        sheet_url=_sheet_url(declaration),
        shown_in=house.notice_of(declaration),
        rounds=house.rounds_of(declaration),
        names={each.public_id: each.user.name for each in declaration.organization.memberships},
        roles_text={role.value: text for role, text in ROLES.items()},
    )


def _sheet_url(declaration: Declaration) -> str | None:
    """The copy sheet in the office's order, once the room that makes it is there."""
    endpoint = "registration.declaration_sheet"
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, public_id=declaration.public_id)


def _me() -> User:
    """The signed-in user; `login_required` has seen to it that there is one."""
    user = signed_in()
    if user is None:
        raise NotAllowed()
    return user


def viewed(public_id: str) -> Declaration:
    declaration = db.session.scalar(select(Declaration).filter_by(public_id=public_id))
    if declaration is None:
        raise Missing()
    if not policies.may_view(signed_in(), declaration):
        raise NotAllowed()
    return declaration


def _managed(public_id: str) -> Declaration:
    declaration = viewed(public_id)
    if not policies.may_manage(signed_in(), declaration):
        raise NotAllowed()
    return declaration
