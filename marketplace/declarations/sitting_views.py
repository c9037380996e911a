"""Sittings over tables: announcements typed in at once, checked at once, brought from elsewhere."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from marketplace import files
from marketplace.accounts.acting import member_required
from marketplace.accounts.models import Organization
from marketplace.database import transaction
from marketplace.declarations import batch_forms, policies, queries, reading
from marketplace.declarations.access import me, my_organization
from marketplace.declarations.batch_views import report
from marketplace.declarations.models import Declaration
from marketplace.declarations.services import batch, importing
from marketplace.declarations.services.batch import LIMIT
from marketplace.declarations.views import blueprint
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.patents.enums import PatentKind
from marketplace.patents.numbers import parse
from marketplace.patents.queries import by_number
from marketplace.web import refusal_text, refusals_at_fields, see_other

Chosen = Sequence[Declaration]


@blueprint.route("/my/declarations/announcements", methods=["GET", "POST"])
@member_required
def announcements() -> Any:
    """A table of announcements of one gazette issue with one evidence."""
    organization = my_organization()
    form = batch_forms.TableForm()
    title = _l("Enter announcements")
    if form.validate_on_submit():
        with refusals_at_fields(form):
            entries = reading.announcements(form.data_bytes)
            evidence = files.put(form.evidence.data.read())
            with transaction():
                outcomes = importing.enter_announcements(organization, entries, evidence, me())
            return report(title, outcomes)
    return _table_page("declarations/announcements.html", form)


@blueprint.route("/my/declarations/import", methods=["GET", "POST"])
@member_required
def import_() -> Any:
    """Declarations that were announced before the institution came here, as a table."""
    organization = my_organization()
    form = batch_forms.TableForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            rows = reading.imported(form.data_bytes)
            evidence = files.put(form.evidence.data.read())
            with transaction():
                outcomes = importing.import_many(organization, rows, evidence, me())
            return report(_l("Declarations announced elsewhere"), outcomes)
    return _table_page("declarations/import.html", form)


@blueprint.route("/my/declarations/import/one", methods=["GET", "POST"])
@member_required
def import_one() -> Any:
    """The same for one declaration, by a form."""
    organization = my_organization()
    form = batch_forms.ElsewhereForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            made = _import_one(organization, form)
            return see_other(".show", public_id=made.public_id)
    return _table_page("declarations/import_one.html", form)


@blueprint.route("/my/declarations/check", methods=["GET", "POST"])
@member_required
def check() -> Any:
    """The second person's sitting: everything that waits, confirmed or rejected at once."""
    organization = my_organization()
    user = me()
    problem = ""
    if request.method == "POST":
        seen = set(request.form.getlist("id"))
        try:
            with transaction():
                rejected = _rejections(seen)
                waiting = _waiting(organization)
                chosen = [each for each in waiting if each.public_id in seen]
                outcomes = batch.check_announcements(chosen, user, rejected)
            return report(_l("Announcements checked"), outcomes)
        except Refused as refusal:
            problem = refusal_text(refusal)
    waiting = _waiting(organization)
    page = render_template(
        "declarations/check.html",
        waiting=waiting,
        mine={each.id for each in waiting if not policies.may_check(user, each)},
        oddities=_oddities(waiting),
        reasons={key: value for key, value in request.form.items() if key.startswith("reason-")},
        wrong=set(request.form.getlist("wrong")),
        problem=problem,
    )
    return page, 422 if problem else 200


def _waiting(organization: Organization) -> Chosen:
    statement = queries.to_check(organization).options(*queries.whole())
    return db.session.scalars(statement.limit(LIMIT)).all()


def _rejections(seen: set[str]) -> dict[str, str]:
    """The reason by public id of each row marked as wrong; Refused where one has none."""
    wrong = [each for each in request.form.getlist("wrong") if each in seen]
    reasons = {each: request.form.get(f"reason-{each}", "").strip() for each in wrong}
    for reason in reasons.values():
        batch.require_reason(reason)
    return reasons


def _oddities(waiting: Chosen) -> dict[int, list[Any]]:
    """What looks unlike the other rows, to guide the eye; never a judgement."""
    numbers = [each.number for each in waiting]
    shapes = [_shape(each.number or "") for each in waiting]
    usual = max(set(shapes), key=shapes.count) if shapes else ""
    days: dict[str, set[Any]] = {}
    for each in waiting:
        days.setdefault(each.gazette_issue, set()).add(each.announced_on)
    found: dict[int, list[Any]] = {}
    for each, shape in zip(waiting, shapes, strict=True):
        if numbers.count(each.number) > 1:
            found.setdefault(each.id, []).append(_l("number stands twice"))
        if shape != usual:
            found.setdefault(each.id, []).append(_l("number is written unlike the others"))
        if len(days[each.gazette_issue]) > 1:
            found.setdefault(each.id, []).append(_l("one issue, several days"))
    return found


def _shape(number: str) -> str:
    """Digits as 0, letters as A: two numbers of one kind look alike."""
    return "".join("0" if c.isdigit() else "A" if c.isalpha() else c for c in number)


def _import_one(organization: Organization, form: Any) -> Declaration:
    number = parse(form.patent.data or "")
    patent = by_number(number.text)
    if patent is None:
        raise Refused(
            "patent_unknown",
            importing.UNKNOWN,
            status=422,
            field="patent",
            number=number.text,
        )
    terms = reading.terms_of(form.cells, PatentKind(patent.kind))
    evidence = files.put(form.evidence.data.read())
    with transaction():
        return importing.import_announced(
            patent,
            organization,
            terms,
            me(),
            number=form.number.data,
            announced_on=form.announced_on.data,
            gazette_issue=form.gazette_issue.data,
            evidence=evidence,
            contact=form.contact.data or "",
        )


def _table_page(template: str, form: Any) -> Any:
    return render_template(template, form=form), 422 if form.is_submitted() else 200
