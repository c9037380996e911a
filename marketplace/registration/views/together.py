"""``/filings/together/…``: many filings in one sitting: given to be sealed, submitted on one day,
receipts from a table, all packages in one ZIP; for a run or a filtered desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import login_required
from flask_wtf import FlaskForm
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import acting_organization, present_user
from marketplace.accounts.models import User
from marketplace.database import transaction
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.registration import bundle, services
from marketplace.registration import selection as selections
from marketplace.registration.desk_models import FilingRun
from marketplace.registration.forms import ActForm, DayForm
from marketplace.registration.models import Filing
from marketplace.registration.selection import Selection, whole
from marketplace.registration.services.preparing import OVERTAKEN
from marketplace.registration.services.running import MOST
from marketplace.registration.services.together import LIMIT, Result
from marketplace.registration.views import blueprint
from marketplace.terms.routes import Duty
from marketplace.web import refusal_text, refusals_at_fields

Acting = Callable[[Selection, Sequence[Filing], Any, User], list[Result]]


@dataclass(frozen=True)
class ManyAct:
    """One verb on many filings: its form, its words and the service."""

    slug: str
    title: Any
    submit: Any
    help: Any
    form: type[FlaskForm]
    act: Acting


ACTS: dict[str, ManyAct] = {
    each.slug: each
    for each in (
        ManyAct(
            selections.SEAL,
            _l("Give many packages to be sealed"),
            _l("Given to be sealed"),
            _l("Each has to be complete and to say what the record says today."),
            ActForm,
            lambda chosen, filings, form, by: services.give_all_to_seal(
                chosen.organization, filings, by
            ),
        ),
        ManyAct(
            selections.SUBMISSION,
            _l("Many submitted on one day"),
            _l("Enter the day for all"),
            _l("You or your agency submit; the site only keeps the day."),
            DayForm,
            lambda chosen, filings, form, by: services.mark_all_submitted(
                chosen.organization, filings, form.day.data, by
            ),
        ),
    )
}

_LINKS = (
    (selections.PACKAGES, ".packages", _l("Download all packages (ZIP)")),
    (selections.SEAL, ".together", _l("Give to be sealed")),
    (selections.SUBMISSION, ".together", _l("Enter the day of filing")),
    (selections.RECEIPTS, ".receipts", _l("Enter receipts from a table")),
)


def standing(chosen: Selection) -> list[dict[str, Any]]:
    """What can be done now with many of these filings at once, with how many."""
    found = []
    for act, endpoint, text in _LINKS:
        count = chosen.count(act)
        if count:
            slug = {"slug": act} if endpoint == ".together" else {}
            args = {**slug, **arguments(chosen)}
            found.append({"endpoint": endpoint, "args": args, "text": text, "count": count})
    return found


@blueprint.route("/filings/together/<slug>", methods=["GET", "POST"])
@login_required
def together(slug: str) -> Any:
    """The filings that stand before an act, ticked; done in one transaction, reported row by row."""
    act = ACTS.get(slug)
    if act is None:
        raise Missing()
    chosen, form = selected(), act.form()
    if form.validate_on_submit():
        try:
            with refusals_at_fields(form):
                with transaction():
                    filings = chosen.chosen(request.form.getlist("id"), LIMIT + 1)
                    results = act.act(chosen, filings, form, present_user())
                return report(act.title, chosen, results)
        except NotAllowed:
            raise
        except Refused as refusal:  # too many or none are ticked: what was typed stays
            form.form_errors.append(refusal_text(refusal))
    statement = chosen.for_act(slug).options(*whole()).limit(LIMIT)
    ticked = set(request.form.getlist("id")) if request.method == "POST" else None
    page = render_template(
        "registration/together.html",
        act=act,
        form=form,
        filings=db.session.scalars(statement).all(),
        count=chosen.count(slug),
        ticked=ticked,
        args=arguments(chosen),
        run=chosen.run,
        day=clock.today(),
    )
    return (page, 422) if request.method == "POST" else page


@blueprint.get("/filings/packages.zip")
@login_required
def packages() -> Response:
    """All prepared packages in one archive, for whoever may download them one by one."""
    chosen = selected(accounts.may_view)
    keys = chosen.keys(selections.PACKAGES, MOST)
    if not keys:
        raise Missing()
    return send_attachment(bundle.write(keys), "filings.zip", "application/zip")


def selected(may: Callable[..., bool] = accounts.may_manage) -> Selection:
    """The selection of the address, for owners and managers of whoever files."""
    user, args = present_user(), request.args
    run = None
    if args.get("run"):
        run = db.session.scalar(select(FilingRun).where(FilingRun.public_id == args["run"]))
        if run is None or not accounts.may_view(user, run.organization):
            raise Missing()
    organization = run.organization if run is not None else acting_organization()
    if organization is None or not may(user, organization):
        raise NotAllowed()
    value = args.get("kind", "")
    kind = Duty(value) if value in set(Duty) else None
    return Selection(organization, run, kind, user if args.get("mine") == "1" else None)


def arguments(chosen: Selection) -> dict[str, str]:
    """The selection as an address has it."""
    run, kind = chosen.run, chosen.kind
    return {
        **({"run": run.public_id} if run is not None else {}),
        **({"kind": kind.value} if kind is not None else {}),
        **({"mine": "1"} if chosen.responsible is not None else {}),
    }


def report(title: Any, chosen: Selection, results: Sequence[Result]) -> str:
    """What became of each."""
    return render_template(
        "registration/together_report.html",
        title=title,
        done=[each for each in results if each.done],
        refused=[each for each in results if not each.done],
        overtaken=[
            each.public_id
            for each in results
            if each.refusal is not None and each.refusal.code == OVERTAKEN
        ],
        acts=standing(chosen),
        run=chosen.run,
    )
