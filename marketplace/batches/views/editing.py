"""The way, the terms for all, and what the patentee states about the bars."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required

from marketplace import clock
from marketplace.accounts.acting import present_user
from marketplace.batches import queries, services
from marketplace.batches.forms import FeeSourceForm
from marketplace.batches.models import FeeSource, ListingBatch
from marketplace.batches.views import blueprint
from marketplace.batches.views.common import (
    batch_page,
    default_name,
    edited,
    is_default_name,
    managed,
)
from marketplace.database import transaction
from marketplace.declarations import checks
from marketplace.declarations.problems import Blocked
from marketplace.fees.beside import Beside, guidance_beside
from marketplace.listings.forms import STATED_BARS, BarsForm, RouteForm
from marketplace.listings.forms_terms import TermsForm, terms_form
from marketplace.listings.terms_pages import FORM_ID, example_of, page_values, placed
from marketplace.patents import bars as patent_bars
from marketplace.patents.models import BarState, LegalStatus, Patent, StatusSource
from marketplace.terms.enums import FeeMode
from marketplace.terms.findings import TermsError
from marketplace.terms.record import Terms
from marketplace.terms.routes import ROUTES
from marketplace.web import label, refusals_at_fields, see_other


@blueprint.route("/my/batches/<public_id>/route", methods=["GET", "POST"])
@login_required
def route(public_id: str) -> Any:
    batch = edited(public_id)
    chosen = f"{batch.route}:{batch.fee_mode}" if batch.route else None
    form = RouteForm(data={"choice": chosen})
    if form.validate_on_submit():
        with transaction():
            services.choose_route(batch, *form.chosen, present_user())
            if is_default_name(batch):
                name = default_name(len(batch.entries), batch.fee_mode)
                services.rename(batch, name, present_user())
        return see_other(".terms", public_id=public_id)
    page = batch_page(
        "route.html",
        batch,
        "route",
        form=form,
        routes=ROUTES,
        mode_label=lambda mode: label(FeeMode(mode)),
        example_of=example_of,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/my/batches/<public_id>/terms", methods=["GET", "POST"])
@login_required
def terms(public_id: str) -> Any:
    """Type the terms once; the button `preview` shows clauses and cost without saving."""
    batch = edited(public_id)
    if batch.route is None or batch.fee_mode is None:
        return see_other(".route", public_id=public_id)
    present = batch.preset
    form = terms_form(batch.route, batch.fee_mode, present)
    source = FeeSourceForm(data={"fee_source": batch.fee_source.value})
    patents = [entry.patent for entry in queries.entries(batch)]
    elsewhere: list[str] = []
    if form.validate_on_submit() and source.validate():
        try:
            typed = form.terms()
            if "preview" not in request.form:
                _save(batch, typed, source)
                return see_other(".table", public_id=public_id)
            elsewhere, present = form.place_findings(checks.findings(typed)), typed
        except TermsError as error:
            elsewhere = form.place_findings(error.findings)
        except Blocked as blocked:
            elsewhere = placed(form, blocked)
    failed = bool(elsewhere or form.errors) and "preview" not in request.form
    return _terms_page(batch, form, source, present, patents, elsewhere), 422 if failed else 200


@blueprint.route("/my/batches/<public_id>/bars", methods=["GET", "POST"])
@login_required
def bars(public_id: str) -> Any:
    """State the bars once for all patents about which nothing stands yet."""
    batch = managed(public_id)
    form = BarsForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            status = LegalStatus(form.status.data) if form.status.data else None
            source = StatusSource(form.source.data)
            with transaction():
                count = services.state_bars(
                    batch, form.states, status, source, form.on.data, present_user()
                )
            flash(ngettext("Recorded for %(num)s patent.", "Recorded for %(num)s patents.", count))
            return see_other(".check", public_id=public_id)
    page = batch_page(
        "bars.html",
        batch,
        "check",
        form=form,
        stated_bars=STATED_BARS,
        missing=_missing(batch),
        total=len(batch.entries),
    )
    return page, 422 if form.errors else 200


def _save(batch: ListingBatch, typed: Terms, source: FeeSourceForm) -> None:
    chosen = FeeSource(source.fee_source.data)
    with transaction():
        services.set_preset(batch, typed, present_user(), fee_source=chosen)
    flash(_("The terms for all are saved. See now what differs from patent to patent."), "done")


def _terms_page(
    batch: ListingBatch,
    form: TermsForm,
    source: FeeSourceForm,
    present: Terms | None,
    patents: list[Any],
    elsewhere: list[str],
) -> str:
    return batch_page(
        "terms.html",
        batch,
        "terms",
        source=source,
        elsewhere=elsewhere,
        fixed=[],
        stated=sum(patent.asking_fee is not None for patent in patents),
        total=len(patents),
        **page_values(form, present, patents, _guidance(batch, patents[0])),
    )


def _guidance(batch: ListingBatch, patent: Patent) -> Beside:
    """Ranges for the first patent, for orientation over the whole batch."""
    return guidance_beside(patent, batch.organization, request.values, belongs_to=FORM_ID)


def _missing(batch: ListingBatch) -> dict[Any, int]:
    """By bar, for how many patents nothing stands or the statement is too old."""
    day = clock.today()
    found: dict[Any, int] = {}
    for entry in queries.entries(batch):
        for each in patent_bars.evaluate(entry.patent, day):
            if each.counts_as is BarState.NOT_STATED:
                found[each.bar] = found.get(each.bar, 0) + 1
    return found
