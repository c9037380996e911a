"""Booking money that counts: on the oldest open obligations first, what is left into suspense."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace import clock
from marketplace.accounts.models import Role
from marketplace.accounts.services import notify
from marketplace.agreements import services as agreements
from marketplace.agreements.effect import Payment as Paid
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Agreement
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.extensions import db
from marketplace.ledger.chart import CURRENCY, Deal, Line, Reference, into_suspense
from marketplace.ledger.queries import entries_about
from marketplace.ledger.services import find, post, reverse
from marketplace.obligations import services as obligations
from marketplace.obligations.creditors import is_owed_to
from marketplace.obligations.models import UNPAID, Obligation, ObligationStatus
from marketplace.payments import messages
from marketplace.payments.models import COUNTED, Allocation, Payment
from marketplace.payments.prices import keep_received
from marketplace.payments.refund_models import Refund
from marketplace.payments.splitting import divide

BOOKED = "payment:book"
MATCHED = "payment:match"


def book(payment: Payment) -> None:
    """Post a payment that counts, count it on what is owed, and look whether it makes a license
    effective or cures a default. Nothing received is ever dropped."""
    agreement = payment.agreement
    allocations = list(_allocate(payment)) if agreement and payment.currency == CURRENCY else []
    lines = [line for each in allocations for line in deal_of(payment).fee_paid(each.amount_fen)]
    left = _amount(payment) - sum(each.amount_fen for each in allocations)
    if left:
        lines += into_suspense(payment.licensor.public_id, left)
    post(
        _booking_key(payment),
        Reference.to(payment),
        merged(lines),
        _value_day(payment),
        currency=payment.currency,
        related=[payment, *([agreement] if agreement else [])],
    )
    keep_received(payment)
    if left:
        _tell_of_suspense(payment, left)
    if agreement is not None:
        follow(agreement)


def unbook(payment: Payment, day: date) -> None:
    """Take back a payment that no longer counts: what was posted for it is reversed, and the
    credits it gave are undone."""
    for entry in entries_about(*references_of(payment)):
        if entry.reversal is None:
            reverse(entry, day, related=[payment])
    for obligation, amount in credited_by(payment):
        take_back(payment, obligation, amount)
    keep_received(payment)


def references_of(payment: Payment) -> list[Reference]:
    """Everything that the ledger may know a payment's money by."""
    refunds = db.session.scalars(select(Refund).where(Refund.payment_id == payment.id))
    return [Reference.to(each) for each in (payment, *payment.allocations, *refunds)]


def follow(agreement: Agreement) -> None:
    """What counted money brings about: effect, on which the obligations follow by themselves, or
    without it the obligations that follow; then cure."""
    if not agreements.apply_payments(agreement, paid_on(agreement)):
        obligations.refresh(agreement)
    stopped = (AgreementStatus.DEMAND_SERVED, AgreementStatus.USE_STOPPED)
    if agreement.status in stopped and not obligations.overdue_fen(agreement, clock.today()):
        agreements.cure(agreement)


def match(agreement: Agreement) -> None:
    """Keep credits and debts in line when what is owed has changed: money beyond a corrected
    amount goes into suspense, money that came before its debt was known pays it once it is. The
    prices follow of what was counted anew; of all, where the agreement was set aside."""
    payments, taken_back = counted(agreement), []
    for payment in reversed(payments):
        for row, credited in credited_by(payment):
            excess = min(row.excess_fen, credited)
            if excess:
                allocation = take_back(payment, row, excess)
                _post_match(allocation, -excess)
                taken_back.append(payment)
    use_suspense(agreement, payments)
    set_aside = agreement.status is AgreementStatus.SET_ASIDE
    for payment in payments if set_aside else dict.fromkeys(taken_back):
        keep_received(payment)


def paid_on(agreement: Agreement) -> list[Paid]:
    """All money of an agreement that counts, as the rule of effect takes it."""
    return [
        Paid(payment.net_fen, _value_day(payment))
        for payment in counted(agreement)
        if payment.currency == CURRENCY
    ]


def counted(agreement: Agreement) -> list[Payment]:
    """The payments of an agreement that count, by value day, with what they were counted on."""
    rows = db.session.scalars(
        select(Payment)
        .where(Payment.agreement_id == agreement.id, Payment.status.in_(COUNTED))
        .options(selectinload(Payment.allocations).joinedload(Allocation.obligation))
        .order_by(Payment.value_day, Payment.id)
    )
    return list(rows)


def with_suspense(agreements: Sequence[int]) -> Sequence[Agreement]:
    """Those of these agreements (by database key) that have received more than was counted."""
    counted_on = (
        select(func.coalesce(func.sum(Allocation.amount_fen), 0))
        .where(Allocation.payment_id == Payment.id)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(Agreement).where(
            Agreement.id.in_(
                select(Payment.agreement_id).where(
                    Payment.agreement_id.in_(agreements),
                    Payment.status.in_(COUNTED),
                    Payment.amount_fen > counted_on,
                )
            )
        )
    ).all()


def _allocate(payment: Payment) -> Iterable[Allocation]:
    agreement = payment.agreement
    if agreement is None:
        return
    left = _amount(payment)
    payable = UNPAID | {ObligationStatus.ON_HOLD}
    for row in obligations.rows_of(agreement, locked=True):
        counts = row.status in payable and is_owed_to(row, payment.licensor)
        amount = min(left, row.open_fen) if counts else 0
        if amount > 0:
            yield _count(payment, row, amount)
            left -= amount


def _count(payment: Payment, row: Obligation, amount: int) -> Allocation:
    obligations.credit(row, amount, _value_day(payment))
    allocation = Allocation(payment=payment, obligation=row, amount_fen=amount)
    db.session.add(allocation)
    db.session.flush()
    record("payment:allocate", payment, SYSTEM, related=[row], amount=amount, obligation=row.key)
    divide(allocation)
    return allocation


def use_suspense(agreement: Agreement, payments: Sequence[Payment] | None = None) -> None:
    """Count money that stands in suspense on what is owed by now; ``payments`` are those that
    count, where the caller has them."""
    for payment in counted(agreement) if payments is None else payments:
        if payment.suspense_fen <= 0 or payment.currency != CURRENCY:
            continue
        for row in obligations.rows_of(agreement, locked=True):
            amount = min(payment.suspense_fen, row.open_fen)
            open_now = row.status in (ObligationStatus.DUE, ObligationStatus.PART_PAID)
            if open_now and amount > 0 and is_owed_to(row, payment.licensor):
                _post_match(_count(payment, row, amount), amount)
                keep_received(payment)


def _post_match(allocation: Allocation, amount: int) -> None:
    """Move money between suspense and a debt; negative takes it back into suspense."""
    payment = allocation.payment
    post(
        MATCHED,
        Reference.to(allocation),
        deal_of(payment).suspense_matched(amount),
        clock.today(),
        related=[payment, allocation.obligation],
    )


def take_back(payment: Payment, row: Obligation, amount: int) -> Allocation:
    """Undo a credit; the caller posts."""
    obligations.debit(row, amount, _value_day(payment))
    allocation = Allocation(payment=payment, obligation=row, amount_fen=-amount)
    db.session.add(allocation)
    db.session.flush()
    record("payment:take_back", payment, SYSTEM, related=[row], amount=amount, obligation=row.key)
    divide(allocation)
    return allocation


def _booking_key(payment: Payment) -> str:
    """The key under which a payment is booked now; once taken back it may be booked anew."""
    number = 1
    while find(f"{BOOKED}:{number}", Reference.to(payment)) is not None:
        number += 1
    return f"{BOOKED}:{number}"


def credited_by(payment: Payment) -> list[tuple[Obligation, int]]:
    """On which obligations a payment counts now, with how many fen, oldest first."""
    sums: dict[int, int] = {}
    rows: dict[int, Obligation] = {}
    for each in payment.allocations:
        sums[each.obligation_id] = sums.get(each.obligation_id, 0) + each.amount_fen
        rows[each.obligation_id] = each.obligation
    return [(rows[key], amount) for key, amount in sums.items() if amount > 0]


def _tell_of_suspense(payment: Payment, left: int) -> None:
    event = record("payment:suspend", payment, SYSTEM, amount=left, currency=payment.currency)
    notify(
        payment.licensor,
        messages.SUSPENSE,
        event=event,
        link="/money",
        roles=(Role.OWNER, Role.FINANCE),
        amount_fen=left,
    )


def deal_of(payment: Payment) -> Deal:
    """The two sides of a payment of an agreement."""
    agreement = payment.agreement
    assert agreement is not None  # noqa: S101 - only payments of agreements are allocated
    return Deal(
        licensor=payment.licensor.public_id,
        licensee=agreement.licensee.public_id,
        agreement=agreement.public_id,
    )


def _amount(payment: Payment) -> int:
    if payment.amount_fen is None:
        raise ValueError("a payment that counts has an amount")
    return payment.amount_fen


def _value_day(payment: Payment) -> date:
    if payment.value_day is None:
        raise ValueError("a payment that counts has a value day")
    return payment.value_day


def merged(lines: Iterable[Line]) -> list[Line]:
    """One line per account, without those that come to nothing."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.account] = sums.get(line.account, 0) + line.amount
    return [Line(account, amount) for account, amount in sums.items() if amount]
