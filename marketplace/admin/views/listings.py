"""The review of a submitted listing: what a buyer will read, what stands in the way."""

from flask import flash, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.accounts.acting import administrator_required
from marketplace.admin.forms import ReasonForm
from marketplace.admin.views import admin
from marketplace.admin.views.shared import Page, me
from marketplace.database import transaction
from marketplace.declarations import checks as declaration_checks
from marketplace.desk.volumes import asked_volume
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.listings import checks, policies, queries, services
from marketplace.listings.models import Listing
from marketplace.patents.models import Patent
from marketplace.terms.findings import Finding
from marketplace.web import language, see_other


@admin.get("/listings/<public_id>")
@administrator_required
def listing(public_id: str) -> Page:
    return _page(_listing(public_id), ReasonForm(formdata=None))


@admin.post("/listings/<public_id>/publication")
@administrator_required
def publish_listing(public_id: str) -> Page:
    with transaction():
        services.publish(_listing(public_id), me())
    flash(_("Published: everybody can see it now."), "done")
    return see_other(".queue", key="listings")


@admin.post("/listings/<public_id>/return")
@administrator_required
def return_listing(public_id: str) -> Page:
    found, form = _listing(public_id), ReasonForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    with transaction():
        services.return_(found, me(), form.reason.data)
    flash(_("Returned with the reason."), "done")
    return see_other(".queue", key="listings")


def _page(found: Listing, form: ReasonForm) -> str:
    today = clock.today()
    ids = [patent.id for patent in found.patents]
    db.session.scalars(
        select(Patent).where(Patent.id.in_(ids)).options(selectinload(Patent.statements))
    ).all()
    offers = [terms for terms in map(queries.terms_for, found.items) if terms]
    asked = asked_volume(offers, request.args)
    view = queries.public_view(
        found, language(), asked.volume, label=asked.label, free_label=_("Free")
    )
    return render_template(
        "admin/listing.html",
        listing=found,
        view=view,
        asked=asked,
        form=form,
        problems=checks.problems_at_publication(found, today),
        warnings=_warnings(found),
        may_decide=policies.may_review(me(), found),
        waiting="publish" in found.actions,
    )


def _warnings(found: Listing) -> list[str]:
    """What is unusual about the terms, once however many patents share it."""
    offers = [terms for terms in map(queries.terms_for, found.items) if terms]
    texts = [_text(each) for terms in offers for each in declaration_checks.warnings(terms)]
    return list(dict.fromkeys(texts))


def _text(finding: Finding) -> str:
    text = _(finding.message)
    return text % finding.params if finding.params else text


def _listing(public_id: str) -> Listing:
    """The listing behind an address; a draft is its organization's own and not shown here."""
    found = queries.by_public_id(public_id)
    if found is None or found.submitted_at is None:
        raise Missing()
    return found
