"""The declarations desk: three hundred in one sitting, each act one page and one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_babel import lazy_gettext as _l

from marketplace.accounts import policies as accounts
from marketplace.accounts.acting import member_required, reauthenticated, signed_in
from marketplace.accounts.models import Organization, User
from marketplace.database import transaction
from marketplace.declarations import batch_forms, bundle, queries, texts
from marketplace.declarations.access import mandate_of, me, my_organization
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.declarations.services import batch
from marketplace.declarations.services.batch import LIMIT, Outcome
from marketplace.declarations.views import blueprint
from marketplace.documents.downloads import send_attachment
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.web import refusals_at_fields

Chosen = Sequence[Declaration]


@dataclass(frozen=True)
class BatchAct:
    """One act on many: its words, form, and what it does."""

    slug: str
    title: Any
    submit: Any
    form: Callable[[Organization], Any]
    act: Callable[[Chosen, Any, User], list[Outcome]]
    help: Any = ""


def _plain_form(_: Organization) -> Any:
    return batch_forms.NothingForm()


def _sign(chosen: Chosen, form: Any, by: User) -> list[Outcome]:
    return batch.sign_commitments(chosen, by, address=request.remote_addr or "")


def _agency(chosen: Chosen, form: Any, by: User) -> list[Outcome]:
    key = form.mandate.data
    mandate = mandate_of(chosen[0].organization, key) if key and chosen else None
    return batch.choose_mandate(chosen, by, mandate)


def _mandate_form(organization: Organization) -> Any:
    given = [(each.public_id, each.name) for each in queries.mandates(organization)]
    return batch_forms.MandateChoiceForm([("", _l("The patentee itself")), *given])


ACTS: dict[str, BatchAct] = {
    each.slug: each
    for each in (
        BatchAct(
            "commitment",
            _l("Sign the commitments"),
            _l("Sign all"),
            lambda _: batch_forms.SignAllForm(),
            _sign,
            _l("One recorded act for each patent, with the text and its hash."),
        ),
        BatchAct(
            "co-owners",
            _l("Ask the co-owners"),
            _l("Send the questions"),
            _plain_form,
            lambda chosen, form, by: batch.ask_co_owners(chosen, by),
            _l("Every co-owner whose statement is wanting and who has an address is asked."),
        ),
        BatchAct(
            "agency",
            _l("Choose who files"),
            _l("Choose"),
            _mandate_form,
            _agency,
        ),
        BatchAct(
            "approval",
            _l("Ask for approval"),
            _l("Ask for approval"),
            _plain_form,
            lambda chosen, form, by: batch.submit_for_approval(chosen, by),
            _l("Another person of your organization then approves or returns them."),
        ),
        BatchAct(
            "filed",
            _l("Filed at the office"),
            _l("Enter the day for all"),
            lambda _: batch_forms.FiledForm(),
            lambda chosen, form, by: batch.mark_submitted(chosen, by, form.day.data),
            _l("You or your agency file; the site only keeps the day."),
        ),
    )
}


@blueprint.get("/my/declarations/batch")
@member_required
def choose() -> Any:
    """The act that was chosen, with its form and the declarations it is about."""
    organization = my_organization()
    slug = request.args.get("act", "")
    ids = _chosen_ids(organization)
    if slug == "sheets":
        return _bundle(queries.chosen(organization, ids, limit=LIMIT))
    act = ACTS.get(slug)
    if act is None:
        raise Missing()
    return _act_page(act, organization, ids, act.form(organization))


@blueprint.post("/my/declarations/batch/<slug>")
@member_required
def act(slug: str) -> Any:
    """Do it for all in one transaction, and report row by row."""
    organization = my_organization()
    wanted = ACTS.get(slug)
    if wanted is None:
        raise Missing()
    form = wanted.form(organization)
    ids = request.form.getlist("id")
    if form.validate_on_submit():
        with refusals_at_fields(form):
            user = reauthenticated(form.password.data) if "password" in form else me()
            with transaction():
                chosen = queries.chosen(organization, ids, limit=LIMIT)
                outcomes = wanted.act(chosen, form, user)
            return report(wanted.title, outcomes)
    return _act_page(wanted, organization, ids, form), 422


def _chosen_ids(organization: Organization) -> list[str]:
    """The ticked rows, or all of a state."""
    if not request.args.get("all"):
        return request.args.getlist("id")
    value = request.args.get("status", "")
    status = DeclarationStatus(value) if value in set(DeclarationStatus) else None
    statement = queries.of_organization(organization, status=status).limit(LIMIT)
    return [each.public_id for each in db.session.scalars(statement)]


def _act_page(wanted: BatchAct, organization: Organization, ids: list[str], form: Any) -> str:
    chosen = queries.chosen(organization, ids, limit=LIMIT)
    user = signed_in()
    return render_template(
        "declarations/batch.html",
        act=wanted,
        form=form,
        chosen=chosen,
        text=texts.commitment(chosen[0]) if chosen and wanted.slug == "commitment" else None,
        may_act=wanted.slug != "commitment" or accounts.may_sign(user, organization),
    )


def report(title: Any, outcomes: list[Outcome]) -> str:
    return render_template(
        "declarations/batch_report.html",
        title=title,
        done=[each for each in outcomes if each.done],
        refused=[each for each in outcomes if not each.done],
    )


def _bundle(chosen: Chosen) -> Response:
    return send_attachment(bundle.write(chosen), "declaration-sheets.zip", "application/zip")
