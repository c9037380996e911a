"""Steps 4 and 5: the product text, and what the patentee states about the bars."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required

from marketplace import clock
from marketplace.accounts import policies as accounts
from marketplace.database import transaction
from marketplace.declarations.wording import ON_LISTINGS, promotional
from marketplace.listings import services
from marketplace.listings.forms import STATED_BARS, BarsForm, TextForm
from marketplace.listings.models import Listing
from marketplace.listings.services.drafting import TEXTS
from marketplace.listings.views import blueprint
from marketplace.listings.views.common import edited, editor_page, me
from marketplace.patents import bars as patent_bars
from marketplace.patents import services as patents
from marketplace.patents.models import Bar, LegalStatus, Patent, StatusSource
from marketplace.web import refusals_at_fields, see_other


@blueprint.route("/my/listings/<public_id>/text", methods=["GET", "POST"])
@login_required
def text(public_id: str) -> Any:
    listing = edited(public_id)
    form = TextForm(obj=listing)
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                texts = {name: form[name].data or "" for name in TEXTS}
                services.describe(listing, me(), stage=form.chosen_stage, **texts)
            return see_other(".bars", public_id=public_id)
    written = "\n".join(form[name].data or "" for name in TEXTS)
    page = editor_page(
        "text.html", listing, "text", form=form, promotional=promotional(written, ON_LISTINGS)
    )
    return page, 422 if form.errors else 200


@blueprint.route("/my/listings/<public_id>/bars", methods=["GET", "POST"])
@login_required
def bars(public_id: str) -> Any:
    listing = edited(public_id)
    form = BarsForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                stated = [_state(form, patent) for patent in listing.patents]
            if any(stated):
                flash(
                    ngettext(
                        "Recorded for %(num)s patent.",
                        "Recorded for %(num)s patents.",
                        len(listing.patents),
                    ),
                    "done",
                )
            else:
                flash(_("Nothing was stated; choose clear or barred."), "error")
            return see_other(".bars", public_id=public_id)
    page = editor_page(
        "bars.html", listing, "bars", form=form, stated_bars=STATED_BARS, rows=_rows(listing)
    )
    return page, 422 if form.errors else 200


def _state(form: BarsForm, patent: Patent) -> bool:
    """Write what the form says about one patent; whether it said anything."""
    by = accounts.membership_of(me(), patent.claimant) or me()
    source = StatusSource(form.source.data)
    if form.status.data:
        status = LegalStatus(form.status.data)
        patents.set_legal_status(patent, status, source, form.on.data, by)
    states = form.states
    if states:
        patents.state_bars(patent, states, source, by, on=form.on.data)
    return bool(states or form.status.data)


def _rows(listing: Listing) -> list[dict[str, Any]]:
    """For each bar, how it stands for the patents of the listing: results grouped by state."""
    day = clock.today()
    found = {patent: patent_bars.evaluate(patent, day) for patent in listing.patents}
    rows = []
    for place, bar in enumerate(Bar):
        results = [(patent, results[place]) for patent, results in found.items()]
        blocking = [(patent, result) for patent, result in results if result.blocks]
        rows.append({"bar": bar, "results": results, "blocking": blocking})
    return rows
