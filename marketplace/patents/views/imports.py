"""A list comes in: upload, read the report, confirm."""

from flask import flash, render_template
from flask_babel import ngettext
from flask_login import current_user

from marketplace.accounts.acting import acting_membership, member_required
from marketplace.accounts.models import Role
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed, Refused
from marketplace.patents import importing, policies, queries
from marketplace.patents.enums import ImportStatus
from marketplace.patents.forms import ImportForm
from marketplace.patents.models import PatentImport
from marketplace.patents.views import blueprint
from marketplace.patents.views.inventory import Page
from marketplace.web import see_other

SHOWN = 500
"""Lines of a report on the page; the rest is counted."""


@blueprint.route("/patents/import", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def import_() -> Page:
    """Choose a file; it is read and kept, and nothing changes until the report is confirmed."""
    form = ImportForm()
    membership = acting_membership()
    if membership is None:
        raise Missing()
    if form.validate_on_submit():
        upload = form.file.data
        try:
            with transaction():
                entry = importing.upload(
                    upload.read(), membership.organization, membership, upload.filename or ""
                )
        except Refused as refusal:
            if not form.show(refusal):
                raise
        else:
            return see_other(".import_report", public_id=entry.public_id)
    recent = queries.recent_imports(membership.organization)
    status = 422 if form.errors else 200
    return render_template("patents/import.html", form=form, recent=recent), status


@blueprint.get("/patents/import/<public_id>")
@member_required
def import_report(public_id: str) -> Page:
    """What the list would change or has changed, by row and column."""
    entry = _entry_or_404(public_id)
    report = entry.report
    return render_template(
        "patents/import_report.html",
        entry=entry,
        report=report,
        refused=report["refused"][:SHOWN],
        warnings=report["warnings"][:SHOWN],
        shown=SHOWN,
        may_apply=entry.status is ImportStatus.READ and policies.may_apply(current_user, entry),
        changes=report["created"] + report["updated"],
    )


@blueprint.post("/patents/import/<public_id>/application")
@member_required(Role.OWNER, Role.MANAGER)
def apply_import(public_id: str) -> Page:
    entry = _entry_or_404(public_id)
    membership = acting_membership()
    if membership is None or not policies.may_apply(current_user, entry):
        raise NotAllowed()
    with transaction():
        report = importing.apply_upload(entry, membership)
    created, updated = report.counts["created"], report.counts["updated"]
    flash(
        ngettext("%(num)s patent was changed.", "%(num)s patents were changed.", created + updated),
        "done",
    )
    return see_other(".import_report", public_id=entry.public_id)


def _entry_or_404(public_id: str) -> PatentImport:
    entry = queries.import_by_public_id(public_id)
    if entry is None or not policies.may_view_import(current_user, entry):
        raise Missing()
    return entry
