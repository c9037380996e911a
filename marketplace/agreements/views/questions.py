"""``/agreements/<id>/effect``: whether the license took effect, asked and decided by two persons."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from flask_login import current_user, login_required
from flask_wtf.file import FileField
from werkzeug.wrappers import Response

from marketplace import files
from marketplace.accounts.acting import present_user
from marketplace.accounts.policies import is_administrator, is_auditor
from marketplace.agreements import policies, queries
from marketplace.agreements.models import Agreement
from marketplace.agreements.question_forms import (
    DoubtForm,
    FindingForm,
    ReadFindingForm,
    SendBackForm,
    StatementForm,
)
from marketplace.agreements.questions import EffectFinding, EffectQuestion, QuestionCause
from marketplace.agreements.services import questions as services
from marketplace.agreements.views import blueprint
from marketplace.agreements.views.access import visible
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing, NotAllowed
from marketplace.web import refusals_at_fields, see_other

Page = str | Response | tuple[str, int]


@blueprint.get("/agreements/<agreement_id>/effect")
@login_required
def effect(agreement_id: str) -> Page:
    """Both parties, staff and auditors read; the forms are for those who may say something."""
    return _page(_read(agreement_id))


@blueprint.post("/agreements/<agreement_id>/effect/doubt")
@login_required
def doubt(agreement_id: str) -> Page:
    agreement = _read(agreement_id)
    form = DoubtForm(services.causes(agreement))

    def act() -> None:
        services.doubt(
            agreement,
            QuestionCause(form.cause.data),
            form.text.data or "",
            _kept(form.evidence),
            present_user(),
        )

    return _take(agreement, "doubt", form, act, _("Entered. A second person decides on it."))


@blueprint.post("/agreements/<agreement_id>/effect/finding")
@login_required
def find(agreement_id: str) -> Page:
    agreement, question = _open(agreement_id)
    form = FindingForm()

    def act() -> None:
        finding = EffectFinding(form.finding.data)
        services.find(question, finding, form.text.data or "", _kept(form.evidence), present_user())

    return _take(agreement, "find", form, act, _("Entered. A second person decides on it."))


@blueprint.post("/agreements/<agreement_id>/effect/return")
@login_required
def send_finding_back(agreement_id: str) -> Page:
    agreement, question = _open(agreement_id)
    form = SendBackForm()
    return _take(
        agreement,
        "send_back",
        form,
        lambda: services.send_back(question, form.text.data or "", present_user()),
        _("Sent back. Both sides were told the reason."),
    )


@blueprint.post("/agreements/<agreement_id>/effect/decision")
@login_required
def decide_effect(agreement_id: str) -> Page:
    agreement, question = _open(agreement_id)
    form = ReadFindingForm()
    return _take(
        agreement,
        "confirm",
        form,
        lambda: services.confirm(question, form.entry.data or "", present_user()),
        _("Decided. Both sides were told."),
    )


@blueprint.post("/agreements/<agreement_id>/effect/statement")
@login_required
def state_view(agreement_id: str) -> Page:
    agreement, question = _open(agreement_id)
    form = StatementForm()
    return _take(
        agreement,
        "state",
        form,
        lambda: services.state(question, form.view.data or "", _kept(form.proof), present_user()),
        _("Entered. Whoever decides reads it."),
    )


@blueprint.get("/agreements/<agreement_id>/effect/papers/<entry_id>")
@login_required
def effect_paper(agreement_id: str, entry_id: str) -> Any:
    """What was handed in with an entry, for both parties."""
    for question in queries.questions_of(_read(agreement_id)):
        for entry in question.entries:
            if entry.public_id == entry_id and entry.evidence_sha256:
                data = files.get(entry.evidence_sha256)
                return send_attachment(data, f"effect-{entry_id}", "application/octet-stream")
    raise Missing()


def _read(agreement_id: str) -> Agreement:
    """Missing where nothing was asked and nothing can be asked by the visitor."""
    agreement = visible(agreement_id)
    if not queries.questions_of(agreement) and not (
        services.causes(agreement) and policies.may_find(current_user, agreement)
    ):
        raise Missing()
    return agreement


def _open(agreement_id: str) -> tuple[Agreement, EffectQuestion]:
    agreement = _read(agreement_id)
    questions = queries.questions_of(agreement)
    if not questions:
        raise NotAllowed()
    return agreement, questions[0]


def _take(agreement: Agreement, name: str, form: Any, act: Callable[[], None], told: str) -> Page:
    """One step in one transaction; a refusal at a field is shown there and nothing typed is lost."""
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                act()
            flash(told, "done")
            return see_other("agreements.effect", agreement_id=agreement.public_id)
    return _page(agreement, **{name: form}), 422


def _page(agreement: Agreement, **typed: Any) -> str:
    question = queries.open_question(agreement)
    found = question.found if question is not None else None
    user = current_user
    may_find = policies.may_find(user, agreement)
    causes = services.causes(agreement)
    may_confirm = found is not None and policies.may_confirm(user, found.by, agreement)
    forms = {
        "doubt": DoubtForm(causes) if causes and may_find else None,
        "find": FindingForm() if question and not found and may_find else None,
        "confirm": ReadFindingForm(entry=found.public_id) if found and may_confirm else None,
        "send_back": SendBackForm() if found and (may_confirm or found.by == user) else None,
        "state": StatementForm() if question and policies.may_state(user, agreement) else None,
    }
    return render_template(
        "agreements/effect.html",
        agreement=agreement,
        question=question,
        found=found,
        questions=queries.questions_of(agreement),
        alone=len(agreement.present_licensor.memberships) <= 1,
        masked=is_auditor(user) and not is_administrator(user),
        forms=forms | {name: form for name, form in typed.items() if forms[name] is not None},
    )


def _kept(upload: FileField) -> str | None:
    return files.put(upload.data.read()) if upload.data else None
