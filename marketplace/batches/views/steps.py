"""From the checked table to one submission: prepare, sign once, submit once; open again."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import confirm_password, present_user
from marketplace.batches import queries, services
from marketplace.batches.assessing import Assessment, Standing, common_problems
from marketplace.batches.models import ListingBatch
from marketplace.batches.services.offering import joint_offer
from marketplace.batches.services.submitting import submittable
from marketplace.batches.views import blueprint
from marketplace.batches.views.common import (
    batch_page,
    edited,
    in_slices,
    managed,
    problem_url,
    say,
    viewed,
)
from marketplace.database import transaction
from marketplace.declarations.problems import Problem
from marketplace.listings.forms import OfferForm, SubmitForm
from marketplace.terms.routes import ROUTES
from marketplace.web import refusals_at_fields, see_other


@blueprint.get("/my/batches/<public_id>/check")
@login_required
def check(public_id: str) -> str:
    """What is ready, what is blocked, why, and what would unblock each."""
    batch = edited(public_id)
    found = queries.assessments(batch)
    blocked = [each for each in found if each.standing is Standing.BLOCKED]
    return batch_page(
        "check.html",
        batch,
        "check",
        counts=Counter(each.standing for each in found),
        total=len(found),
        blocked=blocked,
        reasons=_reasons(blocked),
        common=[
            (each, problem_url(batch, each.step, "")) for each in common_problems(batch, found)
        ],
        warnings=_warnings(found),
        links=lambda each: lambda problem: problem_url(batch, problem.step, each.patent.number),
        needs_declaration=bool(batch.route and ROUTES[batch.route].needs_declaration),
    )


@blueprint.post("/my/batches/<public_id>/preparation")
@login_required
def prepare(public_id: str) -> Any:
    batch = managed(public_id)
    progress = in_slices(lambda: services.prepare_some(batch, present_user()))
    say(
        progress,
        ngettext("%(num)s listing prepared.", "%(num)s listings prepared.", progress.done),
    )
    return _went_on(public_id, progress.finished, "prepare")


@blueprint.route("/my/batches/<public_id>/offers", methods=["GET", "POST"])
@login_required
def offers(public_id: str) -> Any:
    """Read all standing offers and sign them at once with the password."""
    batch = viewed(public_id)
    joint = joint_offer(batch)
    form = OfferForm(data={"shown_sha256": joint.sha256})
    if form.validate_on_submit():
        with refusals_at_fields(form):
            confirm_password(present_user(), form.password.data)
            with transaction():
                count = services.sign_offers(
                    batch, present_user(), shown_sha256=form.shown_sha256.data or ""
                )
            flash(ngettext("%(num)s offer signed.", "%(num)s offers signed.", count), "done")
            return see_other(".show", public_id=public_id)
    page = batch_page(
        "offers.html",
        batch,
        "submit",
        joint=joint,
        head=joint.head,
        form=form,
        may_sign=accounts.may_sign(present_user(), batch.organization),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/my/batches/<public_id>/submission")
@login_required
def submission(public_id: str) -> str:
    """Everything once more before it goes to the staff: what goes, what stays and why."""
    batch = managed(public_id)
    found = submittable(batch)
    held = [(entry, problems) for entry, problems in found if problems]
    waiting = [each.listing for each in joint_offer(batch).offers]
    return batch_page(
        "submission.html",
        batch,
        "submit",
        form=SubmitForm(formdata=None, designate_inbox=batch.designates_inbox),
        going=len(found) - len(held),
        held=[_held(batch, entry, problems) for entry, problems in held],
        unsigned=len(waiting),
    )


@blueprint.post("/my/batches/<public_id>/submission")
@login_required
def submit(public_id: str) -> Any:
    batch = managed(public_id)
    form = SubmitForm()
    if not form.validate_on_submit():
        return see_other(".submission", public_id=public_id)
    inbox = bool(form.designate_inbox.data)
    progress = in_slices(lambda: services.submit_some(batch, present_user(), designate_inbox=inbox))
    say(
        progress,
        ngettext("%(num)s listing submitted.", "%(num)s listings submitted.", progress.done),
    )
    return _went_on(public_id, progress.finished, "submit")


@blueprint.post("/my/batches/<public_id>/reopening")
@login_required
def reopen(public_id: str) -> Any:
    batch = managed(public_id)
    with transaction():
        services.reopen(batch, present_user())
    return see_other(".table", public_id=public_id)


@blueprint.post("/my/batches/<public_id>/dropping")
@login_required
def drop(public_id: str) -> Any:
    batch = managed(public_id)
    with transaction():
        services.drop(batch, present_user())
    flash(_("Given up. Listings that were prepared stay among your drafts."), "done")
    return see_other(".index")


@blueprint.post("/my/batches/<public_id>/remainder")
@login_required
def carry_over(public_id: str) -> Any:
    """A new batch of the patents that were blocked."""
    batch = managed(public_id)
    with transaction():
        fresh = services.carry_over(batch, present_user())
    return see_other(".check", public_id=fresh.public_id)


def _went_on(public_id: str, finished: bool, work: str) -> Any:
    return see_other(".show", public_id=public_id, **({} if finished else {"working": work}))


def _reasons(blocked: Sequence[Assessment]) -> list[tuple[Problem, int]]:
    """One problem for each code with how many patents have it, the most frequent first."""
    counted = Counter(code for each in blocked for code in {p.code for p in each.problems})
    first = {p.code: p for each in reversed(blocked) for p in each.problems}
    return [(first[code], count) for code, count in counted.most_common()]


def _warnings(found: Sequence[Assessment]) -> list[tuple[Any, int]]:
    counted = Counter(each.code for one in found for each in one.warnings)
    first = {each.code: each for one in found for each in one.warnings}
    return [(first[code], count) for code, count in counted.most_common()]


def _held(batch: ListingBatch, entry: Any, problems: Sequence[Problem]) -> dict[str, Any]:
    number = entry.patent.number
    return {
        "patent": entry.patent,
        "problems": [(each, problem_url(batch, each.step, number)) for each in problems],
    }
