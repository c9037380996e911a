"""What really happened to the money of one history, beside what our books say."""

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.audit.models import AuditEvent
from marketplace.extensions import db
from marketplace.ledger.chart import AccountCode, AccountKind
from marketplace.ledger.queries import balance
from marketplace.obligations.services import rows_of
from marketplace.payments.models import Allocation, Payment
from marketplace.payments.refund_models import Refund


@dataclass(frozen=True)
class Verdict:
    """Fen that are missing from our books, fen that stand there twice, and what else is wrong."""

    lost: int
    doubled: int
    other: str = ""

    @property
    def sound(self):
        return not (self.lost or self.doubled or self.other)


def really_received(world):
    """Charges less refunds and lost disputes, as the fake has them; and the bank's own rows."""
    total = sum(amount for amount, _, _ in world.rows)
    for payment in world.online_payments():
        newest = {}
        for event in world.events(payment):
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


def general(agreement):
    """What stands on the licensor's own account without a license."""
    return balance(str(AccountCode(AccountKind.RECEIVED, agreement.licensor.public_id)))


def judge(world, general_before):
    """Compare books and truth once all is quiet."""
    agreement = world.agreement
    own = AccountCode(AccountKind.RECEIVED, agreement.licensor.public_id, agreement.public_id)
    booked = balance(str(own)) + general(agreement) - general_before
    truth = really_received(world)
    counted = sum(each.net_fen for each in world.payments() if each.counts)
    paid = sum(row.paid_fen for row in rows_of(agreement))
    owed = sum(row.amount_fen or 0 for row in rows_of(agreement))
    return Verdict(
        lost=max(0, truth - booked, truth - counted, min(owed, truth) - paid),
        doubled=max(0, booked - truth, counted - truth, paid - min(owed, truth)),
        other=_twice(world),
    )


def _twice(world):
    """Facts of which there is more than one: effects, confirmations, rows of a refund."""
    keys = [world.agreement.public_id, *(each.public_id for each in world.payments())]
    found = db.session.execute(
        select(AuditEvent.tag, AuditEvent.subject_id, func.count())
        .where(
            AuditEvent.subject_id.in_(keys),
            AuditEvent.tag.in_(["agreement:take_effect", "payment:confirm", "payment:state"]),
        )
        .group_by(AuditEvent.tag, AuditEvent.subject_id)
        .having(func.count() > 1)
    ).all()
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
