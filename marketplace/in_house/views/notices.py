"""In-house notices: the list, opening one for many, one notice with its subjects and its end."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from marketplace import clock, files
from marketplace.accounts.acting import member_required
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment, send_document
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.errors import N_, Missing, Refused
from marketplace.extensions import db
from marketplace.in_house import papers, policies, queries, services
from marketplace.in_house.forms import EvidenceForm, NoticeForm, ObjectionForm, RulingForm
from marketplace.in_house.models import ApprovalRequest, InHouseNotice
from marketplace.in_house.subjects import Subject, named
from marketplace.in_house.views import blueprint
from marketplace.in_house.views.access import (
    me,
    own_organization,
    recorded_notice,
    recording_organization,
    seen_notice,
)
from marketplace.web import refusal_text, refusals_at_fields, see_other

PER_PAGE = 25


@blueprint.get("/my/in-house-notices")
@member_required
def notices() -> str:
    organization = own_organization()
    return render_template(
        "in_house/notices.html",
        organization=organization,
        page=db.paginate(queries.notices_of(organization), per_page=PER_PAGE),
        to_show=len(_to_show()),
        may_record=policies.may_record(me(), organization),
    )


@blueprint.route("/my/in-house-notices/new", methods=["GET", "POST"])
@member_required
def new_notice() -> Any:
    """One notice over all that is marked among what is approved and not shown yet."""
    recording_organization()
    form, failed = NoticeForm(), ""
    marked = set(request.form.getlist("request"))
    if form.validate_on_submit():
        try:
            with refusals_at_fields(form):
                notice = _open(form, marked)
                return see_other(".notice", public_id=notice.public_id)
        except Refused as refusal:
            failed = refusal_text(refusal)
    if not form.is_submitted():
        form.opened_on.data = clock.today()
    waiting = _to_show()
    page = render_template(
        "in_house/new_notice.html",
        waiting=waiting,
        marked=marked or {each.public_id for each in waiting},
        form=form,
        failed=failed,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/in-house-notices/<public_id>")
@login_required
def notice(public_id: str) -> str:
    return notice_page(seen_notice(public_id))


@blueprint.post("/in-house-notices/<public_id>/closing")
@login_required
def close_notice(public_id: str) -> BaseResponse:
    found = recorded_notice(public_id)
    with transaction():
        services.pass_notice(found, me())
    return see_other(".notice", public_id=public_id)


@blueprint.post("/in-house-notices/<public_id>/evidence")
@login_required
def add_evidence(public_id: str) -> Any:
    found, form = recorded_notice(public_id), EvidenceForm()
    if form.validate_on_submit():
        digest = files.put(form.evidence.data.read())
        with refusals_at_fields(form):
            with transaction():
                services.add_evidence(found, me(), digest, form.taken_on.data)
            return see_other(".notice", public_id=public_id)
    return notice_page(found, evidence=form), 422


@blueprint.get("/in-house-notices/<public_id>/evidence/<digest>")
@login_required
def evidence(public_id: str, digest: str) -> BaseResponse:
    """A kept screenshot, as a download."""
    found = seen_notice(public_id)
    if digest not in {each.sha256 for each in found.evidence}:
        raise Missing()
    return send_attachment(files.get(digest), f"notice-{digest[:12]}", "application/octet-stream")


@blueprint.get("/in-house-notices/<public_id>/sheet")
@login_required
def sheet(public_id: str) -> str:
    """The sheet as a page that prints clean."""
    found = seen_notice(public_id)
    return render_template(
        "in_house/sheet.html", shown=found, sheet=papers.sheet(found), rows=papers.facts(found)
    )


@blueprint.get("/in-house-notices/<public_id>/sheet.pdf")
@login_required
def sheet_pdf(public_id: str) -> BaseResponse:
    document = current(seen_notice(public_id), DocumentKind.STATEMENT)
    if document is None:
        raise Missing()
    return send_document(document)


def notice_page(found: InHouseNotice, **failed: Any) -> str:
    """The page of one notice; `failed` holds forms that came back with errors, and for a ruling
    the objection (`ruled`) that it is about."""
    records = policies.may_record(me(), found.organization)
    return render_template(
        "in_house/notice.html",
        shown=found,
        may_record=records and found.is_running,
        may_close=found.is_running and clock.today() >= found.earliest_pass_on,
        document=current(found, DocumentKind.STATEMENT),
        objection=failed.get("objection") or ObjectionForm(found, formdata=None),
        evidence=failed.get("evidence") or EvidenceForm(formdata=None),
        ruling=failed.get("ruling"),
        ruled=failed.get("ruled"),
        new_ruling=lambda: RulingForm(formdata=None),
    )


def _to_show() -> Sequence[ApprovalRequest]:
    return db.session.scalars(queries.to_show(own_organization())).all()


def _open(form: NoticeForm, marked: set[str]) -> InHouseNotice:
    """The notice over what is marked; without any mark over all that waits."""
    digest = files.put(form.evidence.data.read()) if form.evidence.data else None
    with transaction():
        chosen = [each for each in _to_show() if not marked or each.public_id in marked]
        if not chosen:
            raise Refused("no_subjects", N_("Choose what the notice shows."), status=422)
        return services.open_notice(
            [_subject(each) for each in chosen],
            me(),
            opened_on=form.opened_on.data,
            days=form.days.data,
            place=form.place.data,
            title=form.title.data or "",
            rules=form.rules.data or "",
            related_party=form.related_party.data or "",
            evidence=digest,
        )


def _subject(asked: ApprovalRequest) -> Subject:
    """What was approved, in the words in which it was approved."""
    return Subject(
        record=named(asked),
        organization=asked.organization,
        name=asked.name,
        price=asked.price,
        pricing=asked.pricing,
        link=asked.link,
    )
