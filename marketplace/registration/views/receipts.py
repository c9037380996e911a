"""A receipt read before it is entered: number and day are proposed, the person confirms them; and
the member of the filer who is responsible."""

from typing import Any

from flask import session
from flask_login import login_required

from marketplace import files
from marketplace.accounts.acting import present_user, signed_in
from marketplace.database import transaction
from marketplace.errors import NotAllowed
from marketplace.registration import pages, policies, services
from marketplace.registration.forms import CompleteForm, ReadingForm, ResponsibleForm
from marketplace.registration.reading import read_receipt
from marketplace.registration.views import blueprint
from marketplace.registration.views.access import visible
from marketplace.registration.views.show import kept_key, page_of
from marketplace.web import refusals_at_fields, see_other


@blueprint.post("/filings/<filing_id>/reading")
@login_required
def read(filing_id: str) -> Any:
    """Keep the uploaded paper and propose what it says in the form for the receipt."""
    filing = visible(filing_id)
    if not policies.may_file(signed_in(), filing):
        raise NotAllowed()
    form = ReadingForm(prefix="reading")
    if not form.validate_on_submit():
        return page_of(filing, reading=form), 422
    data = form.paper.data.read()
    reading = read_receipt(data)
    sha256 = files.put(data)
    session[kept_key(filing_id)] = sha256
    proposed = CompleteForm(
        formdata=None,
        prefix="receipt",
        number=reading.number,
        day=reading.day,
        kept=sha256,
    )
    return page_of(filing, failed={"receipt": proposed}, read=reading)


@blueprint.post("/filings/<filing_id>/responsible")
@login_required
def make_responsible(filing_id: str) -> Any:
    """Name the colleague who sees to it."""
    filing = visible(filing_id)
    if not policies.may_file(signed_in(), filing):
        raise NotAllowed()
    form = ResponsibleForm(pages.members_of(filing), prefix="responsible")
    if form.validate_on_submit():
        with refusals_at_fields(form):
            with transaction():
                person = pages.member(filing, form.person.data)
                services.make_responsible(filing, person, present_user())
            return see_other(".show", filing_id=filing_id)
    return page_of(filing, responsible=form), 422
