"""One entry for everything (S100): what all open filings of a deal still ask, each once, on one page;
one data set in, every package out."""

from typing import Any

from flask import render_template
from flask_login import login_required

from marketplace.accounts.acting import present_user
from marketplace.agreements import policies as agreements
from marketplace.agreements.models import Agreement
from marketplace.agreements.queries import by_public_id
from marketplace.database import transaction
from marketplace.errors import Missing, NotAllowed
from marketplace.registration import facts, policies, queries, services
from marketplace.registration.forms import answers_form
from marketplace.registration.models import EDITABLE, Filing
from marketplace.registration.tables import Table, entries, fill, merged, table_for
from marketplace.registration.views import blueprint
from marketplace.web import language, see_other


@blueprint.route("/agreements/<agreement_id>/filings/entry", methods=["GET", "POST"])
@login_required
def one_entry(agreement_id: str) -> Any:
    """Type once what several authorities ask; it goes into every filing that asks it."""
    agreement = by_public_id(agreement_id)
    if not agreements.may_view(present_user(), agreement):
        raise Missing()
    filings = _own(agreement)
    if not filings:
        raise NotAllowed()
    tables = {filing.public_id: table_for(filing) for filing in filings}
    form_class = answers_form(merged(tables.values()), _shown(filings), language())
    form = form_class()
    if form.validate_on_submit():
        with transaction():
            for filing in filings:
                keys = [field.key for field in tables[filing.public_id].questions]
                answers = {key: form[key].data or "" for key in keys}
                services.answer(filing, answers, present_user())
        return see_other(".of_agreement", agreement_id=agreement_id)
    page = render_template(
        "registration/entry.html",
        agreement=agreement,
        filings=filings,
        form=form,
        asked=_asked(filings, tables),
    )
    return (page, 422) if form.errors else page


def _own(agreement: Agreement) -> list[Filing]:
    """The filings of the deal that this person may still write in."""
    return [
        filing
        for filing in queries.of_agreement(agreement)
        if filing.status in EDITABLE and policies.may_file(present_user(), filing)
    ]


def _shown(filings: list[Filing]) -> dict[str, str]:
    """What stands in the questions now, from whichever filing knows it."""
    shown: dict[str, str] = {}
    for filing in filings:
        for entry in entries(fill(table_for(filing), facts.gather(filing))):
            if entry.field.entered and entry.text:
                shown.setdefault(entry.field.key, entry.text)
    return shown


def _asked(filings: list[Filing], tables: dict[str, Table]) -> dict[str, list[Filing]]:
    """Which filings ask each question."""
    asked: dict[str, list[Filing]] = {}
    for filing in filings:
        for field in tables[filing.public_id].questions:
            asked.setdefault(field.key, []).append(filing)
    return asked
