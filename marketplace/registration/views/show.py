"""``/filings/<id>``: the office's fields with value and source, what is missing, the next step."""

from typing import Any

from flask import abort, render_template, session
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from marketplace import clock
from marketplace.accounts.acting import signed_in
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.documents.sheets.common import source_text
from marketplace.errors import NotAllowed
from marketplace.registration import facts, pages, policies, services
from marketplace.registration.forms import FilerForm, ReadingForm, ResponsibleForm, answers_form
from marketplace.registration.labels import EVENTS
from marketplace.registration.models import EDITABLE, Filing
from marketplace.registration.precheck import precheck
from marketplace.registration.tables import MARKS, entries, fill, missing, table_for
from marketplace.registration.views import blueprint
from marketplace.registration.views.access import visible
from marketplace.web import language, refusals_at_fields, see_other


@blueprint.get("/filings/<filing_id>")
@login_required
def show(filing_id: str) -> str:
    return page_of(visible(filing_id))


@blueprint.post("/filings/<filing_id>/answers")
@login_required
def answer(filing_id: str) -> Any:
    """Type what the record does not know."""
    filing = _own(filing_id)
    form = answers_form(table_for(filing), {}, language())()
    if form.validate_on_submit():
        keys = [field.key for field in table_for(filing).questions]
        with transaction():
            services.answer(filing, {key: form[key].data or "" for key in keys}, signed_in())
        return see_other(".show", filing_id=filing_id)
    return page_of(filing, answers=form), 422


@blueprint.post("/filings/<filing_id>/filer")
@login_required
def assign(filing_id: str) -> Any:
    """Hand the filing to another party that may file, or to an agency."""
    filing = visible(filing_id)
    if not policies.may_assign(signed_in(), filing):
        raise NotAllowed()
    form = FilerForm(prefix="filer")
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                pages.assign(filing, form, _user())
            return see_other(".show", filing_id=filing_id)
    return page_of(filing, filer=form), 422


@blueprint.post("/filings/<filing_id>/<slug>")
@login_required
def step(filing_id: str, slug: str) -> Any:
    """Take one step; refused moves are 409, what was typed wrongly stands at its field."""
    filing = _own(filing_id)
    step = pages.STEPS.get(slug) or abort(404)
    form = step.form(prefix=slug)
    if "kept" in form and form["kept"].data != session.get(kept_key(filing_id)):
        form["kept"].data = ""  # only a paper that this person uploaded for this very filing
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                step.act(filing, form, _user())
            return _after(filing)
    return page_of(filing, failed={slug: form}), 422


def kept_key(filing_id: str) -> str:
    """Under which the session keeps the digest of a paper that was read for a filing."""
    return f"receipt-{filing_id}"


def _after(filing: Filing) -> BaseResponse:
    return see_other(".show", filing_id=filing.public_id)


def _own(filing_id: str) -> Filing:
    filing = visible(filing_id)
    if not policies.may_file(signed_in(), filing):
        raise NotAllowed()
    return filing


def _user() -> Any:
    return signed_in() or abort(401)


def page_of(
    filing: Filing, *, failed: dict[str, Any] | None = None, read: Any = None, **typed: Any
) -> str:
    """The page; ``failed`` are forms of steps to show again, ``typed`` the others by their names."""
    user, failed = signed_in(), failed or {}
    answers, filer = typed.get("answers"), typed.get("filer")
    table = table_for(filing)
    filled = fill(table, facts.gather(filing))
    shown = {entry.field.key: entry.text for entry in entries(filled) if entry.field.entered}
    editable = filing.status in EDITABLE and policies.may_file(user, filing) and table.questions
    return render_template(
        "registration/show.html",
        filing=filing,
        table=table,
        filled=filled,
        objections=precheck(filing, missing(filled)) if filing.status in EDITABLE else [],
        read=read,
        reading=(typed.get("reading") or ReadingForm(formdata=None, prefix="reading"))
        if "complete" in filing.actions and policies.may_file(user, filing)
        else None,
        responsible=_responsible(filing, typed.get("responsible")),
        answers=answers or (answers_form(table, shown, language())(formdata=None))
        if editable
        else None,
        filer=filer or (FilerForm(formdata=None, prefix="filer")),
        may_assign=policies.may_assign(user, filing) and filing.status in EDITABLE,
        steps=[
            (each, failed.get(each.slug) or each.form(formdata=None, prefix=each.slug))
            for each in pages.steps_for(user, filing)
        ],
        events=history(filing),
        event_texts=EVENTS,
        marks=MARKS,
        source_text=source_text,
        place=0 if language().startswith("zh") else 1,
        day=clock.today(),
    )


def _responsible(filing: Filing, typed: Any) -> Any:
    """The form that names the responsible person, for the filer's own people."""
    if not (filing.is_open and policies.may_file(signed_in(), filing)):
        return None
    person = filing.responsible.public_id if filing.responsible else ""
    return typed or ResponsibleForm(
        pages.members_of(filing), formdata=None, prefix="responsible", person=person
    )
