"""The licensor's look at the accounts, where the terms give the right: asked for, opened, closed.

Once in a royalty year, as the contract says; what was learned stays with the two parties.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Organization, User
from marketplace.accounts.services import notify
from marketplace.agreements.models import Agreement
from marketplace.agreements.services import locked
from marketplace.audit.services import record
from marketplace.deeds.queries import terms_in_force
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import db
from marketplace.obligations import messages
from marketplace.obligations.facts import page_of
from marketplace.obligations.models import Inspection, Obligation
from marketplace.obligations.policies import acts_for
from marketplace.terms.enums import Reason


def request(agreement: Agreement, scope: str, wished_on: date, by: User) -> Inspection:
    """Ask to inspect the accounts on licensed products, for the licensor."""
    agreement = locked(agreement)
    if not acts_for(by, agreement.present_licensor):
        raise NotAllowed()
    if not _is_agreed(agreement):
        raise Refused("no_inspection", N_("The terms give no right to inspect accounts."))
    if wished_on <= clock.today():
        raise Refused("wished_past", N_("Wish for a day after today."), field="wished_on")
    if _was_asked_for(agreement):
        raise Refused(
            "inspected_this_year",
            N_("The accounts can be inspected once in a royalty year; this year's was asked for."),
        )
    made = Inspection(
        agreement=agreement,
        year=royalty_year(agreement),
        scope=scope,
        wished_on=wished_on,
        requested_by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    _tell(
        made,
        "request",
        by,
        agreement.licensee,
        messages.INSPECTION,
        due_on=wished_on,
        day=wished_on.isoformat(),
        scope=scope,
    )
    return made


def can_be_asked_for(agreement: Agreement) -> bool:
    """Whether the terms give the right and it was not used in the royalty year that runs."""
    return _is_agreed(agreement) and not _was_asked_for(agreement)


def _is_agreed(agreement: Agreement) -> bool:
    royalty = terms_in_force(agreement).royalty
    return royalty is not None and royalty.inspection and agreement.effective_on is not None


def _was_asked_for(agreement: Agreement) -> bool:
    year = royalty_year(agreement)
    return any(each.year == year for each in inspections_of(agreement))


def open_books(found: Inspection, answer: str, evidence_sha256: str | None, by: User) -> None:
    """The licensee answers: when and where, or with the accounts themselves."""
    if not acts_for(by, found.agreement.licensee):
        raise NotAllowed()
    found.move("open")
    found.answer, found.evidence_sha256, found.opened_at = answer, evidence_sha256, clock.now()
    _tell(
        found,
        "open",
        by,
        found.agreement.present_licensor,
        messages.INSPECTION_ANSWERED,
        text=answer,
    )


def close(found: Inspection, findings: str, by: User) -> None:
    """The licensor says what was found; a figure that was wrong is put right by a new report."""
    if not acts_for(by, found.agreement.present_licensor):
        raise NotAllowed()
    found.move("close")
    found.findings, found.closed_at = findings, clock.now()
    _tell(found, "close", by, found.agreement.licensee, messages.INSPECTION_ANSWERED, text=findings)


def royalty_year(agreement: Agreement) -> int:
    """The royalty year that runs on the present day, from 0."""
    first = db.session.scalar(
        select(Obligation.period_from)
        .where(Obligation.agreement_id == agreement.id, Obligation.reason == Reason.ROYALTY)
        .order_by(Obligation.period_from)
        .limit(1)
    )
    start, today = first or agreement.effective_on or clock.today(), clock.today()
    year = max(0, today.year - start.year)
    return year - 1 if year and clock.add_years(start, year) > today else year


def inspections_of(agreement: Agreement) -> Sequence[Inspection]:
    """All inspections of an agreement, in order."""
    return db.session.scalars(
        select(Inspection).where(Inspection.agreement_id == agreement.id).order_by(Inspection.id)
    ).all()


def _tell(
    found: Inspection, action: str, by: User, to: Organization, code: str, **params: Any
) -> None:
    due_on = params.pop("due_on", None)
    event = record(f"inspection:{action}", found, by, related=[found.agreement])
    notify(
        to,
        code,
        event=event,
        link=page_of(found.agreement),
        due_on=due_on,
        title=found.agreement.title,
        **params,
    )
