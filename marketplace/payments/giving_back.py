"""Booking money that goes back to the payer, and that comes again: always new entries.

What no obligation explains goes back first, then what was counted last.
"""

from marketplace import clock
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.ledger.chart import (
    CURRENCY,
    AccountCode,
    AccountKind,
    Line,
    Reference,
    into_suspense,
)
from marketplace.ledger.queries import entries_about
from marketplace.ledger.services import post
from marketplace.payments.booking import (
    credited_by,
    deal_of,
    follow,
    merged,
    references_of,
    take_back,
    use_suspense,
)
from marketplace.payments.models import Payment, PaymentStatus
from marketplace.payments.prices import keep_received
from marketplace.payments.refund_models import Refund
from marketplace.payments.signals import money_returned

GIVEN_BACK = "refund:book"
PUT_BACK = "refund:put_back"


def give_back(refund: Refund) -> None:
    """Post what went back and undo the credits that it gave. Where nothing of the payment is left
    it is reversed; whether a license that rested on it is set aside is decided by two persons."""
    payment, amount = refund.payment, refund.amount_fen
    spare = min(amount, max(payment.suspense_fen, 0))
    lines = [
        *_undo_credits(payment, amount - spare),
        *into_suspense(payment.licensor.public_id, -amount),
    ]
    _post(refund, GIVEN_BACK, _from_where_it_stands(payment, lines))
    payment.returned_fen += amount
    if payment.net_fen <= 0 and payment.counts:
        payment.move("reverse")
        payment.reversed_at = clock.now()
        record("payment:reverse", payment, SYSTEM, related=_about(payment), reason=refund.reason)
    money_returned.send(payment, refund=refund)
    _follow(payment)


def put_back(refund: Refund) -> None:
    """The money is the licensor's again: a refund failed, or a chargeback was won. It pays what is
    owed by now, the rest stands in suspense."""
    payment = refund.payment
    _post(refund, PUT_BACK, into_suspense(payment.licensor.public_id, refund.amount_fen))
    payment.returned_fen -= refund.amount_fen
    if payment.status is PaymentStatus.REVERSED:
        payment.move("restore")
        payment.reversed_at = None
        record("payment:restore", payment, SYSTEM, related=_about(payment))
    if payment.agreement is not None:
        use_suspense(payment.agreement)
    _follow(payment)


def _undo_credits(payment: Payment, amount: int) -> list[Line]:
    """Take credits back, newest first; their money then stands where suspense stands."""
    lines: list[Line] = []
    for row, credited in reversed(credited_by(payment)):
        part = min(amount, credited)
        if part > 0:
            take_back(payment, row, part)
            lines += deal_of(payment).suspense_matched(-part)
            amount -= part
    return lines


def _from_where_it_stands(payment: Payment, lines: list[Line]) -> list[Line]:
    """The same lines, where what leaves ``received`` leaves the accounts that this payment filled."""
    general = str(AccountCode(AccountKind.RECEIVED, payment.licensor.public_id))
    if payment.agreement is None:
        return merged(lines)
    own = str(
        AccountCode(AccountKind.RECEIVED, payment.licensor.public_id, payment.agreement.public_id)
    )
    leaving = -sum(line.amount for line in lines if line.account == general)
    moved = min(leaving, max(_standing(payment, own), 0))
    return merged([*lines, Line(general, moved), Line(own, -moved)])


def _standing(payment: Payment, account: str) -> int:
    return sum(
        posting.amount
        for entry in entries_about(*references_of(payment))
        if entry.reversal is None and entry.reverses_id is None
        for posting in entry.postings
        if posting.account.code == account
    )


def _post(refund: Refund, reason: str, lines: list[Line]) -> None:
    payment = refund.payment
    post(
        reason,
        Reference.to(refund),
        lines,
        refund.value_day or clock.today(),
        currency=payment.currency,
        related=[refund, payment, *_about(payment)],
    )


def _follow(payment: Payment) -> None:
    if payment.currency == CURRENCY:
        keep_received(payment)
    if payment.agreement is not None:
        follow(payment.agreement)


def _about(payment: Payment) -> list[object]:
    return [payment.agreement] if payment.agreement is not None else []
