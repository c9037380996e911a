"""What members state about one or many of their patents at once, and proof of ownership."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from marketplace import clock, files
from marketplace.accounts import queries as accounts
from marketplace.accounts.acting import (
    acting_membership,
    administrator_required,
    member_required,
)
from marketplace.accounts.models import Role
from marketplace.database import transaction
from marketplace.errors import N_, Missing, NotAllowed, Refused
from marketplace.patents import forms, policies, queries, services
from marketplace.patents.enums import (
    BarState,
    Implementation,
    LegalStatus,
    ReportConclusion,
    StatusSource,
    Willingness,
)
from marketplace.patents.models import Patent
from marketplace.patents.views import blueprint
from marketplace.patents.views.inventory import Page, narrowing, patent_or_404
from marketplace.types import Money
from marketplace.web import see_other

Apply = Callable[[Any, Patent, Any], object]


@blueprint.route("/patents/statements/bars", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def bars() -> Page:
    patents = _chosen()
    only = patents[0] if len(patents) == 1 else None
    stated = {each.bar.value: each.state.value for each in only.statements} if only else {}
    form = forms.BarsForm(data={"on": clock.today(), **stated})
    return _stated(form, patents, "bars", _state_bars)


@blueprint.route("/patents/statements/status", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def status() -> Page:
    patents = _chosen()
    only = patents[0] if len(patents) == 1 else None
    known = only.legal_status if only else LegalStatus.VALID
    form = forms.StatusForm(data={"on": clock.today(), "status": known.value})
    return _stated(form, patents, "status", _set_status)


@blueprint.route("/patents/statements/plans", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def plans() -> Page:
    patents = _chosen()
    first = patents[0]
    known = {
        "willingness": first.willingness,
        "implementation": first.implementation.value,
        "asking_fee": Money(first.asking_fee).yuan() if first.asking_fee is not None else "",
        "price_intention": first.price_intention,
        "text_private": first.text_private,
    }
    initial = known if len(patents) == 1 else {"implementation": Implementation.NOT_STATED.value}
    form = forms.PlansForm(data=initial)
    return _stated(form, patents, "plans", _set_plans if len(patents) == 1 else _set_ways)


@blueprint.route("/patents/statements/report", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def report() -> Page:
    first = _one()
    form = forms.ReportForm(
        data={
            "conclusion": first.evaluation_report_conclusion,
            "report_number": first.evaluation_report_number,
            "report_on": first.evaluation_report_on,
        }
    )
    return _stated(form, [first], "report", _set_report)


@blueprint.route("/patents/statements/funding", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def funding() -> Page:
    answers = {True: "yes", False: "no", None: ""}
    first = _one()
    form = forms.FundingForm(
        data={"funded": answers[first.funded], "project": first.funding_project}
    )
    return _stated(form, [first], "funding", _set_funding)


@blueprint.route("/patents/statements/days", methods=["GET", "POST"])
@member_required(Role.OWNER, Role.MANAGER)
def days() -> Page:
    first = _one()
    form = forms.DaysForm(data={"filing_on": first.filing_on, "granted_on": first.granted_on})
    return _stated(form, [first], "days", _set_days)


@blueprint.route("/patents/<number>/proof", methods=["GET", "POST"])
@administrator_required
def proof(number: str) -> Page:
    """An administrator accepts the register copy as proof of who owns the patent."""
    patent = patent_or_404(number)
    if not policies.may_prove(current_user, patent):
        raise NotAllowed()
    claimant = patent.claimant
    form = forms.ProofForm(data={"organization": claimant.code or claimant.public_id})
    if form.validate_on_submit():
        owner = accounts.organization_by(form.organization.data)
        if owner is None:
            form.organization.errors = [_("No organization has this code or id. Check it.")]
        else:
            digest = files.put(form.evidence.data.read())
            with transaction():
                services.prove_claim(
                    patent,
                    owner,
                    digest,
                    current_user._get_current_object(),
                    passed_on=form.passed_on.data,
                )
            flash(_("Ownership is recorded as proven."), "done")
            return see_other(".show", number=patent.number)
    page = render_template(
        "patents/proof.html",
        form=form,
        patent=patent,
        rivals=queries.competing_claims(patent),
    )
    return page, 422 if form.errors else 200


def _chosen() -> list[Patent]:
    """The patents named in the request, or the whole narrowed inventory; all must be one's own."""
    membership = acting_membership()
    if membership is None:
        raise Missing()
    if request.args.get("all"):
        patents = queries.whole_inventory(membership.organization, narrowing())
    else:
        patents = queries.by_numbers(request.args.getlist("number"))
    if not patents:
        raise Refused(
            "nothing_chosen",
            N_("No patent is chosen. Go back, mark the patents, and choose again."),
            status=422,
        )
    if not all(policies.may_manage(current_user, patent) for patent in patents):
        raise NotAllowed()
    return patents


def _one() -> Patent:
    """The first chosen patent, for facts that no two patents share."""
    return _chosen()[0]


def _stated(form: Any, patents: list[Patent], name: str, apply: Apply) -> Page:
    membership = acting_membership()
    if form.validate_on_submit():
        try:
            with transaction():
                for patent in patents:
                    apply(form, patent, membership)
        except Refused as refusal:
            if not form.show(refusal):
                raise
        else:
            flash(
                ngettext(
                    "Recorded for %(num)s patent.", "Recorded for %(num)s patents.", len(patents)
                ),
                "done",
            )
            if len(patents) == 1:
                return see_other(".show", number=patents[0].number)
            return see_other(".index")
    page = render_template(f"patents/{name}.html", form=form, patents=patents)
    return page, 422 if form.errors else 200


def _state_bars(form: forms.BarsForm, patent: Patent, by: Any) -> None:
    states = {bar: BarState(form[bar.value].data) for bar in forms.STATABLE_BARS}
    source = StatusSource(form.source.data)
    services.state_bars(patent, states, source, by, on=form.on.data, note=form.note.data or None)


def _set_status(form: forms.StatusForm, patent: Patent, by: Any) -> None:
    status = LegalStatus(form.status.data)
    services.set_legal_status(patent, status, StatusSource(form.source.data), form.on.data, by)


def _set_plans(form: forms.PlansForm, patent: Patent, by: Any) -> None:
    services.set_plans(
        patent,
        by,
        willingness=[Willingness(way) for way in form.willingness.data or []],
        implementation=Implementation(form.implementation.data),
        asking_fee=form.fee,
        price_intention=form.price_intention.data,
    )
    if form.text_private.data != patent.text_private:
        services.set_text_private(patent, form.text_private.data, by)


def _set_ways(form: forms.PlansForm, patent: Patent, by: Any) -> None:
    """For many at once: fee and price are each patent's own unless something was typed."""
    services.set_plans(
        patent,
        by,
        willingness=[Willingness(way) for way in form.willingness.data or []],
        implementation=Implementation(form.implementation.data),
        asking_fee=patent.asking_fee if form.fee is None else form.fee,
        price_intention=form.price_intention.data or patent.price_intention,
    )


def _set_report(form: forms.ReportForm, patent: Patent, by: Any) -> None:
    conclusion = ReportConclusion(form.conclusion.data)
    number = form.report_number.data or None
    services.set_evaluation_report(patent, conclusion, by, number=number, on=form.report_on.data)


def _set_funding(form: forms.FundingForm, patent: Patent, by: Any) -> None:
    services.set_funding(patent, form.answer, form.project.data or None, by)


def _set_days(form: forms.DaysForm, patent: Patent, by: Any) -> None:
    services.set_days(patent, by, filing_on=form.filing_on.data, granted_on=form.granted_on.data)
