"""Pages of what an institution lays down: reward rules, the entitled, the shares of an agreement."""

from typing import Any

from flask import render_template, request
from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.acting import member_required, present_user
from marketplace.accounts.models import Organization, Role
from marketplace.agreements.models import Agreement
from marketplace.database import transaction
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.payouts import queries, settings
from marketplace.payouts.forms import EntitledForm, PlanForm, RuleForm
from marketplace.payouts.models import Entitled, EntitledKind
from marketplace.payouts.views import blueprint, own
from marketplace.web import refusals_at_fields, see_other


@blueprint.route("/payouts/rules", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.FINANCE)
def rules() -> Any:
    organization, form = own(), RuleForm(from_on=clock.today())
    if form.validate_on_submit():
        with refusals_at_fields(form):
            _set_rule(organization, form)
            return see_other(".rules")
    page = render_template("payouts/rules.html", form=form, rules=queries.rules_of(organization))
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/payouts/entitled", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.FINANCE)
def entitled() -> Any:
    organization, form = own(), EntitledForm()
    if form.validate_on_submit():
        with transaction():
            settings.name_entitled(
                organization, present_user(), kind=EntitledKind(form.kind.data), **form.values()
            )
        return see_other(".entitled")
    found = queries.entitled_of(organization)
    page = render_template("payouts/entitled.html", form=form, entitled=found)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/payouts/entitled/<entitled_id>", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.FINANCE)
def edit_entitled(entitled_id: str) -> Any:
    found = _entitled(entitled_id)
    form = EntitledForm(obj=found)
    if request.form.get("close"):
        with transaction():
            settings.close_entitled(found, present_user())
        return see_other(".entitled")
    if form.validate_on_submit():
        with transaction():
            settings.change_entitled(found, present_user(), **form.values())
        return see_other(".entitled")
    page = render_template("payouts/edit_entitled.html", form=form, entitled=found)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/payouts/agreements/<agreement_id>", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.FINANCE)
def plan(agreement_id: str) -> Any:
    """The shares of one agreement, from a day on."""
    organization = own()
    agreement = _agreement(agreement_id, organization)
    people = queries.entitled_of(organization)
    form = PlanForm(data=None if request.form else _present(agreement, organization, people))
    if form.validate_on_submit():
        known = {organization.public_id, *(each.public_id for each in people)}
        if any(party not in known for party, _, _ in form.parts()):
            raise Missing()
        with transaction():
            settings.set_plan(
                organization,
                agreement,
                present_user(),
                from_on=form.from_on.data,
                parts=form.parts(),
            )
        return see_other(".index")
    names = {each.public_id: each.name for each in people}
    names[organization.public_id] = organization.name
    page = render_template("payouts/plan.html", form=form, agreement=agreement, names=names)
    return page, 422 if form.is_submitted() else 200


def _set_rule(organization: Organization, form: RuleForm) -> None:
    with transaction():
        settings.set_rule(
            organization,
            present_user(),
            from_on=form.from_on.data,
            inventors_ppm=form.percent.ppm,
            agreed=form.agreed.data,
            basis=form.basis.data or "",
            needs_notice=form.needs_notice.data,
        )


def _present(agreement: Agreement, organization: Organization, people: Any) -> dict[str, Any]:
    """The shares that hold today, with a row for everybody who is on the list."""
    standing = queries.plan_on(agreement, organization, clock.today())
    weights = {each["party"]: each["weight"] for each in standing.parts} if standing else {}
    rows = [
        (organization.public_id, EntitledKind.INSTITUTION, weights.get(organization.public_id, 1))
    ]
    rows += [(each.public_id, each.kind, weights.get(each.public_id, 0)) for each in people]
    return {
        "from_on": agreement.effective_on or clock.today(),
        "shares": [
            {
                "party": party,
                "kind": kind.value,
                "weight": weight // 10_000 if kind is EntitledKind.AGENCY else weight,
            }
            for party, kind, weight in rows
        ],
    }


def _agreement(public_id: str, organization: Organization) -> Agreement:
    agreement = db.session.scalar(select(Agreement).filter_by(public_id=public_id))
    if agreement is None or agreement.licensor_id != organization.id:
        raise Missing()
    return agreement


def _entitled(public_id: str) -> Entitled:
    found = db.session.scalar(select(Entitled).filter_by(public_id=public_id))
    if found is None or found.organization_id != own().id or found.closed_at is not None:
        raise Missing()
    return found
