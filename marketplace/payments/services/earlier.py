"""Money that was paid before its contract was entered here from paper."""

from datetime import date
from typing import Any

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.accounts.policies import membership_of
from marketplace.agreements.models import Agreement
from marketplace.audit.services import record
from marketplace.ledger.chart import CURRENCY
from marketplace.obligations.services import rows_of
from marketplace.on_paper.signals import settled_before
from marketplace.payments.booking import book
from marketplace.payments.models import Payment, PaymentStatus, Provider
from marketplace.payments.services.records import insert


@settled_before.connect
def book_earlier(agreement: Agreement, through: date, by: User, **_: Any) -> None:
    """What fell due by ``through`` was paid before: on the word of the licensor's own people, two of
    whom entered and checked the contract, it counts at once; on the licensee's the licensor looks
    for it and confirms."""
    owed = sum(
        row.open_fen
        for row in rows_of(agreement)
        if row.due_on is not None and row.due_on <= through
    )
    if not owed:
        return
    payment = Payment(
        agreement=agreement,
        licensor=agreement.licensor,
        provider=Provider.BANK,
        amount_fen=owed,
        currency=CURRENCY,
        value_day=through,
        status=PaymentStatus.STATED,
        entered_by_id=by.id,
    )
    insert(payment)
    record("payment:state", payment, by, related=[agreement], amount=owed, before_entry=True)
    if membership_of(by, agreement.licensor) is None:
        return
    payment.move("confirm")
    payment.confirmed_at, payment.confirmed_by_id = clock.now(), by.id
    record("payment:confirm", payment, by, related=[agreement])
    book(payment)
