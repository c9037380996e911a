"""Pages of declarations: the list, one declaration with its life, and a POST for every step."""

from collections.abc import Sequence
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    render_template,
    request,
    url_for,
)
from flask_babel import lazy_gettext as _l
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from marketplace import clock, files
from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import acting_organization, member_required, signed_in
from marketplace.accounts.labels import ROLES
from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.declarations import (
    advertising,
    checks,
    life,
    materials,
    pages,
    policies,
    queries,
    services,
)
from marketplace.declarations.access import managed, me, viewed
from marketplace.declarations.forms import PapersForm
from marketplace.declarations.labels import EVENTS
from marketplace.declarations.material_forms import ChooseMandateForm, MaterialFileForm
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.services.materials import BEFORE_FILING
from marketplace.declarations.services.preparing import EDITABLE
from marketplace.declarations.sheets import making
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing, NotAllowed
from marketplace.extensions import db
from marketplace.fees.statement import draft
from marketplace.in_house import queries as house
from marketplace.terms.clauses import clauses
from marketplace.web import language, refusals_at_fields, see_other

blueprint = Blueprint("declarations", __name__)

PAGE_SIZE = 25
PAGE_SIZES = {"25": 25, "100": 100, "300": 300}


@blueprint.get("/my/declarations")
@member_required
def index() -> str:
    organization = acting_organization()
    if organization is None:
        raise NotAllowed()
    value = request.args.get("status", "")
    status = DeclarationStatus(value) if value in set(DeclarationStatus) else None
    sort = request.args.get("sort", "")
    size = PAGE_SIZES.get(request.args.get("size", ""), PAGE_SIZE)
    chosen = queries.of_organization(organization, status=status, sort=sort)
    page = db.paginate(chosen, per_page=size, max_per_page=size)
    return render_template(
        "declarations/index.html",
        page=page,
        status=status,
        counts=queries.counts(organization),
        organization=organization,
        sort=sort,
        sorts=queries.SORTS,
        size=size,
        sizes=PAGE_SIZES,
        chains={each.id: life.chain(each) for each in page.items},
        to_check=queries.count_to_check(organization),
        may_manage=accounts.may_manage(signed_in(), organization),
    )


@blueprint.get("/declarations/<public_id>")
@login_required
def show(public_id: str) -> str:
    return _page(viewed(public_id))


@blueprint.post("/declarations/<public_id>/papers")
@login_required
def revise(public_id: str) -> Any:
    declaration = managed(public_id)
    form = PapersForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                services.revise(
                    declaration,
                    me(),
                    fee_statement=form.fee_statement.data,
                    contact=form.contact.data,
                    wording_reason=form.wording_reason.data or "",
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
                step.act(declaration, form, me())
            return see_other(".show", public_id=public_id)
    return _page(declaration, failed={slug: form}), 422


@blueprint.get("/declarations/<public_id>/evidence/<digest>")
@login_required
def evidence(public_id: str, digest: str) -> BaseResponse:
    """The evidence of an announcement, as a download (never shown inline from this origin)."""
    declaration = viewed(public_id)
    if digest not in queries.digests(declaration):
        raise Missing()
    name = f"evidence-{digest[:12]}"
    return send_attachment(files.get(digest), name, "application/octet-stream")


def _page(declaration: Declaration, *, papers: Any = None, failed: Any = None) -> str:
    user = signed_in()
    failed = failed or {}
    steps = [
        (step, failed.get(step.slug) or step.form(formdata=None, prefix=step.slug))
        for step in pages.steps_for(user, declaration)
    ]
    editable = declaration.status in EDITABLE and policies.may_manage(user, declaration)
    terms = declaration.record
    checklist = materials.checklist(declaration)
    return render_template(
        "declarations/show.html",
        declaration=declaration,
        steps=steps,
        papers=(papers or PapersForm(obj=declaration, formdata=None)) if editable else None,
        clauses=clauses(terms, language()[:2]),
        events=_told_once(history(declaration)),
        event_texts=EVENTS,
        english_statement=draft(terms, language="en") if language() == "en" else None,
        problems=checks.problems(declaration, clock.today()) if editable else [],
        marked=advertising.marked(declaration),
        sheet_url=_sheet_url(declaration),
        stations=life.chain(declaration),
        waiting=life.waiting(declaration),
        checklist=checklist,
        wanting=_wanting(declaration, checklist),
        material_links=_material_links(declaration),
        sheets=making.kinds_of(declaration),
        may_manage=policies.may_manage(user, declaration),
        in_hand=declaration.status in BEFORE_FILING,
        **_material_forms(declaration),
        shown_in=house.notice_of(declaration),
        rounds=house.rounds_of(declaration),
        names={each.public_id: each.user.name for each in declaration.organization.memberships},
        roles_text={role.value: text for role, text in ROLES.items()},
    )


def _wanting(declaration: Declaration, checklist: Sequence[Any]) -> list[Any]:
    """What stands between a declaration that is ready and the office."""
    if declaration.status is not DeclarationStatus.READY:
        return []
    return [row for row in checklist if row.problem]


def _material_links(declaration: Declaration) -> dict[str, str]:
    """The pages on which a material comes about, by its key."""
    return {
        "commitment": url_for(".commitment", public_id=declaration.public_id),
        "co_owners": url_for(".co_owner_list", public_id=declaration.public_id),
        "report": url_for("patents.show", number=declaration.patent.number),
    }


def _material_forms(declaration: Declaration) -> dict[str, Any]:
    mandates = queries.mandates(declaration.organization)
    chosen = declaration.mandate.public_id if declaration.mandate else ""
    choices = [("", _l("The patentee itself")), *((m.public_id, m.name) for m in mandates)]
    return {
        "file_form": MaterialFileForm(formdata=None, prefix="material"),
        "mandate_form": ChooseMandateForm(choices, formdata=None, mandate=chosen),
    }


def _told_once(events: Sequence[AuditEvent]) -> list[AuditEvent]:
    """What the house and the declaration both record of one step is shown once."""
    shown: list[AuditEvent] = []
    for each in events:
        text = EVENTS.get(each.tag)
        if text is None or not shown or EVENTS.get(shown[-1].tag) != text:
            shown.append(each)
    return shown


def _sheet_url(declaration: Declaration) -> str | None:
    """The copy sheet in the office's order, once the room that makes it is there."""
    endpoint = "registration.declaration_sheet"
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, public_id=declaration.public_id)
