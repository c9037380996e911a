"""What really happened to the money of one history, beside what our books say."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_

from marketplace.audit.models import AuditEvent
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balances
from marketplace.obligations.services import rows_of
from marketplace.payments.models import Allocation, Payment
from marketplace.payments.refund_models import Refund
from tests.faults import acts

ONCE = frozenset({"agreement:take_effect", "payment:confirm", "payment:state"})
"""Facts that a license or a payment has once at most."""


@dataclass(frozen=True)
class Verdict:
    """Fen that are missing from our books, fen that stand there twice, and what else is wrong."""

    lost: int
    doubled: int
    other: str = ""

    @property
    def sound(self):
        return not (self.lost or self.doubled or self.other)


def really_received(world, payments):
    """Charges less refunds and lost disputes, as the fake has them; and the bank's own rows."""
    total = sum(amount for amount, _, _ in world.rows)
    newest = {}
    for event in world.events(*filter(acts.is_online, payments)):
        thing = event["data"]["object"]
        newest[thing["id"]] = thing
    for thing in newest.values():
        if thing["object"] == "charge":
            total += thing["amount"]
        elif (thing["object"] == "refund" and thing["status"] == "succeeded") or (
            thing["object"] == "dispute" and thing["status"] != "won"
        ):
            total -= thing["amount"]
    return total


def judge(world, general_before):
    """Compare books and truth once all is quiet; returns the verdict, and what then stands on the
    licensor's account without a license."""
    agreement, payments = world.agreement, world.payments()
    received, licensor = AccountKind.RECEIVED, agreement.licensor.public_id
    own = str(AccountCode(received, licensor, agreement.public_id))
    general = str(AccountCode(received, licensor))
    stands, rows = balances([own, general]), rows_of(agreement)
    booked = stands[own] + stands[general] - general_before
    truth = really_received(world, payments)
    counted = sum(each.net_fen for each in payments if each.counts)
    paid = sum(row.paid_fen for row in rows)
    owed = sum(row.amount_fen or 0 for row in rows)
    verdict = Verdict(
        lost=max(0, truth - booked, truth - counted, min(owed, truth) - paid),
        doubled=max(0, booked - truth, counted - truth, paid - min(owed, truth)),
        other=_twice(world, agreement, payments),
    )
    return verdict, stands[general]


def _twice(world, agreement, payments):
    """Facts of which there is more than one: effects, confirmations, rows of a refund."""
    names = [(each.__tablename__, each.public_id) for each in (agreement, *payments)]
    told = db.session.execute(
        select(AuditEvent.tag, AuditEvent.subject_id).where(
            tuple_(AuditEvent.subject_type, AuditEvent.subject_id).in_(names)
        )
    )
    times = Counter((tag, key) for tag, key in told if tag in ONCE)
    found = [each for each, number in times.items() if number > 1]
    unbalanced = db.session.execute(
        select(Payment.public_id, Payment.returned_fen, func.sum(Allocation.amount_fen))
        .join(Allocation)
        .where(Payment.agreement_id == world.agreement_id)
        .group_by(Payment.id)
        .having(func.sum(Allocation.amount_fen) < 0)
    ).all()
    waiting = db.session.scalar(
        select(func.count(Refund.id))
        .join(Payment)
        .where(Payment.agreement_id == world.agreement_id, Refund.status.in_(["asked", "pending"]))
    )
    said = [*map(str, found), *map(str, unbalanced), *(["a refund waits"] if waiting else [])]
    return "; ".join(said)
