"""The review of a batch: all its listings in one sitting, published or returned together."""

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace import clock
from marketplace.accounts.acting import administrator_required
from marketplace.admin.forms import ReasonForm
from marketplace.admin.views import admin
from marketplace.admin.views.shared import Page, me
from marketplace.batches import policies, queries, services
from marketplace.batches.models import ListingBatch
from marketplace.batches.services.steps import Progress
from marketplace.batches.views.common import in_slices
from marketplace.errors import Missing
from marketplace.listings import checks
from marketplace.listings.models import ListingStatus
from marketplace.listings.queries import terms_for
from marketplace.terms.clauses import clauses, summary
from marketplace.web import language, see_other


@admin.get("/batches/<public_id>")
@administrator_required
def batch(public_id: str) -> Page:
    return _page(_batch(public_id), ReasonForm(formdata=None))


@admin.post("/batches/<public_id>/publication")
@administrator_required
def publish_batch(public_id: str) -> Page:
    found, only = _batch(public_id), _marked()
    progress = in_slices(lambda: services.publish_some(found, me(), only=only))
    if progress.finished:
        flash(
            ngettext("%(num)s listing published.", "%(num)s listings published.", progress.done),
            "done",
        )
    return _went_on(found, progress)


@admin.post("/batches/<public_id>/return")
@administrator_required
def return_batch(public_id: str) -> Page:
    found, form, only = _batch(public_id), ReasonForm(), _marked()
    if not form.validate_on_submit():
        return _page(found, form), 422
    reason = form.reason.data
    progress = in_slices(lambda: services.return_some(found, me(), reason, only=only))
    if progress.finished:
        flash(
            ngettext("%(num)s listing returned.", "%(num)s listings returned.", progress.done),
            "done",
        )
    return _went_on(found, progress)


def _page(found: ListingBatch, form: ReasonForm) -> str:
    day = clock.today()
    waiting = queries.listings_of(found, ListingStatus.SUBMITTED)
    problems = {each.id: checks.problems_at_publication(each, day) for each in waiting}
    first = terms_for(waiting[0].items[0]) if waiting else None
    return render_template(
        "admin/batch.html",
        batch=found,
        waiting=waiting,
        counts=queries.counts([found])[found.id],
        problems=problems,
        clean=sum(not each for each in problems.values()),
        fee_of=_fee,
        clauses=clauses(first, language()) if first else (),
        form=form,
        marked=set(request.form.getlist("listing")),
        may_decide=policies.may_review(me(), found),
    )


def _fee(listing: object) -> str:
    terms = terms_for(listing.items[0])  # type: ignore[attr-defined]
    return summary(terms, language()) if terms else ""


def _marked() -> list[str] | None:
    """The listings marked on the page; None where the decision is about all that wait."""
    return None if request.form.get("all") else request.form.getlist("listing")


def _went_on(found: ListingBatch, progress: Progress) -> Page:
    waiting = queries.counts([found])[found.id].waiting
    if not progress.finished:
        text = _("%(done)s of %(total)s are done. The same button goes on with the rest.")
        flash(text % {"done": progress.done, "total": progress.total})
    if progress.finished and not waiting:
        return see_other(".queue", key="batches")
    return see_other(".batch", public_id=found.public_id)


def _batch(public_id: str) -> ListingBatch:
    """A batch that was submitted; before that it is its organization's own."""
    found = queries.by_public_id(public_id)
    if found is None or found.submitted_at is None:
        raise Missing()
    return found
