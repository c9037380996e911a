"""What happens elsewhere and changes a division: a notice ends, a payment is taken back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from marketplace import clock
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.extensions import db
from marketplace.in_house import signals as house
from marketplace.in_house.models import NoticeSubject
from marketplace.ledger.chart import Reference
from marketplace.ledger.models import LedgerEntry
from marketplace.ledger.queries import entries_about
from marketplace.ledger.services import reverse
from marketplace.ledger.signals import entry_reversed
from marketplace.payments.models import Payment
from marketplace.payments.signals import money_returned
from marketplace.payouts import messages, services
from marketplace.payouts.models import LIVE, POSTED, Distribution
from marketplace.payouts.queries import left_fen


@house.notice_opened.connect
def _opened(rows: Sequence[NoticeSubject], by: Any) -> None:
    _step(rows, "show", by)


@house.notice_passed.connect
def _passed(rows: Sequence[NoticeSubject], by: Any) -> None:
    _step(rows, "pass", by)


@house.subject_taken_out.connect
def _taken_out(rows: Sequence[NoticeSubject], by: Any, reason: str) -> None:
    _step(rows, "return", by, reason=reason)


@entry_reversed.connect
def _reversed(entry: LedgerEntry, reversal: LedgerEntry, by: Any) -> None:
    """A payment that no longer counts takes its divisions back: reversing entries, nothing
    removed; a division that was not confirmed is dropped."""
    if entry.reference_type != Payment.__tablename__:
        return
    rows = db.session.scalars(
        select(Distribution)
        .join(Payment)
        .where(Payment.public_id == entry.reference_id, Distribution.status.in_(LIVE))
        .order_by(Distribution.id)
    ).all()
    for distribution in rows:
        _take_back(distribution)


@money_returned.connect
def _returned(payment: Payment, **_: Any) -> None:
    """Where more is divided than is left of a payment, its newest divisions are taken back whole;
    what is left is divided anew by a person."""
    rows = db.session.scalars(
        select(Distribution)
        .where(Distribution.payment_id == payment.id, Distribution.status.in_(LIVE))
        .order_by(Distribution.id.desc())
    ).all()
    for distribution in rows:
        if left_fen(payment) >= 0:
            return
        _take_back(distribution)
        db.session.flush()


def _take_back(distribution: Distribution) -> None:
    was_posted = distribution.status in POSTED
    distribution.move("take_back" if was_posted else "drop")
    distribution.closed_at = clock.now()
    for each in entries_about(Reference.to(distribution)):
        if each.reversal is None:
            reverse(each, clock.today(), related=[distribution])
    event = record(
        "distribution:take_back",
        distribution,
        SYSTEM,
        related=[distribution.payment, distribution.agreement],
        received=distribution.payment.public_id,
    )
    if was_posted:
        services.tell(messages.TAKEN_BACK, distribution, event, distribution.to_pay_fen)


def _step(rows: Sequence[NoticeSubject], action: str, by: Any, **data: Any) -> None:
    ours = [row.subject_id for row in rows if row.subject_type == Distribution.__tablename__]
    found = select(Distribution).where(Distribution.public_id.in_(ours)).order_by(Distribution.id)
    for distribution in db.session.scalars(found) if ours else ():
        distribution.move(action)
        services.note(action, distribution, by, **data)
