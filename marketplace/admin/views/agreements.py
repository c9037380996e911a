"""``/admin/agreements``: every agreement of the site with its chain, to read."""

from collections.abc import Callable
from datetime import timedelta

from flask import render_template, request
from sqlalchemy import Select, or_

from marketplace import clock
from marketplace.accounts import masking
from marketplace.accounts.acting import supervisor_required
from marketplace.accounts.models import Organization
from marketplace.admin import resolving
from marketplace.admin.forms import AgreementsForm
from marketplace.admin.views import admin
from marketplace.admin.views.shared import PER_PAGE, filled, masked
from marketplace.agreements import queries
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.desk.deals import chains_of
from marketplace.extensions import db
from marketplace.terms.enums import Route


@admin.get("/agreements")
@supervisor_required
def agreements() -> str:
    form = AgreementsForm(request.args)
    form.validate()
    page = db.paginate(_found(form), per_page=PER_PAGE, max_per_page=PER_PAGE, error_out=False)
    return render_template(
        "admin/agreements.html",
        form=form,
        page=page,
        chains=chains_of(page.items),
        party=_party_name(masked()),
        kept=filled(form),
    )


def _found(form: AgreementsForm) -> Select[tuple[Agreement]]:
    """Agreements by state, route, party and the day on which they were drafted."""
    statement = queries.everything()
    if form.status.data in set(AgreementStatus):
        statement = statement.where(Agreement.status == form.status.data)
    if form.route.data in set(Route):
        statement = statement.where(Agreement.route == form.route.data)
    if text := (form.organization.data or "").strip():
        ids = [each.id for each in resolving.organizations(text)]
        statement = statement.where(
            or_(Agreement.licensor_id.in_(ids), Agreement.licensee_id.in_(ids))
        )
    if form.since.data:
        statement = statement.where(Agreement.drafted_at >= clock.start_of_day(form.since.data))
    if form.until.data:
        after = clock.start_of_day(form.until.data + timedelta(days=1))
        statement = statement.where(Agreement.drafted_at < after)
    return statement


def _party_name(hidden: bool) -> Callable[[Organization], str]:
    """How a party is called: natural persons are masked for auditors."""
    return lambda party: (
        masking.name(party.name) if hidden and party.is_natural_person else party.name
    )
