"""Pages of the materials: commitment, files, agency, co-owners, and the sheets to download."""

from typing import Any

from flask import Response, render_template, request
from flask_login import login_required

from marketplace import files
from marketplace.accounts.acting import member_required, reauthenticated, signed_in
from marketplace.database import transaction
from marketplace.declarations import policies, queries, services, subjects, texts
from marketplace.declarations.access import (
    co_owner_of,
    managed,
    mandate_of,
    me,
    my_organization,
    viewed,
)
from marketplace.declarations.material_forms import (
    AddressForm,
    CommitmentForm,
    CoOwnerForm,
    MandateForm,
    MaterialFileForm,
    PaperStatementForm,
    RemovalForm,
)
from marketplace.declarations.material_models import Act, Answer, FileKind
from marketplace.declarations.models import Declaration
from marketplace.declarations.services import co_owners
from marketplace.declarations.sheets import making
from marketplace.declarations.views import blueprint
from marketplace.documents.downloads import send_attachment
from marketplace.documents.sheets import office, word
from marketplace.errors import Missing
from marketplace.types import canonical_json
from marketplace.web import language, refusals_at_fields, see_other

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.route("/declarations/<public_id>/commitment", methods=["GET", "POST"])
@login_required
def commitment(public_id: str) -> Any:
    """The promise, read and signed by a signatory with the password again."""
    declaration = viewed(public_id)
    text = texts.commitment(declaration)
    form = CommitmentForm(text_sha256=texts.sha256(text))
    if form.validate_on_submit():
        with refusals_at_fields(form):
            user = reauthenticated(form.password.data or "")
            with transaction():
                services.sign_commitment(
                    declaration,
                    user,
                    shown_sha256=form.text_sha256.data or "",
                    address=request.remote_addr or "",
                )
            return see_other(".show", public_id=public_id)
    page = render_template(
        "declarations/commitment.html",
        declaration=declaration,
        form=form,
        text=text,
        english=texts.commitment(declaration, "en") if language() == "en" else None,
        may_sign=policies.may_sign(signed_in(), declaration),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/declarations/<public_id>/files")
@login_required
def add_file(public_id: str) -> Any:
    declaration = managed(public_id)
    form = MaterialFileForm(prefix="material")
    if not form.validate_on_submit():
        return _co_owner_page(declaration, file_form=form), 422
    upload = form.file.data
    digest = files.put(upload.read())
    with transaction():
        services.add_file(declaration, FileKind(form.kind.data), digest, upload.filename, me())
    return see_other(".show", public_id=public_id, _anchor="materials")


@blueprint.post("/declarations/<public_id>/agency")
@login_required
def choose_mandate(public_id: str) -> Any:
    """Say who files: the patentee itself, or the agency of a mandate."""
    declaration = managed(public_id)
    chosen = request.form.get("mandate", "")
    mandate = mandate_of(declaration.organization, chosen) if chosen else None
    with transaction():
        services.choose_mandate(declaration, mandate, me())
    return see_other(".show", public_id=public_id, _anchor="materials")


@blueprint.route("/my/mandates", methods=["GET", "POST"])
@member_required
def mandates() -> Any:
    """The agencies that act for the organization, and a new mandate."""
    organization = my_organization()
    form = MandateForm()
    if form.validate_on_submit():
        evidence = files.put(form.evidence.data.read())
        consent = files.put(form.consent.data.read()) if form.consent.data else None
        with refusals_at_fields(form):
            with transaction():
                services.give_mandate(
                    organization,
                    me(),
                    name=form.name.data,
                    code=form.code.data,
                    agent=form.agent.data,
                    scope=form.scope.data,
                    given_on=form.given_on.data,
                    evidence=evidence,
                    consent=consent,
                )
            return see_other(".mandates")
    page = render_template(
        "declarations/mandates.html",
        form=form,
        mandates=queries.mandates(organization, ended=True),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/my/mandates/<mandate_id>/end")
@member_required
def end_mandate(mandate_id: str) -> Any:
    mandate = mandate_of(my_organization(), mandate_id)
    with transaction():
        services.end_mandate(mandate, me())
    return see_other(".mandates")


@blueprint.get("/declarations/<public_id>/co-owners")
@login_required
def co_owner_list(public_id: str) -> str:
    """Every co-owner: where it stands, and how to ask it."""
    return _co_owner_page(viewed(public_id))


@blueprint.post("/declarations/<public_id>/co-owners")
@login_required
def add_co_owner(public_id: str) -> Any:
    declaration = managed(public_id)
    form = CoOwnerForm(prefix="new")
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                co_owners.add(declaration, me(), name=form.name.data, email=form.email.data or "")
            return see_other(".co_owner_list", public_id=public_id)
    return _co_owner_page(declaration, new=form), 422


@blueprint.post("/declarations/<public_id>/co-owners/<co_owner_id>/<what>")
@login_required
def co_owner_step(public_id: str, co_owner_id: str, what: str) -> Any:
    """Change the address, ask, enter a paper statement, take off the list."""
    declaration = managed(public_id)
    co_owner = co_owner_of(declaration, co_owner_id)
    if what not in _FORMS:
        raise Missing()
    form = _FORMS[what](prefix=f"{what}-{co_owner_id}")
    if form.validate_on_submit():
        with refusals_at_fields(form):
            paper = getattr(form, "paper", None)
            digest = files.put(paper.data.read()) if paper is not None else ""
            with transaction():
                _STEPS[what](co_owner, form, digest)
            return see_other(".co_owner_list", public_id=public_id)
    return _co_owner_page(declaration, failed={(what, co_owner_id): form}), 422


@blueprint.get("/declarations/<public_id>/sheets/<kind>.<form>")
@login_required
def sheet_file(public_id: str, kind: str, form: str) -> Response:
    """A copy sheet as PDF, DOCX, XLSX or data, made from the same record."""
    declaration = viewed(public_id)
    if kind not in making.kinds_of(declaration):
        raise Missing()
    payload = making.sheet(declaration, kind)
    name = f"{declaration.patent.number}-{making.FILE_NAMES[kind]}.{form}"
    if form == "pdf":
        data = making.pdf([payload], payload["title"]["zh"])
        return send_attachment(data, name, "application/pdf")
    if form == "docx":
        return send_attachment(word.docx(payload), name, _WORD)
    if form == "xlsx":
        return send_attachment(office.xlsx(payload), name, _EXCEL)
    if form == "json":
        return send_attachment(canonical_json(payload), name, "application/json")
    raise Missing()


def act_of(declaration: Declaration) -> Act:
    """What co-owners are asked about now: the withdrawal once the declaration is in force."""
    return Act.WITHDRAW if declaration.is_announced else Act.DECLARE


def _address(co_owner: Any, form: Any, digest: str) -> None:
    co_owners.mend(co_owner, me(), email=form.email.data)
    co_owners.ask(co_owner, act_of(co_owner.declaration), me())


def _paper(co_owner: Any, form: Any, digest: str) -> None:
    co_owners.enter_paper(
        co_owner,
        act_of(co_owner.declaration),
        Answer(form.answer.data),
        me(),
        signer_name=form.signer_name.data,
        day=form.day.data,
        paper=digest,
    )


_FORMS: dict[str, Any] = {
    "request": AddressForm,
    "paper": PaperStatementForm,
    "removal": RemovalForm,
}
_STEPS: dict[str, Any] = {
    "request": _address,
    "paper": _paper,
    "removal": lambda co_owner, form, _: co_owners.remove(co_owner, me(), form.reason.data),
}


def _co_owner_page(
    declaration: Declaration, *, new: Any = None, failed: Any = None, file_form: Any = None
) -> str:
    failed = failed or {}
    act = act_of(declaration)
    may_manage = policies.may_manage(signed_in(), declaration)
    forms = {
        each.public_id: {
            what: failed.get((what, each.public_id))
            or kind(formdata=None, prefix=f"{what}-{each.public_id}", email=each.email)
            for what, kind in _FORMS.items()
        }
        for each in declaration.co_owners
    }
    return render_template(
        "declarations/co_owners.html",
        declaration=declaration,
        act=act,
        forms=forms if may_manage else {},
        new=new or CoOwnerForm(formdata=None, prefix="new"),
        file_form=file_form,
        stance=subjects.stance,
        text=texts.consent(declaration, "……", act),
        may_manage=may_manage,
        asks=act is Act.DECLARE or bool(declaration.withdrawal_reason),
    )
