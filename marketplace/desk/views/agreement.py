"""``/agreements/<id>``: a deal with its chain, the next step, money, papers and history."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from marketplace import clock
from marketplace.accounts.policies import is_administrator, is_auditor
from marketplace.agreements.models import Agreement
from marketplace.agreements.policies import may_view
from marketplace.agreements.views.access import visible
from marketplace.deeds.policies import may_view as may_view_deed
from marketplace.deeds.queries import deeds_of, terms_in_force
from marketplace.desk.chain import stations
from marketplace.desk.history import entries_of
from marketplace.desk.look import Look
from marketplace.desk.looks import look_at
from marketplace.desk.more_steps import more_steps
from marketplace.desk.next_steps import filing_url, next_step
from marketplace.desk.views import blueprint
from marketplace.desk.views.decision import decision_url
from marketplace.documents.queries import documents_of
from marketplace.obligations.models import ObligationStatus
from marketplace.on_paper.queries import counterparts_of, paper_of
from marketplace.terms.clauses import summary
from marketplace.web import language
from marketplace.web_parts.charts import Series


@blueprint.get("/agreements/<agreement_id>")
@login_required
def agreement(agreement_id: str) -> str:
    """Missing (404) for everybody who is not a party, staff or an auditor."""
    found = visible(agreement_id)
    look = look_at(found)
    masked = look.side is None and is_auditor(current_user) and not is_administrator(current_user)
    return render_template(
        "desk/agreement.html",
        agreement=found,
        look=look,
        masked=masked,
        stations=stations(look.deal, _links(found)),
        step=next_step(look),
        more=more_steps(look),
        conversion=_conversion(found),
        documents=documents_of(found),
        decision_url=decision_url(found),
        evidence_url=_evidence_url(found, look),
        entries=entries_of(found, masked=masked),
        summary=summary(terms_in_force(found), "en" if language() == "en" else "zh_CN"),
        deeds=[each for each in deeds_of(found) if may_view_deed(current_user, each)],
        paper=paper_of(found),
        counterparts=counterparts_of(found),
        cost=_cost(look),
        filing_url=filing_url,
    )


def _conversion(found: Agreement) -> Agreement | None:
    """What a trial is converted into, once the visitor may see it."""
    into = found.conversion
    return into if into is not None and may_view(current_user, into) else None


def _evidence_url(found: Agreement, look: Look) -> str | None:
    """For those who may have it, once there is a paper to prove."""
    if look.side is None and not is_administrator(current_user):
        return None
    return (
        url_for("evidence.agreement", agreement_id=found.public_id) if found.effective_on else None
    )


def _links(found: Agreement) -> Any:
    """Addresses of stations: a filing has its own page, the rest stands on this one."""
    page = url_for("desk.agreement", agreement_id=found.public_id)

    def link(anchor: str) -> str:
        kind, _colon, key = anchor.partition(":")
        return filing_url(key) if kind == "filing" else f"{page}#{anchor}"

    return link


def _cost(look: Look) -> dict[str, Any] | None:
    """The picture of what is owed by day, once there is anything with a day and an amount."""
    rows = [row for row in look.deal.obligations if row.status is not ObligationStatus.VOID]
    payments = tuple((row.due_on, row.amount_fen) for row in rows if row.due_on and row.amount_fen)
    start = look.agreement.effective_on or look.agreement.delivered_on
    if not payments or start is None:
        return None
    end = max(max(day for day, _amount in payments), clock.add_months(start, 12))
    return {"series": (Series(_("Owed so far"), payments),), "start": start, "end": end}
