"""Demands for payment: what is in default, served by a signatory of the licensor, and met or not.

The clock only opens the possibility (PRODUCT §4): after the due day the agreed grace runs, then a
demand may be served with the days to make good that the terms give (Civil Code 563, 873).
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements import services as agreements
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.deeds.queries import terms_in_force
from marketplace.documents.models import DocumentKind
from marketplace.documents.numbers import numbered
from marketplace.documents.services import request_document
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.obligations import papers
from marketplace.obligations.creditors import is_owed_to
from marketplace.obligations.lines import facts_of
from marketplace.obligations.models import UNPAID, DemandStatus, Obligation, PaymentDemand
from marketplace.terms.due import Due
from marketplace.terms.late import late_so_far

SERIES = "CG"
"""催告: the licensor's numbers, gapless per year."""
VERSION = "payment_demand/1"
USUAL_DAYS = 15
_WAITING = frozenset({AgreementStatus.DEMAND_SERVED, AgreementStatus.USE_STOPPED})
_OPEN = frozenset({DemandStatus.SERVED, DemandStatus.USE_STOPPED})


def serve(agreement: Agreement, deadline_on: date, by: User) -> PaymentDemand:
    """Serve a demand for all that is in default on the present day.

    Refused while the grace still runs, and with a deadline before the days to make good are over.
    """
    agreement = agreements.locked(agreement)
    today = clock.today()
    rows = in_default(rows_in(agreement), today)
    if not rows:
        raise Refused("nothing_in_default", _why_not(rows_in(agreement), today))
    earliest = earliest_deadline(agreement, today)
    if deadline_on < earliest:
        raise Refused(
            "deadline_too_early",
            N_("The terms give time to make good: set %(day)s or a later day."),
            field="deadline_on",
            day=earliest.isoformat(),
        )
    amount = sum(row.open_fen for row in rows)
    agreements.serve_demand(agreement, amount, deadline_on, by)
    return _write(agreement, rows, deadline_on, by)


def in_default(rows: Iterable[Obligation], day: date) -> list[Obligation]:
    """The amounts that the present licensor can demand on a Shanghai day: owed to it, and unpaid
    after their grace. What is still owed to a former holder gives no right to stop the use."""
    return [
        row
        for row in rows
        if row.is_in_default(day) and is_owed_to(row, row.agreement.present_licensor)
    ]


def earliest_deadline(agreement: Agreement, today: date) -> date:
    """The first day that a demand served today may set."""
    deferral = terms_in_force(agreement).deferral
    return today + timedelta(max(1, deferral.cure_days if deferral else 1))


def usual_deadline(agreement: Agreement, today: date) -> date:
    """What the form proposes: the agreed days to make good, else a fortnight."""
    return max(earliest_deadline(agreement, today), today + timedelta(USUAL_DAYS))


def late_fen(row: Obligation, day: date) -> int:
    """The default money that has come together on one amount through a Shanghai day, in fen."""
    agreement = row.agreement
    line = Due(row.key, row.reason, row.amount_fen, row.accrued_on, row.due_on, row.path, basis={})
    return late_so_far(terms_in_force(agreement), line, facts_of(agreement), day)


def settle(agreement: Agreement, rows: Sequence[Obligation]) -> None:
    """Once what was demanded is paid, given up or on hold, the default is cured."""
    if agreement.status not in _WAITING:
        return
    demand = open_demand(agreement)
    if demand is None:
        waits = any(row.is_overdue(clock.today()) for row in rows)
    else:
        keys = {line["key"] for line in demand.lines}
        waits = any(row.key in keys and row.status in UNPAID and row.open_fen for row in rows)
    if not waits:
        agreements.cure(agreement)


def note(agreement: Agreement, action: str) -> None:
    """The agreement took a step: its open demand goes with it."""
    demand = open_demand(agreement)
    if demand is None:
        return
    if action == "cure":
        action = "meet" if demand.status is DemandStatus.SERVED else "cure"
    demand.move(action)
    if action != "stop_use":
        demand.settled_on = clock.today()
    record(f"payment_demand:{action}", demand, SYSTEM, related=[agreement])


def open_demand(agreement: Agreement) -> PaymentDemand | None:
    """The demand that waits to be met."""
    return db.session.scalar(
        select(PaymentDemand).where(
            PaymentDemand.agreement_id == agreement.id, PaymentDemand.status.in_(_OPEN)
        )
    )


def demands_of(agreement: Agreement) -> Sequence[PaymentDemand]:
    """All demands of an agreement, in their order."""
    return db.session.scalars(
        select(PaymentDemand)
        .where(PaymentDemand.agreement_id == agreement.id)
        .order_by(PaymentDemand.ordinal)
    ).all()


def rows_in(agreement: Agreement) -> Sequence[Obligation]:
    """The amounts of an agreement by due day."""
    return db.session.scalars(
        select(Obligation)
        .where(Obligation.agreement_id == agreement.id)
        .order_by(Obligation.due_on, Obligation.id)
    ).all()


def _write(
    agreement: Agreement, rows: Sequence[Obligation], deadline_on: date, by: User
) -> PaymentDemand:
    today = clock.today()
    earlier = db.session.scalar(
        select(func.count(PaymentDemand.id)).where(PaymentDemand.agreement_id == agreement.id)
    )
    demand = PaymentDemand(
        agreement=agreement,
        ordinal=earlier or 0,
        lines=[_line(row) for row in rows],
        amount_fen=sum(row.open_fen for row in rows),
        late_fen=sum(late_fen(row, today) for row in rows),
        served_on=today,
        deadline_on=deadline_on,
        served_by=by,
    )
    db.session.add(demand)
    db.session.flush()
    _issue(demand, rows, by)
    return demand


def _issue(demand: PaymentDemand, rows: Sequence[Obligation], by: User) -> None:
    """Number the letter, note it and have it sealed."""
    agreement = demand.agreement
    number = numbered(agreement.present_licensor, SERIES)
    record(
        "payment_demand:serve",
        demand,
        by,
        related=[agreement, *rows],
        amount=demand.amount_fen,
        late=demand.late_fen,
        deadline_on=demand.deadline_on.isoformat(),
        number=number,
    )
    request_document(
        DocumentKind.NOTICE,
        demand,
        papers.demand(demand, "zh"),
        template="statement",
        text_version=VERSION,
        by=by,
        number=number,
        belongs_to=agreement.public_id,
        related=(agreement,),
    )


def _line(row: Obligation) -> dict[str, Any]:
    return {
        "key": row.key,
        "reason": row.reason.value,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "open_fen": row.open_fen,
    }


def _why_not(rows: Sequence[Obligation], today: date) -> str:
    if any(row.is_overdue(today) for row in rows):
        return N_("The agreed days of grace still run. A demand is possible once they are over.")
    return N_("Nothing is overdue: there is nothing to demand.")
