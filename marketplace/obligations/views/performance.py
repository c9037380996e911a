"""The performance record 履约记录 between the two parties, and the papers that stand on it."""

from typing import Any

from flask import Response, render_template
from flask_login import login_required
from sqlalchemy import select

from marketplace import clock, files
from marketplace.accounts.acting import member_required
from marketplace.agreements.models import Agreement
from marketplace.agreements.views.access import own_side, visible
from marketplace.database import transaction
from marketplace.deeds.queries import terms_in_force
from marketplace.documents.downloads import send_attachment
from marketplace.documents.models import DocumentKind
from marketplace.errors import Missing
from marketplace.extensions import db
from marketplace.obligations import (
    bills,
    deadlines,
    demands,
    estimates,
    facts,
    guarantees,
    inspections,
    lines,
    papers,
    performance,
    policies,
)
from marketplace.obligations.deciding import possible
from marketplace.obligations.forms import GuaranteeForm
from marketplace.obligations.labels import ANSWER_ACTS
from marketplace.obligations.models import Guarantee, GuaranteeKind, PaymentDemand
from marketplace.obligations.views.common import (
    between_parties,
    blueprint,
    paper,
    stored,
    to_record,
)
from marketplace.web import refusals_at_fields


@blueprint.get("/agreements/<agreement_id>/performance", endpoint="performance")
@login_required
def show(agreement_id: str) -> str:
    """What was owed and reported, when it came, and what can be done about it."""
    agreement, user = between_parties(agreement_id)
    kept = performance.performance(agreement)
    return render_template(
        "obligations/performance.html",
        agreement=agreement,
        kept=kept,
        kinds=performance.Kept,
        today=clock.today(),
        facts=[(each, facts.actions(each, user)) for each in lines.facts(agreement)],
        acts=ANSWER_ACTS,
        decisions=lines.decisions(agreement),
        bills=bills.bills_of(agreement),
        estimates=estimates.estimates_of(agreement),
        demands=demands.demands_of(agreement),
        deadlines=[each for each in deadlines.deadlines_of(agreement) if each.next_on],
        inspections=inspections.inspections_of(agreement),
        guarantees=guarantees.guarantees_of(agreement),
        late=_late(agreement, kept),
        possible=possible,
        may=_may(agreement, user),
    )


@blueprint.route("/agreements/<agreement_id>/guarantees/new", methods=["GET", "POST"])
@member_required
def guarantee(agreement_id: str) -> Any:
    """Enter the paper of an insurer or guarantor."""
    agreement, user = between_parties(agreement_id)
    side = own_side(agreement)
    form = GuaranteeForm()
    if form.validate_on_submit():
        with refusals_at_fields(form):
            evidence = stored(form.proof)
            with transaction():
                guarantees.enter(
                    agreement,
                    side,
                    GuaranteeKind(form.kind.data),
                    form.institution.data or "",
                    form.number.data or "",
                    user,
                    amount_fen=form.amount.data,
                    through=form.through.data,
                    evidence_sha256=evidence,
                    note=form.note.data or "",
                )
            return to_record(agreement)
    page = render_template("obligations/guarantee.html", agreement=agreement, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/guarantees/<guarantee_id>/file")
@login_required
def guarantee_file(guarantee_id: str) -> Response:
    """The copy of a policy or letter, for the two parties."""
    found = db.session.scalar(select(Guarantee).where(Guarantee.public_id == guarantee_id))
    if found is None or found.evidence_sha256 is None:
        raise Missing()
    between_parties(found.agreement.public_id)
    name = f"guarantee-{found.public_id}"
    return send_attachment(files.get(found.evidence_sha256), name, "application/octet-stream")


@blueprint.get("/payment-demands/<demand_id>/file.pdf")
@login_required
def demand_paper(demand_id: str) -> Response:
    """A demand as it was served, for both parties, staff and auditors."""
    found = db.session.scalar(select(PaymentDemand).where(PaymentDemand.public_id == demand_id))
    if found is None:
        raise Missing()
    visible(found.agreement.public_id)
    return paper(found, DocumentKind.NOTICE, "statement", papers.demand(found, "en"))


def _late(agreement: Agreement, kept: performance.Performance) -> dict[int, int]:
    """The default money that has come together on open amounts, by obligation."""
    if not terms_in_force(agreement).late_interest_ppm:
        return {}
    today = clock.today()
    open_rows = [each.obligation for each in kept.duties if each.kept is performance.Kept.MISSED]
    return {row.id: demands.late_fen(row, today) for row in open_rows}


def _may(agreement: Agreement, user: Any) -> dict[str, bool]:
    is_licensor = policies.may_answer(user, agreement)
    return {
        "decide": policies.may_decide(user, agreement),
        "inspect": is_licensor and inspections.can_be_asked_for(agreement),
        "answer": policies.may_report(user, agreement),
        "find": is_licensor,
        "guarantee": is_licensor or policies.may_report(user, agreement),
    }
